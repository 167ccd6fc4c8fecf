import ConnectorHost
import Core
import Postgres

/// Has a connector ask its platform whether a connection works.
struct ConnectionCheck: Sendable {
    private let environment: SyncEnvironment

    init(_ environment: SyncEnvironment) { self.environment = environment }

    func run(_ tenant: TenantID, _ connection: ConnectionID) async throws -> (id: String?, name: String?) {
        let row = try await environment.database.once(
            tenant, "SELECT connector, config FROM ingest.connections WHERE tenant_id = \(tenant) AND id = \(connection)"
        ).first
        guard let (connector, config) = try row?.decode(String.self, JSON.self) else { throw Problem.notFound }
        guard let bundle = environment.catalog.newest(connector) else {
            throw SyncFault(.config, "The connector \"\(connector)\" is not installed on this host.")
        }
        let requests = try HostRequests(
            environment, bundle.manifest, tenant: tenant, config: config, credential: try await environment.credential(tenant, connection),
            renewal: environment.renewal(tenant, connection), tally: CallTally())
        let settings = bundle.manifest.configSchema.withoutSecrets(config.setting("upload_id", nil))
        let answer = try await ConnectorSession.run(bundle, environment.runner) { session in
            try await session.check(settings, AskingHost(requests: requests, time: environment.time))
        }
        return (answer["account"]?["id"]?.string, answer["account"]?["name"]?.string)
    }
}

/// Lends requests only: there is nothing to store in a check.
private struct AskingHost: HostFunctions {
    let requests: HostRequests
    let time: TimeSource

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse { try await requests.perform(request, body: body) }
    func now() -> Instant { time.now }
}
