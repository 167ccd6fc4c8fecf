import ConnectorHost
import Core
import Postgres
import Sealing

/// A declared connection that passed all checks, and what stands in its place.
struct WantedConnection: Sendable {
    let declared: DeclaredConnection
    let connector: ConnectorManifest
    let settings: ConnectionSettings
    let schedule: Schedule?
    let standing: StandingConnection?
    /// Whether its file is still to come.
    let awaitsUpload: Bool

    /// `nil` where there is a fault.
    init?(_ declared: DeclaredConnection, _ standing: StandingConnection?, _ connectors: Connectors, faults: inout [Problem.Fault]) {
        guard let connector = connectors.newest(declared.connector) else {
            faults.append(.init(pointer: "/connector", code: "unknown_connector", detail: connectors.unknown(declared.connector)))
            return nil
        }
        let before = faults.count
        let settings = ConnectionSettings(
            Self.config(declared, standing), connector, awaitsUpload: declared.upload == .pending, faults: &faults)
        if let standing, standing.connector != connector.id {
            let detail = "A connection of this name is made of \(standing.connector), which can not be changed. Give it another name."
            faults.append(.init(pointer: "/connector", code: "other_connector", detail: detail))
        }
        if declared.upload != .none, !connector.takesUpload {
            faults.append(.init(pointer: "/upload", code: "not_used", detail: "This connector reads no uploaded file."))
        }
        if declared.secret != nil, !connector.needsCredential { faults.append(ConnectionEditor.uselessCredential) }
        let schedule = declared.scheduleSeconds.flatMap { Schedule(seconds: $0) }
        if declared.scheduleSeconds != nil, schedule == nil {
            faults.append(.init(pointer: "/schedule", code: "range", detail: "This must be from a minute to 366 days."))
        }
        guard let settings, faults.count == before else { return nil }
        self.declared = declared
        self.connector = connector
        self.settings = settings
        self.schedule = schedule ?? connector.defaultSchedule
        self.standing = standing
        awaitsUpload = declared.upload == .pending && settings.upload == nil
    }

    /// The declared settings with the file that they name: one that is still to come leaves the one that stands.
    private static func config(_ declared: DeclaredConnection, _ standing: StandingConnection?) -> JSON {
        guard declared.config.members != nil else { return declared.config }
        let upload: UploadID? =
            switch declared.upload {
            case .none: nil
            case .stored(let id): id
            case .pending: standing?.upload
            }
        return upload.map { declared.config.setting(ConnectionSettings.uploadSetting, .string($0.description)) } ?? declared.config
    }

    func insert(_ keyring: TenantKeyring, _ tx: borrowing TenantTransaction) async throws -> DeclaredConnectionChange {
        let id = ConnectionID()
        let sealed = try declared.secret.map { try keyring.seal($0.reveal(), in: Credential.place(id)) }
        let (state, reason) = StateRules.initial(
            needsCredential: connector.needsCredential, hasCredential: sealed != nil, awaitsUpload: awaitsUpload)
        let new = NewConnection(
            id: id, connector: connector.id, name: declared.name, config: settings.config, sealed: sealed, state: state, reason: reason,
            schedule: schedule, isDeclared: true, createdBy: nil)
        guard try await ConnectionStore.insert(new, tx) else {
            throw DeclarationFault(sentences: ["The connection \"\(declared.name)\" was made by somebody else just now. Try again."])
        }
        return DeclaredConnectionChange(kind: .create, name: declared.name, detail: [connector.id, reason].compactMap { $0 }.joined(separator: ": "))
    }

    /// `nil` where nothing differs; nothing is written then.
    func update(
        _ standing: StandingConnection, _ keyring: TenantKeyring, _ tx: borrowing TenantTransaction
    ) async throws -> DeclaredConnectionChange? {
        var edit = ConnectionEdit()
        var differences: [String] = []
        if !standing.isDeclared {
            edit.set(declared: true)
            differences.append("declared")
        }
        let hasNewConfig = try await !StandingConnection.has(settings.config, standing.id, tx)
        if hasNewConfig {
            edit.set(config: settings.config)
            differences.append("config")
        }
        let hasNewCredential = declared.secret.map { $0 != Self.open(standing, keyring) } ?? false
        if hasNewCredential, let secret = declared.secret {
            edit.set(sealedCredential: try keyring.seal(secret.reveal(), in: Credential.place(standing.id)))
            differences.append("credential")
        }
        var runsAgain = false
        if hasNewConfig || hasNewCredential {
            let next = StateRules.afterChange(
                standing.state, needsCredential: connector.needsCredential, hasCredential: hasNewCredential || standing.sealed != nil)
            if let next { edit.set(state: next.0, reason: next.reason) }
            runsAgain = next?.0 == .active
        }
        if schedule != standing.schedule {
            edit.set(schedule: schedule, movesNext: !runsAgain)
            differences.append("schedule")
        }
        guard !differences.isEmpty else { return nil }
        try await ConnectionStore.update(standing.id, edit, tx)
        return DeclaredConnectionChange(kind: .change, name: declared.name, detail: differences.joined(separator: ", "))
    }

    /// The credential that stands; `nil` also where no key of the tenant opens it, so that the declared one takes its place.
    private static func open(_ standing: StandingConnection, _ keyring: TenantKeyring) -> Secret? {
        standing.sealed.flatMap { try? keyring.openText($0, in: Credential.place(standing.id)) }
    }
}
