package import Core

/// The way of a request over redirects, for a stream whose manifest asks for them: a pure value that says what is sent next, or why nothing is
/// (RFC 9110, 15.4). Whether the next address may be called is the egress policy's matter, as it was with the first.
package struct RedirectTrail: Sendable {
    /// Redirects in a row at most (decisions 7).
    package static let most = 5

    /// What is sent now: the request itself at first.
    package private(set) var hop: RedirectHop
    private var seen: Set<String>

    /// - Parameter request: as the connector made it (connector.h).
    package init(_ request: JSON, body: ArraySlice<UInt8>) {
        hop = RedirectHop(first: request, request: request, body: body, number: 0, isForeign: false)
        seen = [hop.place]
    }

    /// Whether an answer with that status sends the request on. 300 offers a choice, 304 says that nothing changed, and 305 and 306 are out of use.
    package static func isRedirect(_ status: Int) -> Bool { [301, 302, 303, 307, 308].contains(status) }

    /// Goes where an answer points to. No body goes along: GET and HEAD have none that means anything (RFC 9110, 9.3.1).
    package mutating func follow(_ status: Int, _ headers: [(name: String, value: String)]) throws(RedirectRefusal) {
        let address = try Self.address(headers, from: hop.url)
        let method = try Self.method(status, after: hop.method)
        guard hop.number < Self.most else { throw .tooMany }
        let isForeign = hop.isForeign || URIReference.origin(of: address) != URIReference.origin(of: hop.url)
        var request = hop.request.setting("url", .string(address)).setting("method", .string(method))
        request = request.setting("headers", Self.headers(request["headers"], isForeign: isForeign))
        if isForeign { request = request.setting("credential", nil) }
        hop = RedirectHop(first: hop.first, request: request, body: [], number: hop.number + 1, isForeign: isForeign)
        guard seen.insert(hop.place).inserted else { throw .circle }
    }

    private static func address(_ headers: [(name: String, value: String)], from url: String) throws(RedirectRefusal) -> String {
        let found = Set(headers.filter { $0.name.lowercased() == "location" }.map(\.value))
        guard let location = found.first, !location.isEmpty else { throw .noAddress }
        guard found.count == 1, let address = URIReference.resolve(location, against: url) else { throw .malformedAddress }
        return address
    }

    /// GET and HEAD stay what they are; 303 says of anything else that its result is to be got elsewhere. To send a change again to somewhere else is
    /// nobody's to decide but the connector's.
    private static func method(_ status: Int, after method: String) throws(RedirectRefusal) -> String {
        if method == "GET" || method == "HEAD" { return method }
        guard status == 303 else { throw .method }
        return "GET"
    }

    /// What may be told to another host than the request was made for.
    private static let travelling: Set<String> = [
        "accept", "accept-language", "user-agent", "range", "if-range", "if-none-match", "if-modified-since",
    ]

    private static func headers(_ headers: JSON?, isForeign: Bool) -> JSON {
        .array(
            (headers?.array ?? []).filter { pair in
                guard let name = pair.array?.first?.string?.lowercased() else { return false }
                return isForeign ? travelling.contains(name) : !name.hasPrefix("content-")
            })
    }
}

/// One request on the way of a redirect.
package struct RedirectHop: Sendable {
    /// The request as the connector made it.
    package let first: JSON
    /// The request to send: without its credential and with few of its headers where it goes elsewhere.
    package let request: JSON
    package let body: ArraySlice<UInt8>
    /// 1 for the first redirect; 0 for the request itself.
    package let number: Int
    /// Whether the way has left the host that the request was made for, if only for one step: from then on no credential goes along, back home
    /// neither, as the other host chose what is asked.
    package let isForeign: Bool

    var url: String { request["url"]?.string ?? "" }
    var method: String { (request["method"]?.string ?? "GET").uppercased() }
    fileprivate var place: String { "\(method) \(url.prefix { $0 != "#" })" }

    /// The host alone, for people: never a path, which may hold a secret.
    package var host: String {
        URIReference.origin(of: url)?.split(separator: "/").last?.split(separator: "@").last.map { String($0.prefix(253)) } ?? "nowhere"
    }
}

/// Why a redirect is not followed, in the rest of a sentence.
package enum RedirectRefusal: String, Error, Sendable, CaseIterable {
    case noAddress = "it names no address"
    case malformedAddress = "its address can not be read"
    case circle = "it leads in a circle"
    case tooMany = "there were five before it"
    case method = "only GET and HEAD are sent on"

    /// As the connector is told.
    package var asHostRefusal: HostRefusal { Self.sentence(HostRefusal(.refused, rawValue)) }

    /// Why the host does not send a request on, in a redirect's words.
    static func sentence(_ refusal: HostRefusal) -> HostRefusal { HostRefusal(refusal.code, "A redirect was not followed: \(refusal.sentence)") }
}
