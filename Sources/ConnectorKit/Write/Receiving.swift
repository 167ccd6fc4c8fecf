/// A connector that also takes what its platform sends by itself. The conformance is optional: the function table offers `webhook` to the host only
/// where it is there. The host has verified the signature, by the manifest's `webhooks`, before the connector sees a delivery.
public protocol Receiving: Connector {
    /// Turns a delivery into rows, with `host.emit` as in `read`. There is no cursor: a delivery may come twice and in any order, so rows must carry
    /// their time of change.
    func webhook(_ delivery: Delivery, _ host: Host) throws -> Reception
}

/// What a platform sent.
public struct Delivery: Sendable {
    /// What it is about, where the platform says so outside the body: `orders/updated`.
    public var topic: String?
    /// The header fields; names are in lower case.
    public var headers: [(name: String, value: String)]
    /// When it arrived.
    public var receivedAt: Instant
    /// The connection's settings.
    public var config: JSONView
    /// The tenant's time zone.
    public var timeZone: String?
    /// The tenant's currency.
    public var currency: String?
    /// The body, byte for byte.
    public var body: [UInt8]

    /// The largest body that is taken. Platforms send some hundred KiB at most.
    public static let mostBytes = 16 * 1024 * 1024

    /// The delivery of a document of the boundary, whose body is read from the host.
    init(_ document: JSONView, _ host: Host) throws {
        topic = document["topic"].filledString
        headers = document["headers"].members.map { (name: $0.name.lowercased(), value: $0.value.string ?? "") }
        receivedAt = document["received_at"].instant ?? host.now
        config = document["config"]
        timeZone = document["time_zone"].filledString
        currency = document["currency"].filledString
        body = try Delivery.body(document["body"].integer, host)
    }

    private static func body(_ handle: Int64?, _ host: Host) throws -> [UInt8] {
        guard let handle, handle > 0 else { return [] }
        var bytes: [UInt8] = []
        while try host.readBody(UInt64(handle), { bytes.append(contentsOf: $0) }) {
            if bytes.count > mostBytes { throw ConnectorFailure(.contract, "The delivery is larger than \(mostBytes) bytes.") }
        }
        return bytes
    }

    /// The first header field of that name (in lower case).
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The body as JSON. A body that is none is a `contract` failure: it was signed, so it is whole.
    public func json() throws -> JSONView {
        do { return try JSONDocument(body).root } catch {
            throw ConnectorFailure(.contract, "The delivery is no JSON.", detail: "\(error.reason.rawValue) at byte \(error.offset)")
        }
    }

    /// The zone that the configuration names under `time_zone`, else the tenant's, else UTC.
    public func zone() throws -> Zone { try (config["time_zone"].filledString ?? timeZone).map { try Zone($0) } ?? .utc }
}

/// What became of a delivery.
public struct Reception: Hashable, Sendable {
    /// The streams that rows went to.
    public var streams: [String]
    /// Whether the delivery says nothing that this connector keeps.
    public var isIgnored: Bool

    /// A reception.
    public init(streams: [String], isIgnored: Bool = false) {
        self.streams = streams
        self.isIgnored = isIgnored
    }

    /// Nothing that this connector keeps.
    public static let ignored = Reception(streams: [], isIgnored: true)

    /// The document of the boundary.
    var document: [UInt8] {
        Row.bytes { row in
            row.texts("streams", streams)
            row.boolean("ignored", isIgnored)
        }
    }
}
