import Core

/// What a batch belongs to.
struct MergeScope: Sendable {
    let tenant: TenantID
    let connection: ConnectionID
    /// The platform of its records; for a connector whose ids mean something only within a connection, it names the connection too.
    let platform: String
    /// Whether a record may stand twice in the batch, so that the later one must be picked.
    var mayRepeat = true
}
