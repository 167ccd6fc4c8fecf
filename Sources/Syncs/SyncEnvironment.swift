package import ConnectorHost
package import Core
package import Logging
package import Outbound
package import Postgres
package import Sealing

/// What syncs need from the rest of the application.
package struct SyncEnvironment: Sendable {
    package var database: Database
    package var platform: PlatformDatabase
    package var catalog: ConnectorCatalog
    package var runner: RunnerSettings
    package var outbound: OutboundTransport
    /// Where the operator sends the calls to a host instead.
    package var mappings: [EgressMapping]
    package var keyring: @Sendable (TenantID) async throws -> TenantKeyring
    package var credential: @Sendable (TenantID, ConnectionID) async throws -> Secret?
    package var uploads: UploadReader
    package var time: TimeSource
    package var meter: @Sendable (OutboundCall) -> Void
    /// Told the end of every sync: connector and state.
    package var ended: @Sendable (_ connector: String, _ state: String) -> Void
    package var logger: Logger
    /// Told the number of each frame of a runner, with its session: for tests that break it there.
    var onFrame: (@Sendable (Int) -> Void)?
    var onSession: (@Sendable (ConnectorSession) -> Void)?

    package init(
        database: Database, platform: PlatformDatabase, catalog: ConnectorCatalog, runner: RunnerSettings, outbound: OutboundTransport,
        mappings: [EgressMapping] = [], keyring: @escaping @Sendable (TenantID) async throws -> TenantKeyring,
        credential: @escaping @Sendable (TenantID, ConnectionID) async throws -> Secret?, uploads: UploadReader, time: TimeSource = .wall,
        meter: @escaping @Sendable (OutboundCall) -> Void = { _ in }, ended: @escaping @Sendable (String, String) -> Void = { _, _ in },
        logger: Logger = Logger(label: "syncs")
    ) {
        self.database = database
        self.platform = platform
        self.catalog = catalog
        self.runner = runner
        self.outbound = outbound
        self.mappings = mappings
        self.keyring = keyring
        self.credential = credential
        self.uploads = uploads
        self.time = time
        self.meter = meter
        self.ended = ended
        self.logger = logger
    }
}

/// How uploaded files are read.
package struct UploadReader: Sendable {
    let find: @Sendable (TenantID, UploadID) async throws -> (size: Int64, digest: [UInt8])?
    let piece: @Sendable (TenantID, UploadID, Int) async throws -> [UInt8]?

    /// - Parameters:
    ///   - find: the size in bytes and the SHA-256 of a complete upload; `nil` where there is none.
    ///   - piece: the pieces of its content, counted from 0; `nil` behind the last.
    package init(
        find: @escaping @Sendable (TenantID, UploadID) async throws -> (size: Int64, digest: [UInt8])?,
        piece: @escaping @Sendable (TenantID, UploadID, Int) async throws -> [UInt8]?
    ) {
        self.find = find
        self.piece = piece
    }
}
