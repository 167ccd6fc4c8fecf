import Core
import NIOHTTP1

/// A head that passed: the parts that routing needs.
struct CheckedHead {
    let method: Method?
    let isHead: Bool
    let isPreflight: Bool
    let path: Substring
    let query: Substring

    /// - Throws: the problem of a request that no endpoint should see.
    init(_ head: HTTPRequestHead) throws(Problem) {
        guard head.uri.utf8.count <= 8_192 else {
            throw Problem(status: 414, code: "uri_too_long", title: "Address too long", detail: "The address may have at most 8192 bytes.")
        }
        try Self.checkHost(head)
        guard head.uri.utf8.first == UInt8(ascii: "/") || head.uri == "*" else {
            throw Problem(
                status: 400, code: "bad_target", title: "Bad request target", detail: "Send the path alone, and the host in the Host field.")
        }
        if head.headers["content-encoding"].contains(where: { $0.lowercased() != "identity" }) {
            throw Problem(
                status: 415, code: "unsupported_encoding", title: "Unsupported content encoding",
                detail: "Send the body as it is, without Content-Encoding.")
        }
        if head.headers["expect"].contains(where: { $0.lowercased() != "100-continue" }) {
            throw Problem(status: 417, code: "unsupported_expectation", title: "Unsupported expectation", detail: "Only 100-continue is known.")
        }
        isHead = head.method == .HEAD
        isPreflight = head.method == .OPTIONS
        method = isHead ? .get : Method(rawValue: head.method.rawValue)
        let uri = head.uri
        let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?")) ?? uri.endIndex
        path = uri[..<mark]
        query = mark == uri.endIndex ? "" : uri[uri.utf8.index(after: mark)...]
    }

    /// Exactly one plain Host (RFC 9112, 3.2): a second one is a way past a proxy's checks.
    private static func checkHost(_ head: HTTPRequestHead) throws(Problem) {
        let hosts = head.headers["host"]
        let isPlain =
            hosts.count == 1 && !hosts[0].isEmpty
            && hosts[0].utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x3A || $0 == 0x5B || $0 == 0x5D || $0 == 0x5F }
        if !isPlain { throw Problem(status: 400, code: "bad_host", title: "Bad Host", detail: "Send exactly one Host field.") }
    }
}

func isAlphanumeric(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

/// The caller's own id for its request where it is a sane token, so that it can go into logs and answers; otherwise a new one.
func requestID(_ headers: HTTPHeaders) -> String {
    let given = headers["x-request-id"]
    if given.count == 1, (8...128).contains(given[0].utf8.count),
        given[0].utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F })
    {
        return given[0]
    }
    return RequestID().description
}
