import Connections
import ConnectorHost
import Core
import Exchange
import Logging
import Outbound
import Postgres
import Sealing
import Syncs
import Telemetry

extension Slices {
    /// The sync engine on what the other slices hold: credentials, uploads and data keys.
    static func syncs(
        _ backbone: Backbone, _ catalog: ConnectorCatalog, _ connectors: ConnectorSettings,
        _ keyring: @escaping @Sendable (TenantID) async throws -> TenantKeyring, _ uploads: Uploads
    ) -> Syncs {
        let credentials = ConnectionCredentials(database: backbone.database, keyring: keyring)
        let metrics = backbone.metrics
        return Syncs(
            SyncEnvironment(
                database: backbone.database, platform: backbone.platform, catalog: catalog, runner: RunnerSettings(executable: connectors.runner),
                outbound: OutboundTransport(), mappings: mappings(catalog, connectors.baseURLs), keyring: keyring,
                credential: { try await credentials.credential($0, $1) },
                uploads: UploadReader(
                    find: { tenant, id in try await uploads.find(tenant, id).map { (size: $0.size, digest: $0.digest) } },
                    piece: { try await uploads.piece($0, $1, $2) }),
                meter: { call in
                    metrics.counter(
                        "outbound_requests_total", help: "Requests to platforms.",
                        labels: ["host": call.host, "status": call.status.map(String.init) ?? "none"]
                    ).increment()
                },
                ended: { connector, state in
                    metrics.counter("syncs_total", help: "Syncs that ended.", labels: ["connector": connector, "state": state]).increment()
                }))
    }

    /// What connections ask of syncs.
    static func syncing(_ syncs: Syncs) -> ConnectionSyncing {
        ConnectionSyncing(
            request: { tenant, connection, mode, since, until, user in
                try await syncs.request(tenant, connection, mode: requested(mode), since: since, until: until, by: user)
            },
            check: { tenant, connection in
                do {
                    let account = try await syncs.check(tenant, connection)
                    return .connected(accountID: account.id, accountName: account.name)
                } catch let error as ConnectorError {
                    return .failed(code: error.kind.rawValue, detail: error.message)
                } catch let fault as PluginFault {
                    return .failed(code: "plugin_fault", detail: fault.sentence)
                }
            },
            resetStreams: { try await syncs.resetStream($0, $1, $2) })
    }

    private static func requested(_ mode: SyncMode) -> SyncRequest.Mode {
        switch mode {
        case .incremental: .incremental
        case .full: .full
        case .backfill: .backfill
        }
    }

    /// Where the operator sends a connector's calls instead: the simulator serves each platform under a prefix, and what a host is bound to
    /// (`{shop}.myshopify.com`) as a part of the path.
    static func mappings(_ catalog: ConnectorCatalog, _ baseURLs: [String: String]) -> [EgressMapping] {
        catalog.bundles.flatMap { bundle -> [EgressMapping] in
            guard let base = baseURLs[bundle.manifest.id] else { return [] }
            return bundle.manifest.hosts.compactMap { host in
                guard case .name(let name) = host else { return nil }
                return EgressMapping(host: name, base: ([base] + host.settings.map { "{\($0)}" }).joined(separator: "/"))
            }
        }
    }
}
