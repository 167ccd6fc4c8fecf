import ConnectorHost
import Core
import Sealing

/// What the id of a delivery is of.
enum Delivered {}

/// The id of a delivery.
typealias DeliveryID = ID<Delivered>

/// A delivery whose signature is verified.
struct VerifiedDelivery: Sendable {
    let connection: ConnectionID
    let scheme: String
    let signedAt: Instant?
    let topic: String?
    /// The fields that the connector may see, names in lower case.
    let headers: JSON
    let body: [UInt8]
    let receivedAt: Instant

    /// Takes from a request what is kept of it.
    init(
        _ connection: ConnectionID, _ description: WebhookDescription, signedAt: Instant?, body: [UInt8], now: Instant, header: (String) -> String?
    ) {
        self.connection = connection
        scheme = description.signature
        self.signedAt = signedAt
        topic = description.topicHeader.flatMap(header).map { String(SyncFault.plain($0).prefix(200)) }
        let fields = Set(description.passedHeaders).sorted().compactMap { name in
            header(name).map { JSON.Member(name, .string(String(SyncFault.plain($0).prefix(1_000)))) }
        }
        headers = .object(fields)
        self.body = body
        receivedAt = now
    }

    /// The same for the same body about the same topic, whenever it was signed.
    var digest: [UInt8] { sha256(Array((topic ?? "").utf8) + [0] + body) }
}

/// A delivery that waits for its job.
struct WaitingDelivery: Sendable {
    let id: DeliveryID
    let connection: ConnectionID
    let connector: String
    /// The connection's settings.
    let config: JSON
    /// Whether the connection may store something now.
    let isActive: Bool
    let topic: String?
    let headers: JSON
    let sealedBody: [UInt8]
    let receivedAt: Instant
    let timeZone: String
    let currency: String

    /// What the connector gets (connector.h).
    func document(_ schema: ConfigSchema) -> JSON {
        [
            "topic": topic.map { .string($0) } ?? .null, "headers": headers, "received_at": .string(receivedAt.description),
            "config": schema.withoutSecrets(config.setting("upload_id", nil)), "time_zone": .string(timeZone), "currency": .string(currency),
        ]
    }

    /// Where a delivery's body stands sealed.
    static func place(_ id: DeliveryID) -> FieldPlace { FieldPlace(table: "ingest.deliveries", column: "body", row: id) }
}
