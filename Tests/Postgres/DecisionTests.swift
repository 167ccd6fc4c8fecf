import Testing

@testable import Postgres

struct PipelineLedgerTests {
    @Test func `Answers reach their queries in order, and the sync ends the exchange`() {
        var ledger = PipelineLedger()
        for expectation in [.preparation(sql: "a"), .answer(0), .answer(1), .sync(ends: true)] as [PipelineLedger.Expectation] {
            ledger.expect(expectation)
        }

        let actions = [.success, .success, .success, .sync].map { ledger.receive($0) }

        #expect(actions == [.ignore, .keep(0), .keep(1), .finish])
        #expect(ledger.isEmpty)
    }

    @Test func `After a failure the rest of the batch is skipped and the statement behind it is not prepared`() {
        var ledger = PipelineLedger()
        for expectation in [.answer(0), .preparation(sql: "b"), .answer(1), .sync(ends: true)] as [PipelineLedger.Expectation] {
            ledger.expect(expectation)
        }

        let actions = [.failure, .skipped, .skipped, .sync].map { ledger.receive($0) }

        #expect(actions == [.fail(0), .unprepare(sql: "b", isError: false), .ignore, .finish])
    }

    @Test func `What was left unattended comes before the next answers and does not end their exchange`() {
        var ledger = PipelineLedger()
        for expectation in [.unattended, .sync(ends: false), .answer(0), .sync(ends: true)] as [PipelineLedger.Expectation] {
            ledger.expect(expectation)
        }

        let actions = [.success, .sync, .success, .sync].map { ledger.receive($0) }

        #expect(actions == [.ignore, .ignore, .keep(0), .finish])
    }

    @Test func `A failure that nobody waits for is a doubt, and an answer too many a violation`() {
        var ledger = PipelineLedger()
        ledger.expect(.unattended)
        ledger.expect(.sync(ends: false))

        #expect(ledger.receive(.failure) == .doubt)
        #expect(ledger.receive(.success) == .violation)
        #expect(ledger.receive(.success) == .violation)
    }
}

struct StatementCacheTests {
    @Test func `A statement is prepared once and used from then on`() {
        var cache = StatementCache(capacity: 2)

        #expect(cache.decide("a") == .prepare(name: "s1", dropping: nil))
        #expect(cache.decide("a") == .use(name: "s1"))
    }

    @Test func `The least recently used goes first`() {
        var cache = StatementCache(capacity: 2)
        _ = cache.decide("a")
        _ = cache.decide("b")
        _ = cache.decide("a")

        #expect(cache.decide("c") == .prepare(name: "s3", dropping: "s2"))
        #expect(cache.decide("a") == .use(name: "s1"))
        #expect(cache.count == 2)
    }

    @Test func `A statement that failed is prepared anew under another name`() {
        var cache = StatementCache(capacity: 2)
        _ = cache.decide("a")

        cache.forget("a")

        #expect(cache.decide("a") == .prepare(name: "s2", dropping: nil))
    }
}

struct PoolStateTests {
    private typealias Pool = PoolState<String, Int>

    @Test func `Connections are opened up to the limit, then callers stand in line`() {
        var pool = Pool(limit: 2)

        #expect(isOpen(pool.acquire(1)))
        #expect(isOpen(pool.acquire(2)))
        guard case .wait = pool.acquire(3) else { return #expect(Bool(false)) }

        #expect(pool.count == 2)
        #expect(pool.waiting == 1)
    }

    @Test func `A connection that comes back goes to the first in line`() {
        var pool = Pool(limit: 1)
        _ = pool.acquire(1)
        _ = pool.acquire(2)
        _ = pool.acquire(3)

        guard case .give(let first, "a") = pool.release("a", at: .now), case .give(let second, "a") = pool.release("a", at: .now) else {
            return #expect(Bool(false))
        }

        #expect([first, second] == [2, 3])
    }

    @Test func `The room of a lost connection goes to the first in line`() {
        var pool = Pool(limit: 1)
        _ = pool.acquire(1)
        _ = pool.acquire(2)

        guard case .grantOpening(2) = pool.lose() else { return #expect(Bool(false)) }

        #expect(pool.count == 1)
        guard case .none = pool.lose() else { return #expect(Bool(false)) }
        #expect(pool.count == 0)
    }

    @Test func `A waiter that gave up gets nothing`() {
        var pool = Pool(limit: 1)
        _ = pool.acquire(1)
        _ = pool.acquire(2)

        pool.abandon(2)

        guard case .none = pool.release("a", at: .now) else { return #expect(Bool(false)) }
        #expect(pool.idleCount == 1)
    }

    @Test func `What is idle for too long is taken out, the warm ones stay`() {
        var pool = Pool(limit: 2)
        let start = ContinuousClock.now
        _ = pool.acquire(1)
        _ = pool.acquire(2)
        _ = pool.release("old", at: start)
        _ = pool.release("new", at: start + .seconds(50))

        #expect(pool.expire(idleSince: start + .seconds(10)) == ["old"])
        guard case .use("new") = pool.acquire(3) else { return #expect(Bool(false)) }
    }

    @Test func `A closed pool lends nothing and closes what comes back`() {
        var pool = Pool(limit: 1)
        _ = pool.acquire(1)
        _ = pool.acquire(2)

        #expect(pool.close().waiters == [2])

        guard case .closed = pool.acquire(3), case .close("a") = pool.release("a", at: .now) else { return #expect(Bool(false)) }
        #expect(pool.count == 0)
    }

    private func isOpen(_ acquisition: Pool.Acquisition) -> Bool {
        if case .open = acquisition { true } else { false }
    }
}

struct MigrationPlanTests {
    @Test func `New files are pending, known ones applied`() throws {
        let plan = MigrationPlan(files: [("0001_a", "x"), ("0002_b", "y")], recorded: ["0001_a": "x"])

        #expect(plan.applied == ["0001_a"])
        #expect(plan.pending == ["0002_b"])
        try plan.check()
    }

    @Test func `Changed, missing and late files are refused`() {
        let changed = MigrationPlan(files: [("0001_a", "z")], recorded: ["0001_a": "x"])
        let missing = MigrationPlan(files: [], recorded: ["0001_a": "x"])
        let late = MigrationPlan(files: [("0001_a", "x"), ("0002_b", "y")], recorded: ["0002_b": "y"])

        #expect(throws: MigrationError.changed(["0001_a"])) { try changed.check() }
        #expect(throws: MigrationError.missing(["0001_a"])) { try missing.check() }
        #expect(throws: MigrationError.outOfOrder(["0001_a"])) { try late.check() }
    }

    @Test func `A schema is current, behind or ahead`() {
        #expect(SchemaState(known: ["a"], applied: ["a"]) == .current)
        #expect(SchemaState(known: ["a", "b"], applied: ["a"]) == .behind(["b"]))
        #expect(SchemaState(known: ["a"], applied: ["a", "b"]) == .ahead(["b"]))
    }
}
