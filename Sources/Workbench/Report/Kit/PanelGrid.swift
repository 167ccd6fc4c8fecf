/// Small pictures in rows.
struct PanelGrid {
    let columns: Int
    let width, height: Double
    static let gap = 18.0

    init(_ count: Int, on canvas: Canvas, height: Double, most: Int) {
        columns = canvas.isNarrow ? 1 : max(1, min(most, count == 4 ? 2 : count))
        width = (canvas.width - Self.gap * Double(columns - 1)) / Double(columns)
        self.height = height
    }

    func height(of count: Int) -> Double { Double((max(count, 1) + columns - 1) / columns) * height }

    /// Left, top, right and bottom of one.
    func area(_ index: Int) -> (left: Double, top: Double, right: Double, bottom: Double) {
        let (row, column) = (index / columns, index % columns)
        let (left, top) = (Double(column) * (width + Self.gap), Double(row) * height)
        return (left, top, left + width, top + height)
    }
}
