import Core

/// What to do with a refresh token that is shown: a plain decision over what stands of it (RFC 9700, 4.14.2).
enum RefreshDecision: Sendable, Equatable {
    /// Exchange it for a new one.
    case exchange
    /// It was exchanged a moment ago and the answer may have been lost: give the same successor again.
    case repeatSuccessor
    /// It was used before: someone has a copy. The whole family ends.
    case revokeFamily
    case refuse

    /// How long a lost answer may be asked for again.
    static let grace = Duration.seconds(10)

    init(_ row: RefreshRow?, now: Instant) {
        guard let row, row.isSessionOpen else {
            self = .refuse
            return
        }
        if let usedAt = row.usedAt {
            self = row.successorSealed != nil && now - usedAt <= Self.grace ? .repeatSuccessor : .revokeFamily
        } else {
            self = row.isCurrent ? .exchange : .refuse
        }
    }
}
