import Foundation

/// Reads a CSV file row by row (RFC 4180): quotes, doubled quotes, CRLF or LF, a byte order mark, line breaks inside quotes. Memory is one chunk and one
/// row, whatever the size of the file. Fields may be separated by semicolons or tabs where the header has no comma.
///
/// The first row names the columns. Empty lines are passed over; a row with another number of fields is a fault, because it would shift values.
package final class CSVReader {
    package let file: String
    package private(set) var columns: [String] = []
    private var scanner: CSVScanner

    /// - Throws: `TableFault` for a file that can not be opened, is empty, or names a column twice.
    package init(path: String) throws {
        file = path
        scanner = try CSVScanner(path: path)
        try readHeader()
    }

    deinit { scanner.close() }

    private func readHeader() throws {
        try scanner.begin()
        guard try scanner.next() else { throw TableFault(file: file, "The file is empty. Its first line must name the columns.") }
        let row = self.row
        columns = (0..<row.count).map { row.text($0).trimmingCharacters(in: .whitespaces) }
        var seen = Set<String>()
        for name in columns where !seen.insert(name).inserted {
            throw TableFault(file: file, line: 1, column: name, "The column stands twice. Name each column once.")
        }
    }

    /// The place of a column, in any case.
    /// - Throws: `TableFault` that lists the columns there are.
    package func column(_ name: String) throws -> Int {
        if let index = find(name) { return index }
        throw TableFault(file: file, line: 1, "There is no column \"\(name)\". The file has: \(columns.joined(separator: ", ")).")
    }

    package func find(_ name: String) -> Int? {
        columns.firstIndex(of: name) ?? columns.firstIndex { $0.lowercased() == name.lowercased() }
    }

    /// Calls `body` with each row; the row is only valid inside.
    package func forEach(_ body: (CSVRow) throws -> Void) throws {
        let width = columns.count
        while try scanner.next() { try body(checked(row, width)) }
    }

    /// Calls `body` with at most `count` further rows; `false` once the file is over.
    package func read(_ count: Int, _ body: (CSVRow) throws -> Void) throws -> Bool {
        let width = columns.count
        for _ in 0..<count {
            guard try scanner.next() else { return false }
            try body(checked(row, width))
        }
        return true
    }

    private var row: CSVRow {
        CSVRow(
            file: file, line: scanner.line, bytes: scanner.row, starts: UnsafePointer(scanner.starts), ends: UnsafePointer(scanner.ends),
            count: scanner.count)
    }

    private func checked(_ row: CSVRow, _ width: Int) throws -> CSVRow {
        guard row.count == width else {
            throw TableFault(file: file, line: row.line, "The row has \(row.count) fields, the header \(width). Quote fields that hold a comma.")
        }
        return row
    }
}
