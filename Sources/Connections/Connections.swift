package import ConnectorHost
package import Core
package import Postgres
package import Sealing
package import Web

/// The connectors that there are, and a tenant's connections to platforms: what they are set to, what opens them, and whether they run.
package struct Connections: Sendable {
    let database: Database
    let connectors: Connectors
    let keyring: KeyringSource
    private let syncing: ConnectionSyncing
    let oauth: OAuthSettings?

    /// - Parameters:
    ///   - catalog: the connectors that a connection can be made of.
    ///   - syncing: what reads the platforms.
    ///   - oauth: the operator's applications on the platforms; `nil` where credentials are stored by hand alone.
    package init(
        database: Database, catalog: ConnectorCatalog, keyring: @escaping KeyringSource, syncing: ConnectionSyncing, oauth: OAuthSettings? = nil
    ) {
        self.init(database: database, connectors: Connectors(catalog), keyring: keyring, syncing: syncing, oauth: oauth)
    }

    package init(
        database: Database, connectors: Connectors, keyring: @escaping KeyringSource, syncing: ConnectionSyncing, oauth: OAuthSettings? = nil
    ) {
        self.database = database
        self.connectors = connectors
        self.keyring = keyring
        self.syncing = syncing
        self.oauth = oauth
    }

    package var endpoints: [Endpoint] {
        let editor = ConnectionEditor(database: database, connectors: connectors, keyring: keyring)
        return ConnectorRoutes(connectors: connectors).endpoints
            + ConnectionRoutes(database: database, editor: editor).endpoints
            + ConnectionActionRoutes(database: database, connectors: connectors, syncing: syncing).endpoints
            + ConnectionRecordRoutes(database: database, connectors: connectors).endpoints
            + (oauth.map { ConsentRoutes(database: database, connectors: connectors, keyring: keyring, settings: $0).endpoints } ?? [])
    }
}

/// Where the credential of a connection stands sealed.
enum Credential {
    static func place(_ connection: ConnectionID) -> FieldPlace {
        FieldPlace(table: "ingest.connections", column: "credential", row: connection)
    }
}

extension Access where Self == Permission {
    /// May see connectors and connections, never credentials.
    static var connectionsRead: Permission { Permission("connections:read") }
    /// May make, change, check and remove connections.
    static var connectionsWrite: Permission { Permission("connections:write") }
    /// May have connections read their platforms.
    static var syncsRun: Permission { Permission("syncs:run") }
}
