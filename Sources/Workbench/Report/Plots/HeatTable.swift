/// Numbers in rows and columns on a ground coloured by their size: one hue above 0, the other below.
package struct HeatTable: Sendable {
    package var title: String
    package var note: String
    package var rowName: String
    package var rows: [String]
    package var columns: [String]
    /// `[row][column]`; nil where there is nothing.
    package var values: [[Double?]]
    package var unit: String
    package var kind: PlotAxis.Kind
    /// As shown, `[row][column]`; empty: the numbers shortened.
    package var texts: [[String]]
    /// Whether the last row and column are sums: they take no part in the colours.
    package var hasTotals: Bool

    package init(
        _ title: String, note: String = "", rowName: String, rows: [String], columns: [String], values: [[Double?]], unit: String = "",
        kind: PlotAxis.Kind = .number, texts: [[String]] = [], hasTotals: Bool = false
    ) {
        self.title = title
        self.note = note
        self.rowName = rowName
        self.rows = rows
        self.columns = columns
        self.values = values
        self.unit = unit
        self.kind = kind
        self.texts = texts
        self.hasTotals = hasTotals
    }
}
