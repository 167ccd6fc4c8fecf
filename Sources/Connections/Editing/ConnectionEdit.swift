import Core
import Postgres

/// The columns of a connection that become different.
struct ConnectionEdit: Sendable {
    private(set) var assignments: Query = ""

    mutating func set(name: String) { assignments = "\(assignments)name = \(name), " }

    mutating func set(config: JSON) { assignments = "\(assignments)config = \(config), " }

    mutating func set(sealedCredential: [UInt8]?) { assignments = "\(assignments)credential_sealed = \(sealedCredential), " }

    mutating func set(declared: Bool) { assignments = "\(assignments)declared = \(declared), " }

    /// With a state that runs, the connection is due at once.
    mutating func set(state: ConnectionState, reason: String?) {
        assignments = "\(assignments)state = \(state.rawValue), state_reason = \(reason), "
        if state == .active { assignments = "\(assignments)next_sync_at = now(), " }
    }

    /// The next time is no later than the new interval from now.
    /// - Parameter movesNext: `false` where the state was set active in the same edit, which has it due at once already.
    mutating func set(schedule: Schedule?, movesNext: Bool = true) {
        assignments = "\(assignments)schedule_seconds = \(schedule?.seconds), "
        guard movesNext, let schedule else { return }
        let next: Query = "LEAST(COALESCE(next_sync_at, now()), now() + make_interval(secs => \(Double(schedule.seconds))))"
        assignments = "\(assignments)next_sync_at = \(next), "
    }
}
