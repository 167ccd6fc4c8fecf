import ConnectorHost
import Core
import Postgres
import Testing

@testable import Syncs

/// Batches straight into the store, without a connector.
struct BatchStand {
    let fixture: SyncFixture
    let connection: ConnectionID
    let sync: SyncID

    /// Every canonical stream, and two of the connector's own.
    static let manifest: JSON = [
        "id": "test", "name": "Test", "vendor": "Tactics", "version": "1.0.0", "abi": 1, "entry": "test_v1", "hosts": ["api.example.com"],
        "auth": ["scheme": "none"], "config_schema": ["type": "object"],
        "streams": .array(
            CanonicalStream.allCases.map {
                ["name": .string($0.rawValue), "kind": .string($0.rawValue), "primary_key": ["id"], "modes": ["full"]]
            } + [
                ["name": "test_lists", "schema": ["type": "object"], "primary_key": ["id"], "modes": ["full"]],
                ["name": "test_members", "schema": ["type": "object"], "primary_key": ["list", "profile"], "modes": ["full"]],
            ]),
    ]

    init(_ fixture: SyncFixture) async throws {
        self.fixture = fixture
        connection = try await fixture.connection([])
        sync = try await fixture.syncs.request(SyncFixture.a, connection)
    }

    func begin() async throws -> SyncPlan {
        try #require(try await fixture.database.inTenant(SyncFixture.a) { tx in try await SyncStore.begin(sync, tx) })
    }

    func batch(_ stream: String, _ rows: String..., cursor: JSON = ["n": 1]) throws -> SyncBatch { try batch(stream, rows, cursor: cursor) }

    func batch(_ stream: String, _ rows: [String], cursor: JSON = ["n": 1]) throws -> SyncBatch {
        var staged = try Self.staged()
        try staged.add(Array((rows.joined(separator: "\n") + "\n").utf8)[...], of: stream)
        return SyncBatch(
            stream: stream, cursor: cursor, parts: staged.parts, rowsRead: staged.rowsRead, rejected: staged.rejected, rejects: staged.rejects,
            estimate: nil, log: [], counts: SyncCounts())
    }

    func store(_ plan: SyncPlan, _ batch: SyncBatch, _ ordinal: Int64) async throws -> Int64 {
        try await CheckpointStore(database: fixture.database, plan: plan, platform: "test").store(batch, ordinal: ordinal).written
    }

    static func staged() throws -> StagedRows {
        let keys = try #require(SyncFixture.keyrings[SyncFixture.a])
        return StagedRows(
            try ConnectorManifest(parsing: manifest.encoded()), ids: EntityIDs(tenant: SyncFixture.a, platform: "test"), keys: keys)
    }

    /// The rows of a table.
    func rows(_ table: StaticString) async throws -> [JSON] {
        try await fixture.json("SELECT COALESCE(jsonb_agg(to_jsonb(t)), '[]') FROM \(Query(trusted: table)) t").array ?? []
    }

    /// Which transactions wrote the rows of a table: a row that is written again has another one.
    func writers(_ table: StaticString) async throws -> JSON {
        try await fixture.json("SELECT COALESCE(jsonb_agg(xmin::text ORDER BY xmin::text), '[]') FROM \(Query(trusted: table))")
    }
}
