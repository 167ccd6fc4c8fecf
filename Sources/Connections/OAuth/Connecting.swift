import ConnectorHost
package import Core
import Postgres
import Sealing
import Web

/// Connecting by consent, for pages: which platforms can be connected so, and how it begins.
package struct Connecting: Sendable {
    /// A platform with a consent screen and an application of the operator.
    package struct Platform: Sendable, Hashable {
        /// The connector's id.
        package let connector: String
        package let name: String
        /// What has to be known before the screen can be opened.
        package let setting: Setting?
    }

    /// A setting that a person has to give: its title and what is meant by it.
    package struct Setting: Sendable, Hashable {
        package let title: String
        package let hint: String?
        fileprivate let name: String
    }

    private let connectors: Connectors
    private let editor: ConnectionEditor
    private let consent: Consent
    private let choosing: AccountChoosing

    init(_ connectors: Connectors, _ editor: ConnectionEditor, _ consent: Consent, _ choosing: AccountChoosing) {
        self.connectors = connectors
        self.editor = editor
        self.consent = consent
        self.choosing = choosing
    }

    /// Those that need one setting at most; the others are connected through the API.
    package var platforms: [Platform] {
        connectors.newest.compactMap { connector in
            guard OAuthDescription(connector.auth) != nil, consent.settings.clients[connector.id] != nil else { return nil }
            let needed = Self.needed(connector)
            guard needed.count <= 1 else { return nil }
            return Platform(connector: connector.id, name: connector.name, setting: needed.first)
        }
    }

    /// Makes a connection that waits for a consent.
    /// - Parameter setting: the value of the platform's setting.
    /// - Throws: `Problem` 422 with all faults, 409 `name_taken` or `quota_reached`.
    package func make(
        _ connector: String, name: String, setting: String?, tenant: TenantID, by user: UserID?
    ) async throws -> ConnectionID {
        guard let platform = platforms.first(where: { $0.connector == connector }) else {
            throw Problem.invalid([.init(pointer: "/connector", code: "unknown_connector", detail: "This can not be connected here.")])
        }
        var config = JSON.object([])
        if let needed = platform.setting { config = config.setting(needed.name, .string(setting ?? "")) }
        let input = ConnectionInput(connector: connector, name: name, config: config, credential: nil, schedule: .absent)
        return try await editor.make(input, tenant: tenant, by: user).id
    }

    /// Begins a consent for a connection.
    /// - Throws: `Problem.notFound`, 409 `no_consent`, `no_client`, `settings_missing`.
    package func begin(_ connection: ConnectionID, tenant: TenantID, by subject: String) async throws -> ConsentAddress {
        try await consent.begin(connection, tenant: tenant, by: subject)
    }

    /// The accounts that a connection's consent named, while none of them is chosen yet.
    /// - Throws: `Problem.notFound`.
    package func offered(_ connection: ConnectionID, tenant: TenantID) async throws -> [String] {
        let accounts = try await choosing.offered(connection, tenant: tenant)
        return accounts.chosen.isEmpty ? accounts.offered : []
    }

    /// - Throws: `Problem.notFound`, 409 `no_accounts`, 422 `unknown_account`.
    package func choose(_ accounts: [String], for connection: ConnectionID, tenant: TenantID) async throws {
        _ = try await choosing.choose(accounts, for: connection, tenant: tenant)
    }

    private static func needed(_ connector: ConnectorManifest) -> [Setting] {
        let schema = connector.configSchema.document
        let secrets = connector.configSchema.secretNames
        return (schema["required"]?.array ?? []).compactMap(\.string).filter { !secrets.contains($0) }.map { name in
            let property = schema["properties"]?[name]
            return Setting(title: property?["title"]?.string ?? name, hint: property?["description"]?.string, name: name)
        }
    }
}

extension Connections {
    /// `nil` where credentials are stored by hand alone.
    package var connecting: Connecting? {
        oauth.map { oauth in
            Connecting(
                connectors, ConnectionEditor(database: database, connectors: connectors, keyring: keyring),
                Consent(database: database, connectors: connectors, keyring: keyring, settings: oauth),
                AccountChoosing(database: database, connectors: connectors, keyring: keyring))
        }
    }
}
