import ConnectorHost
package import Core
package import Postgres
package import Sealing

/// A connection that a manifest wants to be there; its name is its identity.
package struct DeclaredConnection: Sendable {
    /// The file that a manifest names for it.
    package enum Upload: Sendable, Hashable {
        case none
        /// It is stored.
        case stored(UploadID)
        /// It will be: a plan does not store it, and a new tenant has no place for it before it is made.
        case pending
    }

    package let connector: String
    package let name: String
    package let config: JSON
    /// `nil` leaves a credential that stands.
    package let secret: Secret?
    /// `nil` for the connector's own interval.
    package let scheduleSeconds: Int?
    package let upload: Upload

    package init(connector: String, name: String, config: JSON, secret: Secret?, scheduleSeconds: Int?, upload: Upload = .none) {
        self.connector = connector
        self.name = name
        self.config = config
        self.secret = secret
        self.scheduleSeconds = scheduleSeconds
        self.upload = upload
    }
}

/// What became (or would become) different.
package struct DeclaredConnectionChange: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case create, change, remove
    }

    package let kind: Kind
    /// The connection's name.
    package let name: String
    package let detail: String
}

/// Why declared connections can not be made: one sentence for each fault, with the connection's name and the place in its settings.
package struct DeclarationFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let sentences: [String]

    package var description: String { sentences.joined(separator: " ") }
}

/// The connections that a manifest declares: added where they are missing, changed where they differ. Applying twice writes nothing the second time.
package struct DeclaredConnections: Sendable {
    private let connectors: Connectors

    package init(connectors: Connectors) { self.connectors = connectors }

    /// - Parameter prunes: also remove connections that a manifest declared and that this one does not. One that owns data is paused instead, and
    ///   belongs to no manifest from then on.
    /// - Throws: `DeclarationFault` before anything is written, or for the tenant's quota.
    package func reconcile(
        _ declared: [DeclaredConnection], _ keyring: TenantKeyring, prunes: Bool, _ tx: borrowing TenantTransaction
    ) async throws -> [DeclaredConnectionChange] {
        let wanted = try await check(declared, tx)
        var changes: [DeclaredConnectionChange] = []
        if prunes { changes += try await prune(keeping: declared.map(\.name), tx) }
        for connection in wanted {
            if let standing = connection.standing {
                if let change = try await connection.update(standing, keyring, tx) { changes.append(change) }
            } else {
                changes.append(try await connection.insert(keyring, tx))
            }
        }
        if changes.contains(where: { $0.kind == .create }) {
            let usage = try await ConnectionStore.usage(tx)
            guard usage.count <= usage.most else {
                throw DeclarationFault(sentences: ["The plan allows \(usage.most) connections, and with this manifest there would be \(usage.count)."]
                )
            }
        }
        return changes
    }

    /// Everything that can be refused is, before the first row is written.
    private func check(_ declared: [DeclaredConnection], _ tx: borrowing TenantTransaction) async throws -> [WantedConnection] {
        var sentences: [String] = []
        var wanted: [WantedConnection] = []
        for connection in declared {
            let standing = try await StandingConnection.find(connection.name, tx)
            var faults: [Problem.Fault] = []
            let checked = WantedConnection(connection, standing, connectors, faults: &faults)
            if case .stored(let upload) = connection.upload, checked?.settings.upload == upload, try await !ConnectionStore.isComplete(upload, tx) {
                faults.append(ConnectionSettings.unknownUpload)
            }
            sentences += faults.map { "The connection \"\(connection.name)\" has a fault at \($0.pointer): \($0.detail)" }
            if let checked { wanted.append(checked) }
        }
        guard sentences.isEmpty else { throw DeclarationFault(sentences: sentences) }
        return wanted
    }

    private func prune(keeping names: [String], _ tx: borrowing TenantTransaction) async throws -> [DeclaredConnectionChange] {
        let rows = try await tx.query(
            """
            SELECT id, name
            FROM ingest.connections
            WHERE tenant_id = \(tx.tenant)
              AND declared
              AND name <> ALL (\(names))
            ORDER BY name
            FOR UPDATE
            """)
        var changes: [DeclaredConnectionChange] = []
        for row in rows {
            let (id, name) = try row.decode(ConnectionID.self, String.self)
            if let owned = try await OwnedData.summary(id, tx) {
                var edit = ConnectionEdit()
                edit.set(declared: false)
                edit.set(state: .paused, reason: "No manifest declares it any more.")
                try await ConnectionStore.update(id, edit, tx)
                changes.append(DeclaredConnectionChange(kind: .remove, name: name, detail: "paused, because it owns \(owned)"))
            } else {
                try await ConnectionStore.remove(id, tx)
                changes.append(DeclaredConnectionChange(kind: .remove, name: name, detail: "with its streams and syncs"))
            }
        }
        return changes
    }
}
