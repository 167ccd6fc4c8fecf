/// An HTTP request. The host adds the credential; a connector never sees one.
public struct Request: Sendable {
    /// The methods in use.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
        case head = "HEAD"
    }

    /// The method.
    public var method: Method
    /// The URL without the items of `query`; it may have a query of its own.
    public var url: String
    /// Items that are appended to the URL, percent-encoded.
    public var query: [(name: String, value: String)]
    /// Header fields.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// The name of the credential's slot in the manifest; nil for none.
    public var credential: String?
    /// Whether the host may send it again when no answer came. GET and HEAD are; set it for POST queries, such as GraphQL's.
    public var idempotent: Bool

    /// A request without a body.
    public init(
        _ method: Method = .get, _ url: String, query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [],
        credential: String? = "default", idempotent: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.query = query
        self.headers = headers
        body = []
        self.credential = credential
        self.idempotent = idempotent ?? (method == .get || method == .head)
    }

    /// The same request with a JSON body.
    public func json(_ build: (inout Row) throws -> Void) rethrows -> Request { body(try Row.bytes(build), type: "application/json") }

    /// The same request with a form as its body.
    public func form(_ items: [(String, String)]) -> Request {
        body(Array(PercentEncoding.pairs(items, spaceAsPlus: true).utf8), type: "application/x-www-form-urlencoded")
    }

    /// The same request with a body of that type.
    public func body(_ bytes: [UInt8], type: String) -> Request {
        var request = self
        request.body = bytes
        request.headers.removeAll { $0.name.lowercased() == "content-type" }
        request.headers.append((name: "content-type", value: type))
        return request
    }

    /// The same request with a query item set; an item of that name is replaced, in the URL's own query too.
    public func setting(_ name: String, _ value: String) -> Request {
        var request = self
        request.query.removeAll { $0.name == name }
        request.url = Request.removing(name, from: url)
        request.query.append((name: name, value: value))
        return request
    }

    /// The URL with all query items.
    public var fullURL: String {
        guard !query.isEmpty else { return url }
        let separator = !url.utf8.contains(0x3F) ? "?" : url.utf8.last == 0x3F || url.utf8.last == 0x26 ? "" : "&"
        return url + separator + PercentEncoding.pairs(query.map { ($0.name, $0.value) }, spaceAsPlus: false)
    }

    private static func removing(_ name: String, from url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return url }
        let encoded = PercentEncoding.encode(name)
        let items = url[url.index(after: mark)...].split(separator: "&").filter { item in
            let key = item.prefix { $0 != "=" }
            return key != encoded && key != name
        }
        return items.isEmpty ? String(url[..<mark]) : url[...mark] + items.joined(separator: "&")
    }

    /// The request document of the boundary.
    var document: [UInt8] {
        Row.bytes { row in
            row.text("method", method.rawValue)
            row.text("url", fullURL)
            row.pairs("headers", headers)
            row.text("credential", credential)
            row.boolean("idempotent", idempotent)
        }
    }
}

extension Row {
    /// An array of [name, value].
    mutating func pairs(_ name: StaticString, _ items: [(name: String, value: String)]) {
        arrays(name, items) { row, item in row.strings([item.name, item.value]) }
    }
}
