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

    /// What an encoded text stands for; nil where an escape is none or the result is no UTF-8.
    public static func decode(_ text: String, plusAsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x25:
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case 0x2B where plusAsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The query items of a URL in their order, decoded: what a link to the next page holds.
    public static func items(of url: String) -> [(name: String, value: String)] {
        guard let mark = url.firstIndex(of: "?") else { return [] }
        let query = url[url.index(after: mark)...].prefix { $0 != "#" }
        return query.split(separator: "&").compactMap { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(String(parts[0]), plusAsSpace: true) else { return nil }
            return decode(parts.count > 1 ? String(parts[1]) : "", plusAsSpace: true).map { (name: name, value: $0) }
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func upper(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
