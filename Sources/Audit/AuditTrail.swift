import Core
package import Logging
package import Postgres
package import Web

/// The audit trail: who did what, when, with which outcome; append-only, one hash chain a tenant (`audit.append` in the database makes it).
///
/// A change is recorded before its answer goes out. Denials are gathered and written within a second, behind the answer, so that a flood of them costs
/// the server one statement a batch. What PostgreSQL does not take now is kept, in order and bounded, and tried again.
package actor AuditTrail: AuditSink {
    private let database: Database
    private let logger: Logger
    private var queue: AuditQueue
    private var isWriting = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    /// - Parameter capacity: events that may wait for a database that is away; the oldest denials go first when it is full.
    package init(database: Database, logger: Logger, capacity: Int = 10_000) {
        self.database = database
        self.logger = logger
        queue = AuditQueue(capacity: capacity)
    }

    /// Records an event. Returns when it is stored, or, for a denial and while the database is away, when it is queued.
    package func record(_ event: AuditEvent) async {
        let dropped = queue.add(event)
        if dropped > 0 { logger.error("audit events were dropped: the queue is full", metadata: ["dropped": "\(dropped)"]) }
        if event.outcome == .denied { return }
        await drain()
    }

    /// Writes what waits. Called by whoever comes first; the others wait for that.
    package func drain() async {
        if isWriting {
            await withCheckedContinuation { waiters.append($0) }
            return
        }
        isWriting = true
        while let batch = queue.next(most: 200) {
            let rest = await store(batch)
            guard rest.isEmpty else {
                queue.putBack(AuditQueue.Batch(tenant: batch.tenant, events: rest))
                break
            }
        }
        isWriting = false
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    /// Events that are not stored yet.
    package var backlog: Int { queue.count }

    /// Stores a batch; gives back what has to be tried again. An event that can never be stored (its tenant is gone) is dropped with a log line: it must
    /// not hold up the events of all others.
    private func store(_ batch: AuditQueue.Batch) async -> [AuditEvent] {
        do {
            try await append(batch.events, batch.tenant)
            return []
        } catch let error as PostgresError where Self.isFinal(error) && batch.events.count == 1 {
            logger.error("an audit event can not be stored and is dropped", metadata: ["error": "\(error)", "action": "\(batch.events[0].action)"])
            return []
        } catch let error as PostgresError where Self.isFinal(error) {
            for (index, event) in batch.events.enumerated() where await !store(AuditQueue.Batch(tenant: batch.tenant, events: [event])).isEmpty {
                return Array(batch.events[index...])
            }
            return []
        } catch {
            logger.warning("audit events can not be stored now", metadata: ["error": "\(error)", "waiting": "\(queue.count + batch.events.count)"])
            return batch.events
        }
    }

    private func append(_ events: [AuditEvent], _ tenant: TenantID) async throws {
        let rows = JSON.array(events.map(\.row))
        try await database.inTenant(tenant) { tx in
            _ = try await tx.query("SELECT audit.append(\(rows))")
        }
    }

    /// Wrong data (class 22) and broken constraints (class 23) stay wrong, however often they are tried.
    private static func isFinal(_ error: PostgresError) -> Bool { error.sqlState?.hasPrefix("22") == true || error.sqlState?.hasPrefix("23") == true }
}

extension AuditTrail {
    /// Writes what waits every `interval`, until the task is cancelled; then once more.
    package func run(every interval: Duration = .seconds(1)) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            await drain()
        }
        await drain()
    }
}
