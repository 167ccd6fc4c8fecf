/// Text as a log line may carry it: bounded, and with everything escaped that could start a new line or move a terminal.
struct LogText {
    /// Bytes of UTF-8 that one field keeps.
    static let limit = 4_096

    private(set) var bytes: [UInt8] = []

    init(reservingCapacity capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// A JSON string of at most `limit` bytes of the text; what was cut shows as `…`.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.count <= Self.limit, text.utf8.allSatisfy(Self.isPlain) {
            bytes.append(contentsOf: text.utf8)
        } else {
            escaped(text)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Printable ASCII that JSON takes as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func escaped(_ text: String) {
        var room = Self.limit
        for scalar in text.unicodeScalars {
            room -= UTF8.width(scalar)
            guard room >= 0 else {
                bytes.append(contentsOf: "…".utf8)
                break
            }
            append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": raw(#"\""#)
        case "\\": raw(#"\\"#)
        case "\n": raw(#"\n"#)
        case "\r": raw(#"\r"#)
        case "\t": raw(#"\t"#)
        default:
            if Self.isUnsafe(scalar) {
                escape(UInt16(truncatingIfNeeded: scalar.value))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
        }
    }

    private mutating func escape(_ unit: UInt16) {
        raw(#"\u"#)
        for shift in [12, 8, 4, 0] {
            let digit = UInt8(unit >> UInt16(shift) & 0xF)
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    /// C0, DEL and C1 controls, line and paragraph separators, and the marks that turn the direction of writing ("Trojan Source", CVE-2021-42574).
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
