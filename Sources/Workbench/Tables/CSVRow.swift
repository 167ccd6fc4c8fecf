package import Core

/// The fields of one row, as bytes until somebody asks for more. Valid until the reader goes on.
package struct CSVRow {
    let file: String
    /// Counted from 1, the header's line included.
    package let line: Int
    let bytes: UnsafePointer<UInt8>
    let starts, ends: UnsafePointer<Int>
    package let count: Int

    /// The bytes of a field.
    package func field(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + starts[column], count: ends[column] - starts[column])
    }

    package func text(_ column: Int) -> String { String(decoding: field(column), as: UTF8.self) }

    /// Whether nothing but blanks stands there.
    package func isBlank(_ column: Int) -> Bool { trimmed(column).isEmpty }

    /// A finite number.
    /// - Throws: `TableFault` that shows the text.
    package func number(_ column: Int, _ name: String) throws -> Double {
        let text = trimmed(column)
        if let quick = NumberText.quick(text) { return quick }
        guard let first = text.first, first == 0x2D || first == 0x2B || first == 0x2E || (0x30...0x39).contains(first), !text.contains(0x78),
            !text.contains(0x58), let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite
        else { throw fault(name, "\"\(shown(column))\" is no number. Write it like 1234.56.") }
        return value
    }

    /// A whole number.
    package func integer(_ column: Int, _ name: String) throws -> Int {
        let value = try number(column, name)
        guard let whole = Int(exactly: value) else { throw fault(name, "\"\(shown(column))\" is no whole number.") }
        return whole
    }

    /// An exact amount in micros; at most six decimals.
    package func micros(_ column: Int, _ name: String) throws -> Int64 {
        let text = trimmed(column)
        if let quick = NumberText.quickMicros(text) { return quick }
        guard let parsed = Micros.parse(String(decoding: text, as: UTF8.self)) else {
            throw fault(name, "\"\(shown(column))\" is no amount. Write it like 1234.56.")
        }
        guard parsed.exact else { throw fault(name, "\"\(shown(column))\" has more than six decimals. Round it first.") }
        return parsed.micros
    }

    /// A day, as `2026-01-31` or `20260131`; a time behind it is passed over.
    package func day(_ column: Int, _ name: String) throws -> Day {
        let text = trimmed(column)
        guard let number = dayDigits(text), let day = Day(year: number / 10_000, month: number / 100 % 100, day: number % 100) else {
            throw fault(name, "\"\(shown(column))\" is no day. Write it like 2026-01-31.")
        }
        return day
    }

    private func dayDigits(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        let hasDashes = text.count >= 10 && text[4] == 0x2D && text[7] == 0x2D
        if text.count > (hasDashes ? 10 : 8), text[hasDashes ? 10 : 8] != 0x54, text[hasDashes ? 10 : 8] != 0x20 { return nil }
        guard hasDashes || text.count >= 8 else { return nil }
        var number = 0
        for index in 0..<(hasDashes ? 10 : 8) where !(hasDashes && (index == 4 || index == 7)) {
            guard (0x30...0x39).contains(text[index]) else { return nil }
            number = number * 10 + Int(text[index] - 0x30)
        }
        return number
    }

    package func fault(_ name: String, _ sentence: String) -> TableFault { TableFault(file: file, line: line, column: name, sentence) }

    private func trimmed(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (starts[column], ends[column])
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return UnsafeBufferPointer(start: bytes + start, count: end - start)
    }

    private func shown(_ column: Int) -> String { String(text(column).prefix(40)) }
}
