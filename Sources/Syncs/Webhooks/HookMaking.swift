import ConnectorHost
import Core
import Postgres
import Sealing

/// Makes the hooks of connections, for the API as for the console.
struct HookMaking: Sendable {
    let environment: SyncEnvironment
    /// How platforms reach this server, without a slash at its end.
    let publicURL: String

    /// Whether the connector's platform sends something that this host can verify.
    func takes(_ connector: String) -> Bool {
        environment.catalog.newest(connector)?.manifest.webhooks.contains { $0.scheme != nil } ?? false
    }

    /// Makes a connection's hook, or gives it a new address.
    /// - Parameter secret: what the platform signs with; `nil` leaves what was given before, else what the connection's credential says.
    /// - Throws: `Problem`: 404; 409 `no_webhooks` for a connector whose platform sends nothing that this host can verify.
    func make(_ tenant: TenantID, _ connection: ConnectionID, secret: Secret?) async throws -> Hook {
        let token = HookToken(tenant: tenant)
        let sealed = try await secret.asyncMap { secret in
            try await environment.keyring(tenant).seal(secret.reveal(), in: HookStore.place(connection))
        }
        try await environment.database.inTenant(tenant) { tx in
            let connector = try await HookStore.connector(connection, tx)
            guard takes(connector) else { throw Problem.conflict("no_webhooks", "The connector \"\(connector)\" takes no webhooks.") }
            try await HookStore.put(connection, hash: token.hash, secret: sealed, tx)
        }
        let path = Self.path(connection, token.text)
        return Hook(path: path, url: publicURL + path)
    }

    /// A hook's address as far as it is no secret. Of the secret a hash is stored, so that nobody can read it again.
    func shownAddress(_ tenant: TenantID, _ connection: ConnectionID) -> String {
        publicURL + Self.path(connection, HookToken.shown(tenant))
    }

    private static func path(_ connection: ConnectionID, _ token: String) -> String { "/api/v1/hooks/\(connection)/\(token)" }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async throws -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
