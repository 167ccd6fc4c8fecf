import Core

/// Reads the numbers of a row; each gives the text that PostgreSQL takes.
enum RowNumbers {
    static func integer(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> UnsafeRawBufferPointer {
        guard value.kind == .integer, raw.count <= 18 || Int64(String(decoding: raw, as: UTF8.self)) != nil else {
            throw RowFault(field: member, reason: "it has to be a whole number of 64 bits")
        }
        return raw
    }

    static func integer(
        _ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String, in bounds: ClosedRange<Int64>
    ) throws(RowFault) -> UnsafeRawBufferPointer {
        guard value.kind == .integer, let number = Int64(String(decoding: raw, as: UTF8.self)), bounds.contains(number) else {
            throw RowFault(field: member, reason: "it has to be a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return raw
    }

    static func decimal(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> String.UTF8View {
        guard let number = micros(raw, value) else { throw RowFault(field: member, reason: "it has to be a decimal number") }
        return Micros.text(number, decimals: 0).utf8
    }

    static func share(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> String.UTF8View {
        guard let number = micros(raw, value), (0...1_000_000).contains(number) else {
            throw RowFault(field: member, reason: "it has to be a decimal number from 0 to 1")
        }
        return Micros.text(number, decimals: 0).utf8
    }

    /// Up to ten digits before the point and ten behind it, which is what `numeric(20, 10)` holds.
    static func rate(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> UnsafeRawBufferPointer {
        let parts = raw.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { (1...10).contains($0.count) && $0.allSatisfy { $0 &- 0x30 < 10 } }
        guard value.kind == .string || value.kind == .integer || value.kind == .number, isPlain, raw.contains(where: { $0 > 0x30 }) else {
            throw RowFault(field: member, reason: "it has to be a decimal number above 0 of up to ten decimals, without an exponent")
        }
        return raw
    }

    static func currency(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> UnsafeRawBufferPointer {
        guard value.kind == .string, raw.count == 3, raw.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw RowFault(field: member, reason: "it has to be a currency's code of three capital letters (ISO 4217)")
        }
        return raw
    }

    private static func micros(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value) -> Int64? {
        guard value.kind == .string || value.kind == .integer || value.kind == .number else { return nil }
        return Micros.parse(String(decoding: raw, as: UTF8.self))?.micros
    }
}
