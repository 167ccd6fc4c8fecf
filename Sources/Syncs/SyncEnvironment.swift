package import ConnectorHost
package import Core
package import Logging
package import Outbound
package import Postgres
package import Sealing

/// What syncs need from the rest of the application.
package struct SyncEnvironment: Sendable {
    /// Renews an access token: the one that the platform has just refused, or without one a token that is about to run out.
    /// - Throws: `SyncFault` of the kind `auth` where only a new consent helps, `transient` where no new token came for now.
    package typealias Renewal = @Sendable (TenantID, ConnectionID, _ refused: Secret?) async throws -> Secret?

    package var database: Database
    package var platform: PlatformDatabase
    package var catalog: ConnectorCatalog
    package var runner: RunnerSettings
    /// Bundled connectors that the operator lets run in the worker's own process, without the seal.
    package var inProcess: Set<String>
    package var outbound: OutboundTransport
    /// Where the operator sends the calls to a host instead.
    package var mappings: [EgressMapping]
    package var keyring: @Sendable (TenantID) async throws -> TenantKeyring
    package var credential: @Sendable (TenantID, ConnectionID) async throws -> Secret?
    /// Gives a connection's credential anew; `nil` where credentials stay what they are.
    package var renewal: Renewal?
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
        database: Database, platform: PlatformDatabase, catalog: ConnectorCatalog, runner: RunnerSettings, inProcess: Set<String> = [],
        outbound: OutboundTransport,
        mappings: [EgressMapping] = [], keyring: @escaping @Sendable (TenantID) async throws -> TenantKeyring,
        credential: @escaping @Sendable (TenantID, ConnectionID) async throws -> Secret?, renewal: Renewal? = nil, uploads: UploadReader,
        time: TimeSource = .wall,
        meter: @escaping @Sendable (OutboundCall) -> Void = { _ in }, ended: @escaping @Sendable (String, String) -> Void = { _, _ in },
        logger: Logger = Logger(label: "syncs")
    ) {
        self.database = database
        self.platform = platform
        self.catalog = catalog
        self.runner = runner
        self.inProcess = inProcess
        self.outbound = outbound
        self.mappings = mappings
        self.keyring = keyring
        self.credential = credential
        self.renewal = renewal
        self.uploads = uploads
        self.time = time
        self.meter = meter
        self.ended = ended
        self.logger = logger
    }
}

extension SyncEnvironment {
    /// How a worker starts that connector.
    func runner(of bundle: ConnectorBundle) -> RunnerSettings {
        var settings = runner
        if inProcess.contains(bundle.manifest.id) { settings.place = .inProcess }
        return settings
    }

    /// The renewal of one connection's credential.
    func renewal(_ tenant: TenantID, _ connection: ConnectionID) -> CredentialRenewal? {
        guard let renew = renewal else { return nil }
        return { refused in try await renew(tenant, connection, refused) }
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
