import Core
import Web

/// Whether a connection runs, and if not, why.
enum ConnectionState: String, Sendable, CaseIterable {
    /// It is read as scheduled.
    case active
    /// A person stopped it.
    case paused
    /// The platform refuses its credential, or it has none yet.
    case reconnectNeeded = "reconnect_needed"
    /// Its connector broke down twice.
    case pluginFault = "plugin_fault"
    /// The platform refuses its settings, or something that they name is missing.
    case configError = "config_error"

    /// Whether new settings or a new credential may be what it waits for.
    var endsWithChange: Bool { self == .configError || self == .reconnectNeeded }
}

/// A tenant's connection to a platform. Its credential is not part of it: that only goes in.
struct Connection: Sendable {
    /// The sync that was asked for last.
    struct LastSync: Sendable {
        let id: SyncID
        let state: String
        let requestedAt: Instant
        let finishedAt: Instant?
    }

    /// Where its platform delivers by itself.
    struct Hook: Sendable {
        let createdAt: Instant
        let lastDeliveryAt: Instant?
        let lastDeliveryState: String?
    }

    let id: ConnectionID
    let connector: String
    let name: String
    let config: JSON
    let hasCredential: Bool
    let state: ConnectionState
    let stateReason: String?
    let schedule: Schedule?
    let nextSyncAt: Instant?
    let isDeclared: Bool
    let createdBy: UserID?
    let createdAt: Instant
    let updatedAt: Instant
    let lastSync: LastSync?
    let hook: Hook?
}

extension Schema where Value == Connection {
    static let connection = Schema.record(
        "Connection",
        field("id", \.id, .id(), "The connection's id."),
        field("connector", \.connector, .string(), "The connector that it is made of."),
        field("name", \.name, .string(), "Its name, the only one of its kind in the tenant."),
        field("config", \.config, .json, "Its settings, with the defaults of those that were left out."),
        field("has_credential", \.hasCredential, .boolean, "Whether a credential is stored. It is never shown."),
        field("state", \.state, .enumeration(), "Whether it runs."),
        field("state_reason", \.stateReason, .nullable(.string()), "Why it does not."),
        field("schedule", \.schedule, .nullable(.schedule), "How often it is read by itself; null for never."),
        field("next_sync_at", \.nextSyncAt, .nullable(.instant), "When it is due, as long as it is active."),
        field("declared", \.isDeclared, .boolean, "Whether a manifest declares it and may change it again."),
        field("created_by", \.createdBy, .nullable(.id()), "Who made it; null for a manifest or a key."),
        field("created_at", \.createdAt, .instant, "When it was made."),
        field("updated_at", \.updatedAt, .instant, "When it last changed."),
        field("last_sync", \.lastSync, .nullable(.lastSync), "The sync that was asked for last."),
        field("hook", \.hook, .nullable(.connectionHook), "Where its platform delivers by itself; null where there is no hook."))
}

extension Schema where Value == Connection.Hook {
    static let connectionHook = Schema.record(
        "ConnectionHook",
        field("created_at", \.createdAt, .instant, "When it was made."),
        field("last_delivery_at", \.lastDeliveryAt, .nullable(.instant), "When something last arrived that was signed as it should."),
        field(
            "last_delivery_state", \.lastDeliveryState, .nullable(.string()),
            "What became of that: queued, done, ignored (nothing that is kept) or dead (given up)."))
}

extension Schema where Value == Connection.LastSync {
    static let lastSync = Schema.record(
        "LastSync",
        field("id", \.id, .id(), "The sync's id."),
        field("state", \.state, .string(), "How it is, or how it ended."),
        field("requested_at", \.requestedAt, .instant, "When it was asked for."),
        field("finished_at", \.finishedAt, .nullable(.instant), "When it ended."))
}
