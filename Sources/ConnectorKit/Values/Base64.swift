/// Base64 (RFC 4648).
public enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text for bytes. `forURL`: with `-` and `_`, and without padding (RFC 4648, section 5).
    public static func encode(_ bytes: some Collection<UInt8>, forURL: Bool = false) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            let word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                if place <= group.count {
                    text.append(letter(UInt8(word >> UInt32(18 - 6 * place) & 63), forURL))
                } else if !forURL {
                    text.append(0x3D)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text in either alphabet, with or without padding; nil for anything else.
    public static func decode(_ text: String) -> [UInt8]? {
        var letters = Array(text.utf8)
        if letters.count % 4 == 0 { for _ in 0..<2 where letters.last == 0x3D { letters.removeLast() } }
        guard letters.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count / 4 * 3 + 2)
        var word: UInt32 = 0
        var bits = 0
        for letter in letters {
            guard let value = value(letter) else { return nil }
            word = word << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
            }
        }
        // Bits that are left over say nothing, and must say it with zeros.
        return word & (1 << UInt32(bits) - 1) == 0 ? bytes : nil
    }

    private static func letter(_ value: UInt8, _ forURL: Bool) -> UInt8 {
        switch value {
        case 62 where forURL: 0x2D
        case 63 where forURL: 0x5F
        default: letters[Int(value)]
        }
    }

    private static func value(_ letter: UInt8) -> UInt32? {
        switch letter {
        case 0x41...0x5A: UInt32(letter - 0x41)
        case 0x61...0x7A: UInt32(letter - 0x61) + 26
        case 0x30...0x39: UInt32(letter - 0x30) + 52
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }
}
