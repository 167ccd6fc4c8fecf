extension Row {
    /// Writes a text in quotes with the escapes that JSON asks for.
    mutating func quoted(_ bytes: UnsafeRawBufferPointer) {
        buffer.reserve(bytes.count + 2)
        buffer.append(0x22)
        if RowText.isPlain(bytes) { buffer.append(bytes) } else { escaped(bytes) }
        buffer.append(0x22)
    }

    private mutating func escaped(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            var length = 1
            switch byte {
            case 0x22: buffer.append("\\\"" as StaticString)
            case 0x5C: buffer.append("\\\\" as StaticString)
            case 0x0A: buffer.append("\\n" as StaticString)
            case 0x0D: buffer.append("\\r" as StaticString)
            case 0x09: buffer.append("\\t" as StaticString)
            case 0: buffer.append("\u{FFFD}" as StaticString)
            case 0x01...0x1F:
                buffer.append("\\u00" as StaticString)
                buffer.append(RowText.hexadecimal(byte >> 4))
                buffer.append(RowText.hexadecimal(byte & 15))
            case 0x20..<0x80: buffer.append(byte)
            default:
                length = UTF8Bytes.sequence(bytes, index)
                if length > 0 {
                    buffer.append(UnsafeRawBufferPointer(rebasing: bytes[index..<index + length]))
                } else {
                    buffer.append("\u{FFFD}" as StaticString)
                    length = 1
                }
            }
            index += length
        }
    }

    /// Copies a value of a response. Line breaks can only stand between values there and are left out, since a row is one line.
    mutating func copy(_ value: JSONView) {
        value.withRaw { bytes in
            buffer.reserve(bytes.count)
            if value.document.hasOddEscapes { return copyRepaired(bytes) }
            if !bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return buffer.append(bytes) }
            for byte in bytes where byte != 0x0A && byte != 0x0D { buffer.append(byte) }
        }
    }

    /// Copies and replaces the escapes of U+0000 and of half surrogate pairs by that of U+FFFD.
    private mutating func copyRepaired(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x5C, index + 1 < bytes.count {
                let isUnit = bytes[index + 1] == 0x75
                let unit = isUnit ? JSONText.unit(bytes, index + 2) ?? 0 : 1
                var length = isUnit ? 6 : 2
                var isOdd = unit == 0 || (0xDC00...0xDFFF).contains(unit)
                if (0xD800...0xDBFF).contains(unit) {
                    if JSONText.isLowSurrogate(bytes, index + 6) { length = 12 } else { isOdd = true }
                }
                if isOdd {
                    buffer.append("\\ufffd" as StaticString)
                } else {
                    buffer.append(UnsafeRawBufferPointer(rebasing: bytes[index..<index + length]))
                }
                index += length
            } else {
                if byte != 0x0A, byte != 0x0D { buffer.append(byte) }
                index += 1
            }
        }
    }
}

enum RowText {
    /// Whether a text needs no escapes and is plain ASCII: nearly every id, number and name.
    @inline(__always) static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes where byte < 0x20 || byte > 0x7E || byte == 0x22 || byte == 0x5C { return false }
        return true
    }

    static func hexadecimal(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
