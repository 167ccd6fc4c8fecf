/// Why a connector could not do what was asked, in the host's terms: the kind says who must act and whether trying again makes sense.
public struct ConnectorFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Who must act.
    public enum Kind: String, Sendable, CaseIterable {
        /// The tenant must change a setting or a file.
        case config
        /// The tenant must connect again.
        case auth
        /// Trying again later helps.
        case transient
        /// Too many calls; `until` says when to go on.
        case rateLimited = "rate_limited"
        /// An allowance is used up; `until` says when to go on.
        case quota
        /// The platform answered something that this connector does not know.
        case contract
        /// Trying again does not help.
        case permanent
    }

    /// Who must act.
    public var kind: Kind
    /// One or two sentences for people. No secret, no personal data.
    public var message: String
    /// When to go on, for `rateLimited` and `quota`.
    public var until: Instant?
    /// The stream that failed, where it is another than the one that was asked for.
    public var stream: String?
    /// More for the log.
    public var detail: String?

    /// A failure.
    public init(_ kind: Kind, _ message: String, until: Instant? = nil, stream: String? = nil, detail: String? = nil) {
        self.kind = kind
        self.message = message
        self.until = until
        self.stream = stream
        self.detail = detail
    }

    /// Kind and message.
    public var description: String { "\(kind.rawValue): \(message)" }

    /// The error document of the boundary.
    var document: [UInt8] {
        Row.bytes { row in
            row.object("error") { error in
                error.text("kind", kind.rawValue)
                error.text("message", message)
                error.integer("until", until?.microseconds)
                error.text("stream", stream)
                error.text("detail", detail)
            }
        }
    }
}

/// A host function that did not do what was asked.
public struct HostError: Error, Hashable, Sendable {
    /// The codes of the boundary.
    public enum Code: Int32, Sendable {
        /// The sync was cancelled: return.
        case cancelled = -1
        /// The host does not allow it.
        case refused = -2
        /// The arguments are malformed.
        case invalid = -3
        /// A row, head or document is larger than a frame.
        case tooLarge = -4
        /// The host could not do it now.
        case failed = -5
        /// A wait is too long to sit out.
        case park = -6
    }

    /// The code.
    public let code: Code
    /// The function.
    public let function: String
    /// Why, in a sentence.
    public let message: String

    /// What to report when nobody caught it.
    var failure: ConnectorFailure {
        switch code {
        case .cancelled: ConnectorFailure(.transient, "The sync was cancelled.")
        case .failed, .park: ConnectorFailure(.transient, message.isEmpty ? "The host could not do it now." : message, detail: function)
        case .tooLarge: ConnectorFailure(.contract, message.isEmpty ? "A row or document is too large." : message, detail: function)
        case .refused, .invalid: ConnectorFailure(.permanent, message.isEmpty ? "The host refused \(function)." : message, detail: function)
        }
    }
}

/// A wait that is too long to sit out. `read` lets it pass and the sync resumes from its last checkpoint.
public struct Parked: Error, Hashable, Sendable {
    /// When to go on.
    public let until: Instant

    /// Parked until then.
    public init(until: Instant) { self.until = until }
}
