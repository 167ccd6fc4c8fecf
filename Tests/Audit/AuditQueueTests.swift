import Core
import Testing
import Web

@testable import Audit

@Suite struct AuditQueueTests {
    let tenants = (TenantID(), TenantID())

    func event(_ tenant: TenantID, _ action: String, _ outcome: AuditEvent.Outcome = .success) -> AuditEvent {
        AuditEvent(tenant: tenant, actor: "user:1", action: action, outcome: outcome)
    }

    @Test func `Events leave in batches of one tenant, oldest first`() {
        var queue = AuditQueue(capacity: 10)
        for event in [event(tenants.0, "a"), event(tenants.1, "b"), event(tenants.0, "c")] { _ = queue.add(event) }

        let first = queue.next(most: 10)
        let second = queue.next(most: 10)

        #expect(first?.events.map(\.action) == ["a", "c"])
        #expect(second?.events.map(\.action) == ["b"])
        let last = queue.next(most: 10)?.events
        #expect(last == nil)
    }

    @Test func `A batch that was not stored comes again before anything newer`() throws {
        var queue = AuditQueue(capacity: 10)
        _ = queue.add(event(tenants.0, "a"))
        let next = queue.next(most: 10)
        let batch = try #require(next)
        _ = queue.add(event(tenants.0, "b"))

        queue.putBack(batch)

        let last = queue.next(most: 10)?.events
        #expect(last?.map(\.action) == ["a", "b"])
    }

    @Test func `A full queue drops denials before changes`() {
        var queue = AuditQueue(capacity: 2)
        _ = queue.add(event(tenants.0, "change"))
        _ = queue.add(event(tenants.0, "denial", .denied))

        let dropped = queue.add(event(tenants.0, "second change"))

        #expect(dropped == 1)
        let last = queue.next(most: 10)?.events
        #expect(last?.map(\.action) == ["change", "second change"])
    }

    @Test func `An actor is taken apart into kind and id`() {
        var event = event(tenants.0, "a")
        event.actor = "key:0197"
        #expect(event.row["actor_kind"]?.string == "api_key")
        #expect(event.row["actor_id"]?.string == "0197")

        event.actor = "somebody"
        #expect(event.row["actor_kind"]?.string == "anonymous")
    }
}
