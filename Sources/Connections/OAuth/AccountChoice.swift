import ConnectorHost
import Core
import Postgres
import Sealing
import Web

/// Which of the accounts that a consent named a connection reads.
struct AccountChoice: Sendable {
    static let reason = "Choose which of the platform's accounts it reads."

    /// The settings with the account in them, where it is clear; `nil` where they stay.
    let config: JSON?
    /// The accounts that a person still has to choose from.
    let open: [String]

    /// One account is taken; where the settings name some already that are among those offered, they stay.
    init(_ connector: ConnectorManifest, _ oauth: OAuthDescription, _ config: JSON, offered: [String]) {
        guard let setting = oauth.accountSetting, connector.configSchema.propertyNames.contains(setting), !offered.isEmpty else {
            self.config = nil
            open = []
            return
        }
        let chosen = (config[setting]?.array ?? []).compactMap(\.string)
        if !chosen.isEmpty, chosen.allSatisfy(offered.contains) {
            self.config = nil
            open = []
        } else if offered.count == 1 {
            self.config = config.setting(setting, .array(offered.map { .string($0) }))
            open = []
        } else {
            self.config = nil
            open = offered
        }
    }
}

/// The accounts that a connection's consent named, and those that it reads.
struct OfferedAccounts: Sendable {
    let offered: [String]
    let chosen: [String]
}

/// The accounts that a connection shall read.
struct ChosenAccounts: Sendable {
    let accounts: [String]
}

extension Schema where Value == OfferedAccounts {
    static let offeredAccounts = Schema.record(
        "OfferedAccounts",
        field("offered", \.offered, .array(of: .string(), max: 10_000), "The accounts that the platform named when it was connected."),
        field("chosen", \.chosen, .array(of: .string(), max: 10_000), "Those that the connection reads."))
}

extension Schema where Value == ChosenAccounts {
    static let chosenAccounts = Schema.object(
        "ChosenAccounts",
        field("accounts", \.accounts, .array(of: .string(min: 1, max: 100), min: 1, max: 1_000), "Some of the accounts that are offered."),
        make: { ChosenAccounts(accounts: $0) })
}

/// Shows and takes the choice.
struct AccountChoosing: Sendable {
    let database: Database
    let connectors: Connectors
    let keyring: KeyringSource

    /// - Throws: `Problem.notFound`.
    func offered(_ id: ConnectionID, tenant: TenantID) async throws -> OfferedAccounts {
        let keys = try await keyring(tenant)
        return try await database.inTenant(tenant) { tx in
            guard let held = try await ConnectionStore.holdCredential(id, tx) else { throw Problem.notFound }
            return try accounts(held, id, keys).0
        }
    }

    /// - Throws: `Problem.notFound`, 409 `no_accounts`, 422 `unknown_account`.
    func choose(_ accounts: [String], for id: ConnectionID, tenant: TenantID) async throws -> Connection {
        let keys = try await keyring(tenant)
        return try await database.inTenant(tenant) { tx in
            guard let standing = try await ConnectionStore.lock(id, tx), let held = try await ConnectionStore.holdCredential(id, tx) else {
                throw Problem.notFound
            }
            let (offer, setting) = try self.accounts(held, id, keys)
            guard let setting, !offer.offered.isEmpty else {
                throw Problem.conflict("no_accounts", "The platform named no accounts to choose from.")
            }
            let faults = accounts.enumerated().filter { !offer.offered.contains($0.element) }.map {
                Problem.Fault(pointer: "/accounts/\($0.offset)", code: "unknown_account", detail: "This account was not offered.")
            }
            guard faults.isEmpty else { throw Problem.invalid(faults) }
            var edit = ConnectionEdit()
            edit.set(config: held.config.setting(setting, .array(accounts.map { .string($0) })))
            let next = StateRules.afterChange(standing.state, needsCredential: true, hasCredential: true)
            if let next { edit.set(state: next.0, reason: next.reason) }
            try await ConnectionStore.update(id, edit, tx)
            guard let changed = try await ConnectionStore.find(id, tx) else { throw Problem.notFound }
            return changed
        }
    }

    private func accounts(
        _ held: (connector: String, config: JSON, sealed: [UInt8]?), _ id: ConnectionID, _ keys: TenantKeyring
    ) throws -> (OfferedAccounts, setting: String?) {
        let setting = connectors.newest(held.connector).flatMap { OAuthDescription($0.auth) }?.accountSetting
        let offered = try held.sealed.map { TokenDocument(try keys.openText($0, in: Credential.place(id))).accounts } ?? []
        let chosen = setting.flatMap { held.config[$0]?.array }?.compactMap(\.string) ?? []
        return (OfferedAccounts(offered: offered, chosen: chosen), setting)
    }
}
