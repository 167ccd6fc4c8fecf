import ConnectorHost
import Core
import Postgres
import Sealing
import Web

/// Makes, changes and removes connections.
struct ConnectionEditor: Sendable {
    let database: Database
    let connectors: Connectors
    let keyring: KeyringSource

    /// - Throws: `Problem` 422 with all faults, 409 `name_taken` or `quota_reached`.
    func make(_ input: ConnectionInput, tenant: TenantID, by user: UserID?) async throws -> Connection {
        guard let connector = connectors.newest(input.connector) else {
            throw Problem.invalid([.init(pointer: "/connector", code: "unknown_connector", detail: connectors.unknown(input.connector))])
        }
        var faults: [Problem.Fault] = []
        let settings = ConnectionSettings(input.config, connector, faults: &faults)
        if input.credential != nil, !connector.needsCredential { faults.append(Self.uselessCredential) }
        guard let settings, faults.isEmpty else { throw Problem.invalid(faults) }

        let id = ConnectionID()
        let sealed = try await seal(input.credential, for: id, tenant)
        let (state, reason) = StateRules.initial(needsCredential: connector.needsCredential, hasCredential: sealed != nil)
        let new = NewConnection(
            id: id, connector: connector.id, name: input.name, config: settings.config, sealed: sealed, state: state, reason: reason,
            schedule: input.schedule.isAbsent ? connector.defaultSchedule : input.schedule.value, isDeclared: false, createdBy: user)
        return try await database.inTenant(tenant) { tx in
            let usage = try await ConnectionStore.usage(tx)
            guard usage.count < usage.most else { throw Self.quotaReached(usage.most) }
            try await Self.require(settings.upload, tx)
            guard try await ConnectionStore.insert(new, tx) else { throw Self.nameTaken(new.name) }
            return try await Self.standing(id, tx)
        }
    }

    /// - Throws: `Problem.notFound`, 422 with all faults, or 409 `name_taken`.
    func change(_ id: ConnectionID, _ changes: ConnectionChanges, tenant: TenantID) async throws -> Connection {
        let sealed = try await seal(changes.credential.value, for: id, tenant)
        do {
            return try await database.inTenant(tenant) { tx in
                guard let standing = try await ConnectionStore.lock(id, tx) else { throw Problem.notFound }
                guard !changes.names.isEmpty else { return standing }
                let edit = try await edit(standing, changes, sealed, tx)
                try await ConnectionStore.update(id, edit, tx)
                return try await Self.standing(id, tx)
            }
        } catch let error as PostgresError where error.isUniqueViolation() {
            throw Self.nameTaken(changes.name.value ?? "")
        }
    }

    private func edit(
        _ standing: Connection, _ changes: ConnectionChanges, _ sealed: [UInt8]?, _ tx: borrowing TenantTransaction
    ) async throws -> ConnectionEdit {
        let connector = connectors.newest(standing.connector)
        var faults: [Problem.Fault] = []
        var edit = ConnectionEdit()
        if let config = changes.config.value {
            guard let connector else { throw Self.connectorMissing(standing.connector) }
            if let settings = ConnectionSettings(config, connector, faults: &faults) {
                try await Self.require(settings.upload, tx)
                edit.set(config: settings.config)
            }
        }
        if changes.credential.value != nil, connector?.needsCredential == false { faults.append(Self.uselessCredential) }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        if let name = changes.name.value { edit.set(name: name) }
        if !changes.credential.isAbsent { edit.set(sealedCredential: sealed) }
        var runsAgain = false
        if !changes.config.isAbsent || !changes.credential.isAbsent {
            let hasCredential = changes.credential.isAbsent ? standing.hasCredential : sealed != nil
            let next = StateRules.afterChange(standing.state, needsCredential: connector?.needsCredential ?? false, hasCredential: hasCredential)
            if let next { edit.set(state: next.0, reason: next.reason) }
            runsAgain = next?.0 == .active
        }
        if !changes.schedule.isAbsent { edit.set(schedule: changes.schedule.value, movesNext: !runsAgain) }
        return edit
    }

    /// Removes a connection with its streams and syncs, and what it owns only where that is asked for.
    /// - Throws: `Problem.notFound`, 409 `sync_running` or `owns_data`.
    func remove(_ id: ConnectionID, erasing: Bool, tenant: TenantID) async throws {
        try await database.inTenant(tenant) { tx in
            guard let standing = try await ConnectionStore.lock(id, tx) else { throw Problem.notFound }
            guard standing.lastSync?.state != "running" else {
                throw Problem.conflict("sync_running", "A sync of this connection is running. Cancel it first.")
            }
            if erasing {
                try await OwnedData.erase(id, tx)
            } else if let owned = try await OwnedData.summary(id, tx) {
                throw Problem.conflict(
                    "owns_data", "This connection owns \(owned). Pause it to keep them, or remove it with ?erase=true to remove them too.")
            }
            try await ConnectionStore.remove(id, tx)
        }
    }

    private func seal(_ credential: Secret?, for id: ConnectionID, _ tenant: TenantID) async throws -> [UInt8]? {
        guard let credential else { return nil }
        return try await keyring(tenant).seal(credential.reveal(), in: Credential.place(id))
    }

    private static func require(_ upload: UploadID?, _ tx: borrowing TenantTransaction) async throws {
        guard let upload else { return }
        guard try await ConnectionStore.isComplete(upload, tx) else { throw Problem.invalid([ConnectionSettings.unknownUpload]) }
    }

    private static func standing(_ id: ConnectionID, _ tx: borrowing TenantTransaction) async throws -> Connection {
        guard let connection = try await ConnectionStore.find(id, tx) else { throw Problem.notFound }
        return connection
    }

    static let uselessCredential = Problem.Fault(pointer: "/credential", code: "not_used", detail: "This connector needs no credential.")

    static func quotaReached(_ most: Int) -> Problem {
        .conflict("quota_reached", "The plan allows \(most) connections, and there are as many. Remove one or raise the quota.")
    }

    private static func nameTaken(_ name: String) -> Problem {
        .conflict("name_taken", "Another connection is named \"\(name)\".")
    }

    static func connectorMissing(_ id: String) -> Problem {
        .conflict("connector_missing", "The connector \"\(id)\" of this connection is not installed any more.")
    }
}
