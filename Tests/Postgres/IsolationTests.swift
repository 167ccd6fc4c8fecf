import Core
import Reactor
import Synchronization
import Testing

@testable import Postgres

/// The case of 20 March 2023 (openai.com/index/march-20-chatgpt-outage): a reply left in a pooled connection is read by its next user. Here many
/// tenants share few connections, are cancelled at random points, and each asks for its own random value.
struct IsolationTests {
    @Test(arguments: [1, 2]) func `Ten thousand interleaved transactions with random cancellation mix nothing up`(threads: Int) async throws {
        try await withKitDatabase { own in
            let reactors = Reactor.crew(threads)
            let database = own.kit(poolSize: 4, reactors: reactors) { $0.acquireTimeout = .seconds(60) }
            let tenants = (0..<16).map { _ in TenantID() }
            let tally = Tally()

            await withTaskGroup(of: Void.self) { group in
                for number in 0..<64 {
                    let reactor = threads > 1 ? reactors[number % threads] : nil
                    group.addTask {
                        for _ in 0..<157 { await oneTransaction(of: tenants.randomElement() ?? TenantID(), on: database, reactor, tally) }
                    }
                }
            }

            #expect(tally.mismatches == 0)
            #expect(tally.failures == [])
            #expect(tally.done + tally.cancelled == 64 * 157)
            #expect(tally.done > 5_000 && tally.cancelled > 100)
            let statistics = await database.statistics()
            #expect(statistics.lent == 0 && statistics.waiting == 0 && statistics.open <= 4)
            await database.close()
        }
    }

    private func oneTransaction(of tenant: TenantID, on database: Database, _ reactor: Reactor?, _ tally: Tally) async {
        let isCancelled = Int.random(in: 0..<10) == 0
        let task = Task(executorPreference: reactor) { try await ask(tenant, database) }
        if isCancelled {
            for _ in 0..<Int.random(in: 0..<30) { await Task.yield() }
            task.cancel()
        }
        do {
            tally.count(isRight: try await task.value)
        } catch is CancellationError {
            tally.countCancelled()
        } catch {
            tally.note("\(error)")
        }
    }

    /// Asks in one of four ways for a random value and for the tenant; true when both are its own.
    private func ask(_ tenant: TenantID, _ database: Database) async throws -> Bool {
        let value = Int64.random(in: .min ... .max)
        let question: Query = "SELECT \(value), current_setting('tactics.tenant_id')"
        let rows: Rows
        switch Int.random(in: 0..<4) {
        case 0: rows = try await database.once(tenant, question)
        case 1: rows = try await database.inTenant(tenant, .readOnly) { tx in try await tx.query(question) }
        case 2:
            rows = try await database.inTenant(tenant) { tx in
                try await tx.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), \(value))")
                return try await tx.query("SELECT id, tenant_id FROM kit.notes WHERE id = \(value)")
            }
        default:
            _ = try? await database.once(tenant, "SELECT 1 / \(Int.random(in: 0...1))")
            rows = try await database.inTenant(tenant, .readOnly) { tx in
                _ = try await tx.query("SELECT repeat('x', \(Int32.random(in: 1...100_000)))")
                return try await tx.query(question)
            }
        }
        return try rows.count == 1 && rows[0].decode(Int64.self, TenantID.self) == (value, tenant)
    }
}

private final class Tally: Sendable {
    private let state = Mutex((done: 0, mismatches: 0, cancelled: 0, failures: [String]()))

    var done: Int { state.withLock { $0.done } }
    var mismatches: Int { state.withLock { $0.mismatches } }
    var cancelled: Int { state.withLock { $0.cancelled } }
    var failures: [String] { state.withLock { $0.failures } }

    func count(isRight: Bool) {
        state.withLock {
            $0.done += 1
            if !isRight { $0.mismatches += 1 }
        }
    }

    func countCancelled() { state.withLock { $0.cancelled += 1 } }

    func note(_ failure: String) { state.withLock { $0.failures.append(failure) } }
}
