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
        _ keyring: @escaping @Sendable (TenantID) async throws -> TenantKeyring, _ uploads: Uploads, _ ways: WaysOut
    ) -> Syncs {
        let credentials = ConnectionCredentials(
            database: backbone.database, connectors: Connectors(catalog), keyring: keyring, oauth: ways.oauth)
        let metrics = backbone.metrics
        return Syncs(
            SyncEnvironment(
                database: backbone.database, platform: backbone.platform, catalog: catalog, runner: RunnerSettings(executable: connectors.runner),
                inProcess: connectors.inProcess,
                outbound: ways.transport, mappings: mappings(catalog, connectors.baseURLs), keyring: keyring,
                credential: { tenant, connection in try await asSyncs { try await credentials.credential(tenant, connection) } },
                renewal: { tenant, connection, refused in
                    try await asSyncs { try await credentials.credential(tenant, connection, refused: refused) }
                },
                uploads: UploadReader(
                    find: { tenant, id in try await uploads.find(tenant, id).map { (size: $0.size, digest: $0.digest) } },
                    piece: { try await uploads.piece($0, $1, $2) }),
                meter: ways.meter,
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
                } catch let fault as SyncFault {
                    return .failed(code: fault.kind.rawValue, detail: fault.message)
                }
            },
            resetStreams: { try await syncs.resetStream($0, $1, $2) })
    }

    /// What became of a credential, as syncs say it.
    private static func asSyncs(_ credential: () async throws -> Secret?) async throws -> Secret? {
        do { return try await credential() } catch let refused as CredentialRefused {
            throw SyncFault(.auth, refused.sentence)
        } catch let unavailable as CredentialUnavailable {
            throw SyncFault(.transient, unavailable.sentence)
        }
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
            bundle.manifest.hosts.compactMap { host in
                guard case .name(let name) = host, let base = baseURLs[bundle.manifest.id] ?? baseURLs[name] else { return nil }
                return EgressMapping(host: name, base: ([base] + host.settings.map { "{\($0)}" }).joined(separator: "/"))
            }
        }
    }
}
