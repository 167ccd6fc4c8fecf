extension HeatTable {
    /// As a table: the numbers are the picture.
    var html: String {
        let most = inner.flatMap { $0 }.reduce(0.0) { max($0, $1.isFinite ? abs($1) : 0) }
        var html = "<div class=\"scroll\"><table class=\"heat\"><thead><tr><th scope=\"col\">\(Markup.escaped(rowName))</th>"
        html +=
            columns.indices.map { "<th scope=\"col\" class=\"n\(isTotal($0, columns.count) ? " sum" : "")\">\(Markup.escaped(columns[$0]))</th>" }
            .joined() + "</tr></thead><tbody>"
        for row in rows.indices {
            html += "<tr\(isTotal(row, rows.count) ? " class=\"sum\"" : "")><th scope=\"row\">\(Markup.escaped(rows[row]))</th>"
            html += columns.indices.map { cell(row, $0, most) }.joined() + "</tr>"
        }
        return html + "</tbody></table></div>"
    }

    private func cell(_ row: Int, _ column: Int, _ most: Double) -> String {
        let value = value(row, column)
        let isSum = isTotal(row, rows.count) || isTotal(column, columns.count)
        let level = isSum ? "" : Self.level(value, most)
        return
            "<td class=\"n\(level.isEmpty ? "" : " \(level)")\(isTotal(column, columns.count) ? " sum" : "")\">\(Markup.escaped(text(row, column)))</td>"
    }

    /// One of five depths of the hue above or below 0, such as `u3`; by the root, so that small ones differ too.
    static func level(_ value: Double?, _ most: Double) -> String {
        guard let value, value.isFinite, value != 0, most > 0 else { return "" }
        let depth = min(5, 1 + Int(5 * (abs(value) / most).squareRoot()))
        return "\(value > 0 ? "u" : "v")\(depth)"
    }

    private func isTotal(_ index: Int, _ count: Int) -> Bool { hasTotals && index == count - 1 }

    private func value(_ row: Int, _ column: Int) -> Double? {
        row < values.count && column < values[row].count ? values[row][column] : nil
    }

    private func text(_ row: Int, _ column: Int) -> String {
        if row < texts.count, column < texts[row].count { return texts[row][column] }
        return value(row, column).map { ReadableNumber.text($0, of: PlotAxis("", kind: kind)) } ?? ""
    }

    /// Without the sums.
    private var inner: [[Double]] {
        let kept = values.prefix(hasTotals ? max(rows.count - 1, 0) : rows.count)
        return kept.map { row in row.prefix(hasTotals ? max(columns.count - 1, 0) : columns.count).compactMap { $0 } }
    }
}
