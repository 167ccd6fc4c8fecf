/// An `https` URL taken apart strictly: what two parsers could read in two ways is refused, so that nothing passes the check as one host and is
/// called as another.
package struct HTTPSAddress: Sendable, Hashable {
    /// Lower case, without a port.
    package let host: String
    /// From the first slash on, with the query; at least `/`.
    package let pathAndQuery: String

    /// Bytes of a URL at most.
    static let limit = 8_192

    package init(_ text: String) throws(EgressRefusal) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= Self.limit, bytes.allSatisfy(Self.isPlain) else { throw EgressRefusal(.malformed) }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { throw EgressRefusal(.malformed) }
        guard String(decoding: bytes[..<colon], as: UTF8.self).lowercased() == "https" else { throw EgressRefusal(.scheme) }
        let rest = bytes[(colon + 1)...]
        guard rest.starts(with: Array("//".utf8)) else { throw EgressRefusal(.malformed) }
        let behind = rest.dropFirst(2)
        let end = behind.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? behind.endIndex
        host = try Self.host(of: behind[..<end])
        pathAndQuery = try Self.pathAndQuery(of: behind[end...])
    }

    /// Printable ASCII without what browsers and libraries repair in different ways.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x7E: !#"\"<>^`{|}"#.utf8.contains(byte)
        default: false
        }
    }

    private static func host(of authority: ArraySlice<UInt8>) throws(EgressRefusal) -> String {
        if authority.contains(UInt8(ascii: "@")) { throw EgressRefusal(.userInfo) }
        if authority.contains(UInt8(ascii: "[")) || authority.contains(UInt8(ascii: "]")) { throw EgressRefusal(.addressLiteral) }
        var name = authority
        if let colon = authority.firstIndex(of: UInt8(ascii: ":")) {
            guard authority[(colon + 1)...].elementsEqual("443".utf8) else { throw EgressRefusal(.port) }
            name = authority[..<colon]
        }
        let host = String(decoding: name, as: UTF8.self).lowercased()
        try HostName.check(host)
        return host
    }

    private static func pathAndQuery(of rest: ArraySlice<UInt8>) throws(EgressRefusal) -> String {
        if rest.contains(UInt8(ascii: "#")) { throw EgressRefusal(.malformed) }
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        // A dot segment could climb out of the prefix that an operator maps a host to.
        for segment in String(decoding: path, as: UTF8.self).lowercased().split(separator: "/", omittingEmptySubsequences: false) {
            let plain = segment.split(separator: "%2e", omittingEmptySubsequences: false).joined(separator: ".")
            if plain == "." || plain == ".." { throw EgressRefusal(.path) }
        }
        let text = String(decoding: rest, as: UTF8.self)
        return text.first == "/" ? text : "/" + text
    }
}
