import Core
import Reactor
import Synchronization
import Testing

@testable import Postgres

/// A pool whose connections several reactors share.
struct ReactorShareTests {
    @Test func `Each reactor has its share of the connections, and all of them can be lent at once`() async throws {
        try await withKitDatabase { own in
            let reactors = Reactor.crew(3)
            let database = own.kit(poolSize: 4, reactors: reactors)
            let tenant = TenantID()

            // Shares of 2, 1 and 1: no transaction ends before all are open.
            let door = Door()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reactor in [reactors[0], reactors[0], reactors[1], reactors[2]] {
                    group.addTask(executorPreference: reactor) {
                        try await database.inTenant(tenant, .readOnly) { tx in
                            _ = try await tx.query("SELECT 1")
                            door.inside.add(1, ordering: .relaxed)
                            while door.inside.load(ordering: .relaxed) < 4 { try await Task.sleep(for: .milliseconds(1)) }
                        }
                    }
                }
                try await group.waitForAll()
            }

            let statistics = await database.statistics()
            #expect(statistics.limit == 4 && statistics.open == 4 && statistics.lent == 0)
            await database.close()
        }
    }

    @Test func `A task on a reactor stays there for its queries`() async throws {
        try await withKitDatabase { own in
            let reactors = Reactor.crew(2)
            let database = own.kit(poolSize: 4, reactors: reactors)

            for reactor in reactors {
                let stayed = try await Task(executorPreference: reactor) {
                    var stayed = reactor.isCurrent
                    for _ in 0..<10 {
                        _ = try await database.once(TenantID(), "SELECT 1")
                        stayed = stayed && reactor.isCurrent
                    }
                    return stayed
                }.value
                #expect(stayed)
            }

            #expect(await database.statistics().open == 2)
            await database.close()
        }
    }

    @Test func `More reactors than connections use as many as there are`() async throws {
        try await withKitDatabase { own in
            let reactors = Reactor.crew(3)
            let database = own.kit(poolSize: 1, reactors: reactors)

            let rows = try await Task(executorPreference: reactors[2]) { try await database.once(TenantID(), "SELECT 7") }.value

            #expect(try rows.first?.value(at: 0) == Int64(7))
            #expect(await database.statistics().limit == 1)
            await database.close()
        }
    }
}

/// Counts who came in.
private final class Door: Sendable {
    let inside = Atomic<Int>(0)
}
