import Core
import Postgres
import Web

/// HTTP of the deliveries of a connection: what came, what became of it, and one more try for what was given up.
struct DeliveryRoutes {
    let database: Database

    var endpoints: [Endpoint] { [list, retry] }

    private static let filter: Parameters<(PageRequest, String?)> = .page(
        parameter("state", .optional(.enumeration(["queued", "done", "ignored", "dead"])), "Only deliveries in this state."))

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/connections/{id}/deliveries", permission: .deliveriesRead, summary: "List what a platform delivered, newest first",
            tag: "Webhooks", path: .id("id", ConnectionID.self), query: Self.filter, output: .page(of: .delivery)
        ) { [database] call in
            let (page, state) = call.query
            let results = try await database.once(
                call.tenant,
                [
                    "SELECT id FROM ingest.connections WHERE tenant_id = \(call.tenant) AND id = \(call.path)",
                    Self.page(call.tenant, call.path, state, page),
                ])
            guard results[0].first != nil else { throw Problem.notFound }
            return Listing(
                Page(reading: try results[1].map { try DeliveryRecord($0) }, limit: page.limit) {
                    ["at": .string($0.receivedAt.description), "id": .string($0.id.description)]
                })
        }
    }

    private static func page(_ tenant: TenantID, _ connection: ConnectionID, _ state: String?, _ page: PageRequest) -> Query {
        var position: Query = ""
        if let at = page.after?["at"]?.string.flatMap({ Instant($0) }), let id = page.after?["id"]?.string.flatMap({ DeliveryID($0) }) {
            position = " AND (received_at, id) < (\(at), \(id))"
        }
        return """
            SELECT \(DeliveryRecord.columns)
            FROM ingest.deliveries
            WHERE tenant_id = \(tenant)
              AND connection_id = \(connection)
              AND (\(state)::text IS NULL OR state = \(state)::text)\(position)
            ORDER BY received_at DESC, id DESC
            LIMIT \(page.limit + 1)
            """
    }

    private static let one: Parameters<(ConnectionID, DeliveryID)> = .fields(
        parameter("id", .id(ConnectionID.self)), parameter("delivery", .id(DeliveryID.self)))

    private var retry: Endpoint {
        Endpoint(
            .post, "/api/v1/connections/{id}/deliveries/{delivery}/retry", permission: .hooksWrite, summary: "Try a dead delivery once more",
            tag: "Webhooks", path: Self.one, output: .nothing, status: 202,
            options: .standard.with {
                $0.about = "409 delivery_not_dead for one that was not given up, delivery_body_gone thirty days after it came."
            }
        ) { [database] call in
            try await database.inTenant(call.tenant) { tx in try await DeliveryStore.retry(call.path.1, of: call.path.0, tx) }
            call.audit("deliveries.retry", resource: "delivery", id: call.path.1.description)
        }
    }
}

/// A delivery as the API shows it; never its body.
struct DeliveryRecord: Sendable {
    let id: DeliveryID
    let topic: String?
    let state: String
    let size: Int
    let attempts: Int
    let error: JSON?
    let streams: JSON
    let rowsRead: Int64
    let rowsWritten: Int64
    let rowsRejected: Int64
    let rejects: JSON
    let receivedAt: Instant
    let finishedAt: Instant?

    static let columns: Query = """
        id, topic, state, size, attempts, error, streams, rows_read, rows_written, rows_rejected, rejects, received_at, finished_at
        """

    init(_ row: Row) throws {
        let values = try row.decode(
            DeliveryID.self, String?.self, String.self, Int.self, Int.self, JSON?.self, JSON.self, Int64.self, Int64.self, Int64.self, JSON.self,
            Instant.self, Instant?.self)
        id = values.0
        topic = values.1
        state = values.2
        size = values.3
        attempts = values.4
        error = values.5
        streams = values.6
        rowsRead = values.7
        rowsWritten = values.8
        rowsRejected = values.9
        rejects = values.10
        receivedAt = values.11
        finishedAt = values.12
    }
}

extension Schema where Value == DeliveryRecord {
    static let delivery = Schema.record(
        "Delivery",
        field("id", \.id, .id(), "The delivery's id."),
        field("topic", \.topic, .nullable(.string()), "What it is about, where the head said so."),
        field("state", \.state, .string(), "queued, done, ignored (nothing that is kept) or dead (given up; it can be tried again)."),
        field("size", \.size, .integer(), "Bytes of its body."),
        field("attempts", \.attempts, .integer(), "How often it was looked at."),
        field("error", \.error, .nullable(.json), "Why the last attempt failed: kind, message, stream, detail."),
        field("streams", \.streams, .json, "The streams that its rows belong to."),
        field("rows_read", \.rowsRead, .integer(), "Rows that came of it."),
        field("rows_written", \.rowsWritten, .integer(), "Rows that were new or different."),
        field("rows_rejected", \.rowsRejected, .integer(), "Rows that could not be read."),
        field("rejects", \.rejects, .json, "The first of those: stream, line, field, reason, sample."),
        field("received_at", \.receivedAt, .instant, "When it came."),
        field("finished_at", \.finishedAt, .nullable(.instant), "When it was over."))
}
