import Core
import Web

/// Events that wait for the database: in order within a tenant, bounded in all. A plain value: it decides, the trail acts.
struct AuditQueue {
    struct Batch {
        let tenant: TenantID
        let events: [AuditEvent]
    }

    let capacity: Int
    private var events: [AuditEvent] = []

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { events.count }

    /// Adds an event; says how many older ones had to go. Denials go before changes: a flood of refusals must not wash the trail of changes away.
    mutating func add(_ event: AuditEvent) -> Int {
        events.append(event)
        guard events.count > capacity else { return 0 }
        events.remove(at: events.firstIndex { $0.outcome == .denied } ?? 0)
        return 1
    }

    /// The next events of one tenant, oldest first: that of the oldest event of all.
    mutating func next(most: Int) -> Batch? {
        guard let tenant = events.first?.tenant else { return nil }
        var taken: [AuditEvent] = []
        events.removeAll { event in
            guard event.tenant == tenant, taken.count < most else { return false }
            taken.append(event)
            return true
        }
        return Batch(tenant: tenant, events: taken)
    }

    /// Puts a batch that was not stored back to the front.
    mutating func putBack(_ batch: Batch) { events.insert(contentsOf: batch.events, at: 0) }
}
