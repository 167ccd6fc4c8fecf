/// Checks of UTF-8.
enum UTF8Bytes {
    /// The length of the sound sequence of two to four bytes that starts there; 0 when there is none (RFC 3629: no overlong form, no surrogate).
    static func sequence(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        let lead = bytes[start]
        func follows(_ place: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            start + place < bytes.count && range.contains(bytes[start + place])
        }
        switch lead {
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }
}

/// Turns the inside of a JSON text into the text it stands for.
enum JSONText {
    /// The four hexadecimal digits of a \u escape.
    static func unit(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return value
    }

    /// Whether the second half of a surrogate pair stands there.
    static func isLowSurrogate(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        guard start + 6 <= bytes.count, bytes[start] == 0x5C, bytes[start + 1] == 0x75, let unit = unit(bytes, start + 2) else { return false }
        return (0xDC00...0xDFFF).contains(unit)
    }

    /// The text between the quotes. Half a surrogate pair becomes U+FFFD.
    static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x5C, index + 1 < bytes.count else {
                text.append(bytes[index])
                index += 1
                continue
            }
            switch bytes[index + 1] {
            case 0x62: text.append(0x08)
            case 0x66: text.append(0x0C)
            case 0x6E: text.append(0x0A)
            case 0x72: text.append(0x0D)
            case 0x74: text.append(0x09)
            case 0x75:
                index += scalar(bytes, index, &text)
                continue
            default: text.append(bytes[index + 1])
            }
            index += 2
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends what a \u escape (or a pair of them) stands for; gives its length.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ text: inout [UInt8]) -> Int {
        let unit = unit(bytes, start + 2) ?? 0xFFFD
        var value = unit
        var length = 6
        if (0xD800...0xDBFF).contains(unit), isLowSurrogate(bytes, start + 6), let low = Self.unit(bytes, start + 8) {
            value = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
            length = 12
        }
        text.append(contentsOf: String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
        return length
    }
}
