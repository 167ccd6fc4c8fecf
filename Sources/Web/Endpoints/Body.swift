import Core

/// What an endpoint takes as its body.
package struct Body<Value: Sendable>: Sendable {
    enum Documentation: Sendable {
        case none
        case content(type: String, Shape)
        case bytes(type: String)
    }

    let documentation: Documentation
    /// Bytes at most; `nil` for the application's own bound.
    let limit: Int?
    let read: @Sendable (Exchange) async throws -> Value

    /// `application/json` of that schema.
    package static func json(_ schema: Schema<Value>, limit: Int? = nil) -> Body {
        Body(documentation: .content(type: "application/json", schema.shape), limit: limit) { exchange in
            try exchange.requireContentType("application/json")
            let bytes = try await exchange.body.collect(upTo: exchange.bodyLimit)
            return try schema.decode(try JSON(requestBody: bytes))
        }
    }

    /// A form of a page, `application/x-www-form-urlencoded`.
    package static func form(_ parameters: Parameters<Value>) -> Body {
        let properties = parameters.descriptions.map { Shape.Property(name: $0.name, shape: $0.shape, isRequired: $0.isRequired, about: $0.about) }
        return Body(documentation: .content(type: "application/x-www-form-urlencoded", Shape(.object(properties))), limit: 65_536) { exchange in
            try exchange.requireContentType("application/x-www-form-urlencoded")
            let bytes = try await exchange.body.collect(upTo: exchange.bodyLimit)
            var faults = Faults()
            let form = QueryText(String(decoding: bytes, as: UTF8.self)[...], &faults)
            form.refuseUnknown(Set(parameters.descriptions.map(\.name)), mark: "/", &faults)
            let value = parameters.read(GivenParameters(mark: "/", pairs: form.pairs), &faults)
            guard let value, faults.isEmpty else { throw Problem.invalid(faults.list) }
            return value
        }
    }
}

extension Body where Value == UploadBody {
    /// Bytes as they come, read by the handler: for uploads and for webhooks whose signature is over the raw bytes.
    /// - Parameter maxBytes: one byte more is answered with 413, and the connection closed.
    package static func stream(maxBytes: Int, contentType: String = "application/octet-stream") -> Body {
        Body(documentation: .bytes(type: contentType), limit: maxBytes) { exchange in
            UploadBody(body: exchange.body, limit: exchange.bodyLimit, contentType: exchange.facts.headers["content-type"])
        }
    }
}

extension Body where Value == Void {
    package static var none: Body {
        Body(documentation: .none, limit: nil) { exchange in
            if exchange.body.isAnnounced, try await !exchange.body.collect(upTo: exchange.bodyLimit).isEmpty {
                throw Problem(status: 400, code: "unexpected_body", title: "Unexpected body", detail: "This request takes no body.")
            }
        }
    }
}

/// The bytes of a request, in the pieces in which they arrive.
package struct UploadBody: Sendable, AsyncSequence {
    package typealias Element = [UInt8]

    let body: RequestBody
    let limit: Int
    /// As the client named it: a claim, to be checked by content.
    package let contentType: String?

    package struct AsyncIterator: AsyncIteratorProtocol {
        let body: RequestBody
        let limit: Int

        /// - Throws: a 413 `Problem` past the bound, or the connection's error.
        package mutating func next() async throws -> [UInt8]? { try await body.next(upTo: limit) }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: body, limit: limit) }

    /// All bytes at once: only for small bounds.
    package func collect() async throws -> [UInt8] { try await body.collect(upTo: limit) }
}

extension Exchange {
    func requireContentType(_ expected: String) throws {
        let given = facts.headers["content-type"] ?? ""
        let type = given.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        guard type == expected, given.utf8.count < 200 else {
            throw Problem(status: 415, code: "unsupported_media_type", title: "Unsupported media type", detail: "Send \(expected).")
        }
    }
}

extension JSON {
    /// A body as JSON, within the limits of a request.
    /// - Throws: 400 `malformed_json` with the reason and the byte.
    init(requestBody bytes: [UInt8]) throws(Problem) {
        do {
            self = try JSON(parsing: bytes, limits: .request)
        } catch {
            throw Problem(
                status: 400, code: "malformed_json", title: "Malformed JSON", detail: "The body is no acceptable JSON: \(error).",
                faults: [.init(pointer: "", code: "malformed_json", detail: "\(error.reason.rawValue) at byte \(error.offset)")])
        }
    }
}
