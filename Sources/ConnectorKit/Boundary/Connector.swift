/// One platform. The host makes a value for each call; whatever must be kept lives in the cursor.
public protocol Connector: Sendable {
    init()

    /// The very bytes of `connector.json`.
    static var manifest: [UInt8] { get }

    /// Whether the configuration works, and whose account it is. Throws a `ConnectorFailure` when it does not.
    func check(_ config: JSONView, _ host: Host) throws -> Account

    /// What can be read with this configuration.
    func discover(_ config: JSONView, _ host: Host) throws -> Discovery

    /// Reads one stream: emits rows, stores checkpoints. Errors that pass through are classified by the kit (`Parked`, `HostError`, `JSONFault`).
    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome
}

/// The account behind a connection.
public struct Account: Hashable, Sendable {
    /// The platform's id.
    public var id: String
    /// What people call it.
    public var name: String

    /// An account.
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// What can be read.
public struct Discovery: Sendable {
    /// A stream, and why it can not be read if it can not.
    public struct Stream: Hashable, Sendable {
        /// Its name in the manifest.
        public var name: String
        /// Whether it can be read with this configuration.
        public var available: Bool
        /// Why not, in a sentence.
        public var reason: String?

        /// A stream.
        public init(_ name: String, available: Bool = true, reason: String? = nil) {
            self.name = name
            self.available = available
            self.reason = reason
        }
    }

    /// All streams of the manifest.
    public var streams: [Stream]
    /// The accounts to choose from.
    public var accounts: [Account]

    /// What can be read.
    public init(streams: [Stream], accounts: [Account] = []) {
        self.streams = streams
        self.accounts = accounts
    }
}

/// How a read ended.
public enum Outcome: Hashable, Sendable {
    /// Everything was read.
    case done
    /// Come back at that time; the last checkpoint counts.
    case parked(until: Instant)
}

/// What to read.
public struct ReadRequest: Sendable {
    /// Which rows are wanted.
    public enum Mode: String, Sendable {
        /// What is new since the cursor.
        case incremental
        /// Everything, whatever the cursor of an earlier sync says.
        case full
        /// The days from `since` to `until`, newest first.
        case backfill
    }

    /// The stream's name.
    public var stream: String
    /// Which rows are wanted.
    public var mode: Mode
    /// What the last checkpoint stored; missing at first.
    public var cursor: JSONView
    /// The first day wanted.
    public var since: Day?
    /// The last day wanted.
    public var until: Day?
    /// The connection's settings.
    public var config: JSONView
    /// The tenant's time zone.
    public var timeZone: String?
    /// The tenant's currency.
    public var currency: String?

    /// The request of a document of the boundary. Throws where it has no stream or an unknown mode.
    public init(_ document: JSONView) throws {
        guard let stream = document["stream"].filledString else { throw ConnectorFailure(.permanent, "The request names no stream.") }
        guard let mode = Mode(rawValue: document["mode"].string ?? "incremental") else {
            throw ConnectorFailure(.permanent, "The request has an unknown mode.")
        }
        self.stream = stream
        self.mode = mode
        cursor = document["cursor"]
        since = document["since"].day
        until = document["until"].day
        config = document["config"]
        timeZone = document["time_zone"].filledString
        currency = document["currency"].filledString
    }

    /// The zone that the configuration names under `time_zone`, else the tenant's, else UTC.
    public func zone() throws -> Zone { try (config["time_zone"].filledString ?? timeZone).map { try Zone($0) } ?? .utc }
}
