/// An answer of a platform, whatever its status. The body is read once, in pieces; the next request discards what was left of it.
public struct Response {
    /// The HTTP status.
    public let status: Int
    /// The header fields; names are in lower case.
    public let headers: [(name: String, value: String)]
    /// The URL that was asked.
    public let url: String
    let handle: UInt64
    let host: Host

    /// The most bytes that `bytes` and `json` take unless told otherwise.
    public static let defaultLimit = 64 * 1024 * 1024

    /// Whether the status is 2xx.
    public var isSuccess: Bool { (200...299).contains(status) }

    /// The first header field of that name (in lower case).
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// When to come back, by the field Retry-After (RFC 9110): seconds from now or a date.
    public var retryAfter: Instant? {
        guard let text = header("retry-after") else { return nil }
        if let seconds = Int64(text) { return seconds >= 0 && seconds < 31_536_000 ? host.now.adding(seconds: seconds) : nil }
        return HTTPDate.instant(text)
    }

    /// Hands over the body in pieces of at most 256 KiB.
    public func chunks(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        while try host.readBody(handle, body) {}
    }

    /// Reads the next piece of the body (at most 256 KiB) behind the bytes of `buffer`; false at the end.
    public func read(into buffer: inout ByteBuffer) throws -> Bool { try host.readBody(handle, into: &buffer) }

    /// The whole body. More than `limit` bytes are a `contract` failure.
    public func bytes(limit: Int = Response.defaultLimit) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try chunks { chunk in
            if bytes.count + chunk.count > limit {
                throw ConnectorFailure(.contract, "The platform's answer is larger than \(limit) bytes.", detail: url)
            }
            bytes.append(contentsOf: chunk)
        }
        return bytes
    }

    /// The body as JSON. A page of HTML and a body that was cut off are `transient`, anything else that is no JSON is a `contract` failure.
    public func json(limit: Int = Response.defaultLimit) throws -> JSONView {
        let bytes = try bytes(limit: limit)
        do { return try JSONDocument(bytes).root } catch { throw ConnectorFailure(json: error, status: status) }
    }

    /// The lines of the body, for NDJSON answers.
    public var lines: Lines { Lines(response: self) }

    /// The records of a CSV body (RFC 4180), whose first record names the columns.
    public func records(separator: Character = ",") -> CSVRecords { CSVRecords(response: self, separator: separator) }

    /// The elements of a large array, one at a time: of the body itself, or (`name`) of a member of the body's object. No element may have more than
    /// `limit` bytes.
    public func elements(at name: String? = nil, limit: Int = Response.defaultLimit) -> JSONElements {
        JSONElements(response: self, name: name, limit: limit)
    }

    /// Lines that are read while they are asked for: `while let line = try lines.next() { … }`.
    public struct Lines {
        let response: Response
        private var rest: [UInt8] = []
        private var position = 0
        private var ended = false
        /// A line longer than this is a `contract` failure.
        public static let longest = 4 * 1024 * 1024

        init(response: Response) { self.response = response }

        /// The next line without its end (LF or CRLF), nil after the last one.
        public mutating func next() throws -> [UInt8]? {
            var searched = position
            while true {
                if let end = rest[searched...].firstIndex(of: 0x0A) { return take(upTo: end, skipping: 1) }
                if rest.count - position > Lines.longest {
                    throw ConnectorFailure(.contract, "The platform's answer has a line of more than \(Lines.longest) bytes.")
                }
                if ended { return position < rest.count ? take(upTo: rest.count, skipping: 0) : nil }
                rest.removeFirst(position)
                position = 0
                searched = rest.count
                ended = try !response.host.readBody(response.handle) { rest.append(contentsOf: $0) }
            }
        }

        private mutating func take(upTo end: Int, skipping: Int) -> [UInt8] {
            let last = end > position && rest[end - 1] == 0x0D ? end - 1 : end
            defer { position = end + skipping }
            return Array(rest[position..<last])
        }
    }
}

extension ConnectorFailure {
    /// The failure that a body which is no JSON stands for.
    init(json fault: JSONFault, status: Int? = nil) {
        let detail = "\(fault.reason.rawValue) at byte \(fault.offset)" + (status.map { ", status \($0)" } ?? "")
        switch fault.reason {
        case .markup: self.init(.transient, "The platform answered with a web page instead of data.", detail: detail)
        case .cut, .empty: self.init(.transient, "The platform's answer was cut off.", detail: detail)
        default: self.init(.contract, "The platform's answer is no JSON.", detail: detail)
        }
    }
}
