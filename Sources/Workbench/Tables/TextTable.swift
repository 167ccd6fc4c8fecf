/// A small table for people: printed in a terminal, and shown in a report.
package struct TextTable: Sendable, Equatable {
    package var title: String?
    package var columns: [String]
    package var rows: [[String]]

    package init(_ title: String? = nil, columns: [String], rows: [[String]] = []) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    /// Whether all of a column are numbers: those stand at the right.
    package func isNumeric(_ column: Int) -> Bool {
        !rows.isEmpty
            && rows.allSatisfy { row in
                let text = column < row.count ? row[column] : ""
                return text.isEmpty || text == "–" || text.first.map { $0.isNumber || $0 == "−" || $0 == "-" || $0 == "+" || $0 == "±" } == true
            }
    }

    /// The table in plain text, its columns below one another.
    package var text: String {
        let widths = columns.indices.map { column in ([columns[column]] + rows.map { column < $0.count ? $0[column] : "" }).map(\.count).max() ?? 0 }
        var lines: [String] = []
        if let title { lines.append(title) }
        lines.append(line(columns, widths))
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
        lines += rows.map { line($0, widths) }
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = widths.indices.map { column in
            let cell = column < cells.count ? cells[column] : ""
            let space = String(repeating: " ", count: max(0, widths[column] - cell.count))
            return isNumeric(column) ? space + cell : cell + space
        }
        let text = padded.joined(separator: "  ")
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}
