import ConnectorHost
import Core
import Foundation
import Outbound
import Postgres
import Sealing
import Synchronization

@testable import Syncs

/// Two tenants with a database of their own and the Files connector in the real runner.
struct SyncFixture: Sendable {
    let stand: TestDatabase
    let database: Database
    let syncs: Syncs
    let files = UploadedFiles()
    let transport = OutboundTransport()
    static let a = TenantID()
    static let b = TenantID()

    static let keyrings: [TenantID: TenantKeyring] = {
        guard let masters = try? MasterKeys(parsing: Secret(String(repeating: "5a", count: 32))) else { return [:] }
        return Dictionary(uniqueKeysWithValues: [a, b].compactMap { tenant in TenantKeyring([masters.makeTenantKey(tenant)]).map { (tenant, $0) } })
    }()

    /// Settings for the CDNOW log.
    static let cdnow: JSON = [
        "source": "upload", "format": "fixed", "time_zone": "UTC", "maps_to": "orders",
        "columns": ["customer": 1, "day": 2, "quantity": 3, "value": 4], "currency": "USD",
    ]

    static func run(
        onFrame: (@Sendable (Int) -> Void)? = nil, onSession: (@Sendable (ConnectorSession) -> Void)? = nil,
        _ body: @Sendable (SyncFixture) async throws -> Void
    ) async throws {
        let fixture = try await SyncFixture(onFrame: onFrame, onSession: onSession)
        do { try await body(fixture) } catch {
            await fixture.close()
            throw error
        }
        await fixture.close()
    }

    private func close() async {
        await transport.close()
        try? await stand.drop()
    }

    private init(onFrame: (@Sendable (Int) -> Void)?, onSession: (@Sendable (ConnectorSession) -> Void)?) async throws {
        stand = try await TestPostgres.database(migrated: true)
        database = stand.database(poolSize: 4)
        let files = files
        var environment = SyncEnvironment(
            database: database, platform: stand.platform(), catalog: ConnectorCatalog(directories: [try Self.bundle()]),
            runner: RunnerSettings(executable: Self.root + "/.build/\(Self.flavour)/connector-runner"), outbound: transport,
            keyring: { tenant in
                guard let keyring = Self.keyrings[tenant] else { throw Problem.notFound }
                return keyring
            }, credential: { _, _ in nil },
            uploads: UploadReader(find: { files.find($0, $1) }, piece: { files.piece($0, $1, $2) }))
        environment.onFrame = onFrame
        environment.onSession = onSession
        syncs = Syncs(environment)
        for (tenant, slug) in [(Self.a, "acme"), (Self.b, "bold")] {
            try await stand.execute(
                """
                INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone)
                VALUES ('\(tenant)', '\(slug)', '\(slug)', 'growth', 'EUR', 'UTC')
                """)
        }
    }

    /// A Files connection with a file.
    func connection(_ content: [UInt8], of tenant: TenantID = a, config: JSON = cdnow, state: String = "active") async throws -> ConnectionID {
        let id = ConnectionID()
        let upload = files.add(tenant, content)
        let config = config.setting("upload_id", .string(upload.description))
        try await database.inTenant(tenant) { tx in
            try await tx.execute(
                """
                INSERT INTO ingest.connections (tenant_id, id, connector, name, config, state)
                VALUES (\(tx.tenant), \(id), 'files', \(id.description), \(config), \(state))
                """)
        }
        return id
    }

    /// Asks for a sync and does its job.
    @discardableResult
    func sync(_ connection: ConnectionID, of tenant: TenantID = a, mode: SyncRequest.Mode = .full) async throws -> JSON {
        let id = try await syncs.request(tenant, connection, mode: mode)
        return try await work(id, of: tenant)
    }

    /// Does the job of a sync; gives its row.
    func work(_ sync: SyncID, of tenant: TenantID = a) async throws -> JSON {
        _ = try await SyncJob(syncs.environment).run(tenant: tenant, input: ["sync_id": .string(sync.description)])
        return try await json("SELECT to_jsonb(s) FROM ingest.syncs s WHERE id = \(sync)")
    }

    func json(_ query: Query) async throws -> JSON { try await stand.query(query).first?.value(at: 0) ?? .null }

    /// How many orders a connection has, and a checksum over all of them but for the time of their storing; their order does not count.
    func checksum(_ connection: ConnectionID) async throws -> String {
        try await json(
            """
            SELECT to_jsonb(concat_ws(':', count(*), sum(hashtextextended((to_jsonb(o) - '{stored_at,connection_id,platform,id}'::text[])::text, 0))))
            FROM commerce.orders o
            WHERE connection_id = \(connection)
            """
        ).string ?? ""
    }

    static func log() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: "\(root)/Tests/Fixtures/cdnow/cdnow_master_log.txt"))) }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    #if DEBUG
    static let flavour = "debug"
    #else
    static let flavour = "release"
    #endif

    /// The Files connector as it is shipped: its manifest, its library, and their checksums. Made once for the process.
    private static let made: Result<String, any Error> = Result {
        let directory = "\(FileManager.default.temporaryDirectory.path)/tactics-syncs-\(getpid())/files"
        try? FileManager.default.removeItem(atPath: directory)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "\(root)/Plugins/files/connector.json", toPath: "\(directory)/connector.json")
        try FileManager.default.copyItem(
            atPath: "\(root)/.build/\(flavour)/libFilesConnector.so", toPath: "\(directory)/libFilesConnector.so")
        try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS"))
        atexit { try? FileManager.default.removeItem(atPath: "\(FileManager.default.temporaryDirectory.path)/tactics-syncs-\(getpid())") }
        return directory
    }

    private static func bundle() throws -> String { try made.get() }
}

/// Uploaded files in memory.
final class UploadedFiles: Sendable {
    private struct Key: Hashable {
        let tenant: TenantID
        let upload: UploadID
    }

    private let files = Mutex<[Key: [UInt8]]>([:])

    func add(_ tenant: TenantID, _ content: [UInt8]) -> UploadID {
        let id = UploadID()
        files.withLock { $0[Key(tenant: tenant, upload: id)] = content }
        return id
    }

    func find(_ tenant: TenantID, _ upload: UploadID) -> (size: Int64, digest: [UInt8])? {
        files.withLock { $0[Key(tenant: tenant, upload: upload)] }.map { (Int64($0.count), Array(upload.value.bytes)) }
    }

    func piece(_ tenant: TenantID, _ upload: UploadID, _ number: Int) -> [UInt8]? {
        files.withLock { $0[Key(tenant: tenant, upload: upload)] }.flatMap { content in
            let start = number << 20
            return start < content.count ? Array(content[start..<min(content.count, start + 1 << 20)]) : nil
        }
    }
}
