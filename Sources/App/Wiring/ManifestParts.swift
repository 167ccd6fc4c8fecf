import Connections
import Core
import Exchange
import Identity
import Sealing
import Tenants

extension Slices {
    /// Applies manifests: the tenant itself, then its users, then its connections with their files, all in one transaction.
    func applier(_ backbone: Backbone, secrets: SecretSource) -> ManifestApplier {
        ManifestApplier(
            database: backbone.database, platform: backbone.platform, keys: keys, parts: [usersPart, connectionsPart(secrets)])
    }

    private var usersPart: ManifestPart {
        let declared = identity.declaredUsers
        return ManifestPart { task, tx in
            let users = task.manifest.users.map { (email: $0.email, role: $0.role) }
            return try await declared.reconcile(users, task.keyring, tx).map {
                TenantChange($0.isNew ? .create : .change, "user \($0.email)", $0.detail)
            }
        }
    }

    private func connectionsPart(_ secrets: SecretSource) -> ManifestPart {
        let declared = DeclaredConnections(connectors: Connectors(catalog))
        let uploads = exchange.uploads
        return ManifestPart { task, tx in
            var wanted: [DeclaredConnection] = []
            for connection in task.manifest.connections {
                var upload = DeclaredConnection.Upload.none
                if let path = connection.upload { upload = .stored(try await uploads.store(file: path, in: tx).upload.id) }
                wanted.append(
                    DeclaredConnection(
                        connector: connection.connector, name: connection.name, config: connection.config,
                        secret: try Self.secret(connection, secrets),
                        scheduleSeconds: connection.scheduleSeconds, upload: upload))
            }
            return try await declared.reconcile(wanted, task.keyring, prunes: task.prunes, tx).map { change in
                TenantChange(Self.kind(change.kind), "connection \(change.name)", change.detail)
            }
        }
    }

    private static func kind(_ kind: DeclaredConnectionChange.Kind) -> TenantChange.Kind {
        switch kind {
        case .create: .create
        case .change: .change
        case .remove: .remove
        }
    }

    private static func secret(_ connection: ConnectionDeclaration, _ secrets: SecretSource) throws -> Secret? {
        guard let name = connection.secret else { return nil }
        guard let secret = try secrets.secret(named: name) else { throw MissingSecret(name: name, connection: connection.name) }
        return secret
    }
}

/// A manifest names a secret that is nowhere.
struct MissingSecret: Error, CustomStringConvertible {
    let name: String
    let connection: String

    var description: String {
        "The connection \"\(connection)\" needs the secret \(name). Set it in the environment or in the file that TACTICS_SECRETS_FILE names."
    }
}
