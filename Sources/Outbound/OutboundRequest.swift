/// A header of a request or a response.
package struct OutboundHeader: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [OutboundHeader] {
    /// The first value of a header; case does not matter.
    package func first(_ name: String) -> String? { first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// One call to the outside.
package struct OutboundRequest: Sendable {
    package enum Method: String, Sendable, Hashable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// RFC 9110, 9.2.2.
        var isIdempotent: Bool { self != .post && self != .patch }
    }

    package var method: Method
    package var url: String
    package var headers: [OutboundHeader]
    package var body: [UInt8]
    /// Whether doing it twice is harmless, so that it may be tried again. A POST that only reads (GraphQL) may say so.
    package var isIdempotent: Bool
    /// From the first attempt to the last byte of the body.
    package var deadline: Duration
    /// Bytes of the body.
    package var responseLimit: Int
    /// How many redirects led here. From the first on, what the host resolved to before does not count.
    package var redirect = 0
    /// Whether a redirect led to another host than the request was made for: the credential stays at home.
    package var isForeign = false

    package init(
        _ method: Method, _ url: String, headers: [OutboundHeader] = [], body: [UInt8] = [], isIdempotent: Bool? = nil,
        deadline: Duration = .seconds(60), responseLimit: Int = 64 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.isIdempotent = isIdempotent ?? method.isIdempotent
        self.deadline = deadline
        self.responseLimit = responseLimit
    }

    /// Adds a query parameter, percent-encoded (RFC 3986: all but unreserved characters).
    package mutating func addQuery(_ name: String, _ value: String) {
        url += "\(url.contains("?") ? "&" : "?")\(Self.percentEncoded(name))=\(Self.percentEncoded(value))"
    }

    /// Sets a header in the place of others of that name.
    package mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        headers.append(OutboundHeader(name, value))
    }

    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
