package import Core

/// What to read.
package struct ReadRequest: Sendable, Hashable {
    package var stream: String
    package var mode: StreamDescription.Mode
    /// What the last stored checkpoint held; `nil` for the first read.
    package var cursor: JSON?
    package var since: Day?
    package var until: Day?
    /// The connection's settings without its secrets.
    package var config: JSON
    /// The tenant's zone, an IANA name.
    package var timeZone: String
    /// ISO 4217.
    package var currency: String

    package init(
        stream: String, mode: StreamDescription.Mode, cursor: JSON? = nil, since: Day? = nil, until: Day? = nil, config: JSON, timeZone: String,
        currency: String
    ) {
        self.stream = stream
        self.mode = mode
        self.cursor = cursor
        self.since = since
        self.until = until
        self.config = config
        self.timeZone = timeZone
        self.currency = currency
    }

    /// As connector.h has it.
    package var document: JSON {
        [
            "stream": .string(stream), "mode": .string(mode.rawValue), "cursor": cursor ?? .null,
            "since": since.map { .string($0.description) } ?? .null,
            "until": until.map { .string($0.description) } ?? .null, "config": config, "time_zone": .string(timeZone), "currency": .string(currency),
        ]
    }
}

/// How a read ended.
package enum ReadOutcome: Sendable, Hashable {
    /// Everything was read.
    case done
    /// Come back at that time; the last checkpoint counts.
    case parked(until: Instant)
}

/// The error that a connector reported: the platform's or the tenant's matter, not a broken plugin. The texts are the plugin's words.
package struct ConnectorError: Error, Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The tenant must change a setting.
        case config
        /// The connection must be renewed.
        case auth
        case transient
        case rateLimited = "rate_limited"
        case quota
        /// The platform answered something new.
        case contract
        case permanent
    }

    package let kind: Kind
    package let message: String
    /// When to try again.
    package let until: Instant?
    package let stream: String?
    package let detail: String?

    static let limits = JSONLimits(depth: 64, elements: 200_000, stringBytes: FrameFormat.most)

    package init(kind: Kind, message: String, until: Instant? = nil, stream: String? = nil, detail: String? = nil) {
        self.kind = kind
        self.message = message
        self.until = until
        self.stream = stream
        self.detail = detail
    }

    /// Reads an error document. One that can not be read, or is of an unknown kind, is a permanent error.
    package init(_ document: ArraySlice<UInt8>) {
        let error = (try? JSON(parsing: document, limits: Self.limits))?["error"]
        self.init(
            kind: error?["kind"]?.string.flatMap(Kind.init(rawValue:)) ?? .permanent,
            message: String((error?["message"]?.string ?? "The connector failed without saying why.").prefix(1_000)),
            until: error?["until"]?.integer.map { Instant(microseconds: $0) }, stream: error?["stream"]?.string,
            detail: (error?["detail"]?.string).map { String($0.prefix(4_000)) })
    }
}

extension ConnectorError: CustomStringConvertible {
    /// Who must act, the connector's own sentence, and when to try again; without the detail, which is for the log.
    package var description: String { "The connector reports \(kind.rawValue): \(message)" + (until.map { " Try again at \($0)." } ?? "") }
}
