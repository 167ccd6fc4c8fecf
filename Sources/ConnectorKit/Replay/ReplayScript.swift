extension Replay {
    /// A request as the connector made it.
    public struct Sent: Sendable {
        /// The method.
        public let method: String
        /// The URL with its query.
        public let url: String
        /// The header fields; names in lower case.
        public let headers: [(name: String, value: String)]
        /// The credential's slot.
        public let credential: String?
        /// Whether it may be sent again.
        public let idempotent: Bool
        /// The body.
        public let body: [UInt8]

        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// What a platform answers.
    public struct Answer: Sendable {
        /// The status.
        public var status: Int
        /// The header fields; names in lower case.
        public var headers: [(name: String, value: String)]
        /// The body.
        public var body: [UInt8]
        /// Where the body is made in pieces, for large ones: gives the next piece, empty at the end.
        public var pieces: (@Sendable () -> [UInt8])?

        /// An answer with that text.
        public init(_ text: String = "", status: Int = 200, headers: [(name: String, value: String)] = []) {
            self.init(bytes: Array(text.utf8), status: status, headers: headers)
        }

        /// An answer with those bytes.
        public init(bytes: [UInt8], status: Int = 200, headers: [(name: String, value: String)] = []) {
            self.status = status
            self.headers = headers
            body = bytes
        }
    }

    /// A checkpoint: the cursor, and how many rows had been emitted.
    public struct Checkpoint: Hashable, Sendable {
        /// The stream.
        public let stream: String
        /// The cursor as JSON text.
        public let cursor: String
        /// Rows emitted before it, over all streams.
        public let rows: Int
    }

    /// A rejected row.
    public struct Rejected: Hashable, Sendable {
        /// The stream.
        public let stream: String
        /// The reject as JSON text.
        public let document: String
    }
}
