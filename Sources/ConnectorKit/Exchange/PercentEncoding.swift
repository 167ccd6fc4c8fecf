/// Percent encoding of RFC 3986.
public enum PercentEncoding {
    /// Escapes everything but the unreserved characters.
    public static func encode(_ text: String) -> String { encode(text, spaceAsPlus: false) }

    /// As `encode`, with `+` for a space where a form asks for that.
    static func encode(_ text: String, spaceAsPlus: Bool) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            case 0x20 where spaceAsPlus: bytes.append(0x2B)
            default: bytes.append(contentsOf: [0x25, upper(byte >> 4), upper(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `name=value` pairs with `&` between them.
    static func pairs(_ items: [(String, String)], spaceAsPlus: Bool) -> String {
        items.map { encode($0.0, spaceAsPlus: spaceAsPlus) + "=" + encode($0.1, spaceAsPlus: spaceAsPlus) }.joined(separator: "&")
    }

    private static func upper(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
