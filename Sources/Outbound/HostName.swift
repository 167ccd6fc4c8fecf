/// The shape of a public DNS name.
enum HostName {
    /// Names that never lead to the public Internet (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and ICANN's `.internal`).
    private static let localEndings: Set<String> = [
        "localhost", "local", "internal", "invalid", "test", "example", "onion", "alt", "lan", "home", "corp", "arpa",
    ]

    static func check(_ host: String) throws(EgressRefusal) {
        guard !host.isEmpty, host.utf8.count <= 253 else { throw EgressRefusal(.host) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        // A last label that is a number makes the whole an IPv4 address for many parsers: `127.1`, `0x7f.1`, `2130706433`
        // (WHATWG URL, "ends in a number").
        let last = labels[labels.count - 1]
        if last.utf8.first.map(isDigit) ?? false { throw EgressRefusal(.addressLiteral) }
        guard labels.count >= 2, labels.allSatisfy(isLabel), !localEndings.contains(String(last)) else { throw EgressRefusal(.host) }
    }

    /// One label: letters, digits and inner hyphens, 1 to 63 bytes (RFC 1123, 2.1).
    static func isLabel(_ label: some StringProtocol) -> Bool {
        let bytes = label.utf8
        guard (1...63).contains(bytes.count), !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
        return bytes.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
