/// What the page needs of a picture.
protocol PlotDrawing {
    var title: String { get }
    var note: String { get }
    var legend: [LegendEntry] { get }
    /// Draws, and sets the canvas' height.
    func draw(on canvas: inout Canvas)
    /// What a person who cannot see it should know.
    var alternative: String { get }
    /// Its numbers.
    var numbers: TextTable { get }
}

/// One line of the legend.
struct LegendEntry {
    enum Shape: String { case line, dash, box, dot, band }

    var name: String
    var shape: Shape
    /// The colour's class without its first letter, such as `0` or `q3`.
    var colour: String
    /// Whether wide pictures say it beside the line, so that only narrow ones need it here.
    var isDirect = false
    /// Of bands over one another, how many lie there.
    var depth = 1
}

/// Rows for the table under a picture.
enum PlotRows {
    static let most = 400

    /// The rows to show of very many: the first, the last, and every so many between.
    static func picked(_ count: Int) -> [Int] {
        guard count > most else { return Array(0..<max(count, 0)) }
        let step = (count + most - 1) / most
        var rows = Array(stride(from: 0, to: count, by: step))
        if rows.last != count - 1 { rows.append(count - 1) }
        return rows
    }
}
