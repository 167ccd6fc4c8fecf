import Core

/// Values in the text format of PostgreSQL's COPY (PostgreSQL manual, COPY, "Text Format").
extension [UInt8] {
    mutating func copyNull() { append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")]) }

    mutating func copy(_ id: UniqueID) { append(contentsOf: id.description.utf8) }

    /// A `bytea`.
    mutating func copyBytes(_ bytes: [UInt8]) {
        append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "\\"), UInt8(ascii: "x")])
        for byte in bytes {
            append(hexadecimalDigit(byte >> 4))
            append(hexadecimalDigit(byte & 0xF))
        }
    }

    /// Text with the format's escapes.
    mutating func copyEscaped(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): append(contentsOf: [byte, byte])
            case 0x09: append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case 0x0A: append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case 0x0D: append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            default: append(byte)
            }
        }
    }
}
