import Foundation
import Glibc

/// Reads a CSV file row by row (RFC 4180): quotes, doubled quotes, CRLF or LF, a byte order mark, line breaks inside quotes. Memory is one chunk and one
/// row, whatever the size of the file. Fields may be separated by semicolons or tabs where the header has no comma.
///
/// The first row names the columns. Empty lines are passed over; a row with another number of fields is a fault, because it would shift values.
package final class CSVReader {
    /// A row may not be longer: a quote that is never closed would otherwise swallow the file.
    static let longestRow = 1 << 20

    package let file: String
    package private(set) var columns: [String] = []
    private var source: CSVChunk
    private var separator = UInt8(ascii: ",")
    private var lineNumber = 1
    /// Where each field begins and ends in the chunk, counted from the row's first byte.
    private var starts: UnsafeMutablePointer<Int>
    private var ends: UnsafeMutablePointer<Int>
    private var room = 64
    private var fields = 0

    /// - Throws: `TableFault` for a file that can not be opened, is empty, or names a column twice.
    package init(path: String) throws {
        file = path
        source = try CSVChunk(path: path)
        starts = .allocate(capacity: room)
        ends = .allocate(capacity: room)
        try readHeader()
    }

    deinit {
        starts.deallocate()
        ends.deallocate()
        source.close()
    }

    private func readHeader() throws {
        try source.skipMark()
        separator = try source.separator()
        guard let row = try readRow() else { throw TableFault(file: file, "The file is empty. Its first line must name the columns.") }
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
        while let row = try readRow() { try body(checked(row)) }
    }

    /// Calls `body` with at most `count` further rows; `false` once the file is over.
    package func read(_ count: Int, _ body: (CSVRow) throws -> Void) throws -> Bool {
        for _ in 0..<count {
            guard let row = try readRow() else { return false }
            try body(checked(row))
        }
        return true
    }

    private func checked(_ row: CSVRow) throws -> CSVRow {
        guard row.count == columns.count else {
            throw TableFault(
                file: file, line: row.line, "The row has \(row.count) fields, the header \(columns.count). Quote fields that hold a comma.")
        }
        return row
    }

    /// One row that is not empty; nil where the file is over.
    private func readRow() throws -> CSVRow? {
        while true {
            let line = lineNumber
            guard let found = try scan() else { return nil }
            if fields == 1, ends[0] == starts[0], !found.isQuoted { continue }
            if found.isQuoted { try unquote(line) }
            return CSVRow(
                file: file, line: line, bytes: UnsafePointer(source.row), starts: UnsafePointer(starts), ends: UnsafePointer(ends), count: fields)
        }
    }

    /// Finds the fields of the next row, quotes and all, and moves the source behind it; nil where the file is over.
    private func scan() throws -> (isQuoted: Bool, length: Int)? {
        var at = 0
        var (isOpen, hasQuotes) = (false, false)
        fields = 0
        starts[0] = 0
        let separator = self.separator
        while true {
            let (base, count) = (source.rest, source.count)
            while at < count {
                let byte = base[at]
                if byte == separator, !isOpen {
                    endField(at)
                } else if byte == 0x0A {
                    lineNumber += 1
                    if !isOpen {
                        endField(at > 0 && base[at - 1] == 0x0D ? at - 1 : at, next: at + 1)
                        source.take(at + 1)
                        return (hasQuotes, at)
                    }
                } else if byte == 0x22 {
                    isOpen.toggle()
                    hasQuotes = true
                }
                at += 1
            }
            guard at <= Self.longestRow else {
                throw TableFault(file: file, line: lineNumber, "The row is longer than a megabyte. Is a quote not closed?")
            }
            guard try source.more() else { break }
        }
        if isOpen { throw TableFault(file: file, line: lineNumber, "A quote is not closed before the end of the file.") }
        guard at > 0 else { return nil }
        endField(source.rest[at - 1] == 0x0D ? at - 1 : at)
        source.take(at)
        return (hasQuotes, at)
    }

    @inline(__always)
    private func endField(_ end: Int, next: Int? = nil) {
        ends[fields] = max(end, starts[fields])
        fields += 1
        if fields == room { grow() }
        starts[fields] = next ?? end + 1
    }

    private func grow() {
        let (oldStarts, oldEnds) = (starts, ends)
        (starts, ends) = (.allocate(capacity: 2 * room), .allocate(capacity: 2 * room))
        starts.update(from: oldStarts, count: room)
        ends.update(from: oldEnds, count: room)
        oldStarts.deallocate()
        oldEnds.deallocate()
        room *= 2
    }

    /// Takes the quotes off the fields that have them, in place.
    private func unquote(_ line: Int) throws {
        let bytes = source.row
        for field in 0..<fields where (starts[field]..<ends[field]).contains(where: { bytes[$0] == 0x22 }) {
            guard bytes[starts[field]] == 0x22 else {
                throw TableFault(file: file, line: line, "A quote stands inside a field that does not begin with one. Double it and quote the field.")
            }
            var (from, to) = (starts[field] + 1, starts[field])
            while from < ends[field] {
                if bytes[from] == 0x22 {
                    from += 1
                    guard from < ends[field] else { break }
                    guard bytes[from] == 0x22 else {
                        throw TableFault(file: file, line: line, "Text stands behind a closing quote. Double quotes that belong to the text.")
                    }
                }
                bytes[to] = bytes[from]
                (from, to) = (from + 1, to + 1)
            }
            ends[field] = to
        }
    }
}
