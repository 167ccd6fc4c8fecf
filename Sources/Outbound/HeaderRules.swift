import NIOHTTP1

/// Which headers a caller may send.
enum HeaderRules {
    /// The connection's own business, and what would let a caller choose another host, frame a second request or ask for a
    /// body that expands.
    private static let own: Set<String> = [
        "host", "connection", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "content-length", "accept-encoding", "expect", "cookie",
    ]

    static func checked(_ headers: [OutboundHeader]) throws(OutboundError) -> HTTPHeaders {
        var result = HTTPHeaders()
        for header in headers {
            guard !own.contains(header.name.lowercased()), isToken(header.name), isValue(header.value) else {
                throw OutboundError(.invalidRequest, "a header of the request is not allowed")
            }
            result.add(name: header.name, value: header.value)
        }
        result.add(name: "accept-encoding", value: "identity")
        if !result.contains(name: "user-agent") { result.add(name: "user-agent", value: "tactics") }
        return result
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }

    private static func isValue(_ value: String) -> Bool { value.utf8.allSatisfy { $0 == 9 || ($0 >= 0x20 && $0 != 0x7F) } }
}
