import Core

/// What callers have changed in one simulated business: it stands over what the business says.
struct SnapchatState: Sendable {
    /// `ACTIVE` or `PAUSED` by the object's id.
    var statuses: [String: String] = [:]
    /// Micros by the object's id.
    var budgets: [String: Int64] = [:]
    var bids: [String: Int64] = [:]
    /// Events that were taken: a repetition of an id is dropped.
    private(set) var events: [SnapchatEvent] = []
    private var known: Set<String> = []

    mutating func record(_ event: SnapchatEvent) {
        guard event.id.isEmpty || known.insert("\(event.name) \(event.id)").inserted else { return }
        events.append(event)
    }
}

/// An event that a caller uploaded.
struct SnapchatEvent: Sendable, Hashable {
    let name: String
    let id: String
    let time: Int64
    /// Micros.
    let value: Int64
    let currency: String?
    let click: String?
}
