import CLibPQ
import Reactor

extension Connection {
    /// Sends all queries in one batch with one flush and gives back one result for each, when all succeeded. Without a BEGIN among them or before
    /// them, the server runs the batch as one transaction (PostgreSQL manual, 55.2.4 Pipelining).
    /// - Throws: `PostgresError`: the first failure. Except for the kinds `.server` and `.invalidBind` the connection is closed then.
    func exchange(_ queries: [Query], within limit: Duration? = nil) async throws(PostgresError) -> [ResultHandle] {
        for query in queries { try check(query) }
        let handle = try begin()
        defer { isBusy = false }
        do throws(PostgresError) {
            let deadline = ContinuousClock.now + (limit ?? configuration.statementTimeout + Self.grace)
            for (index, query) in queries.enumerated() { try send(query, .answer(index), handle) }
            try endBatch(ends: true, handle)
            try await flush(handle, until: deadline)
            return try await collect(queries.count, handle, until: deadline)
        } catch {
            if error.kind != .server || error.isStalePlan { close() }
            throw error
        }
    }

    /// Sends a statement whose answer nobody waits for; it is read before the next exchange's own. A failure of it closes the connection there.
    func sendUnattended(_ query: Query) async throws(PostgresError) {
        let handle = try begin()
        defer { isBusy = false }
        do throws(PostgresError) {
            try send(query, .unattended, handle)
            try endBatch(ends: false, handle)
            try await flush(handle, until: .now + Self.grace)
        } catch {
            close()
            throw error
        }
    }

    func begin() throws(PostgresError) -> LibPQHandle {
        guard let handle else { throw Self.closed }
        guard !isBusy else { throw PostgresError(.misuse, "one connection carries one statement at a time") }
        isBusy = true
        return handle
    }

    func end() { isBusy = false }

    private func check(_ query: Query) throws(PostgresError) {
        guard let bind = query.binds.withNUL else { return }
        throw PostgresError(.invalidBind, "bind $\(bind) holds U+0000, which PostgreSQL can not store")
    }

    private func send(_ query: Query, _ expectation: PipelineLedger.Expectation, _ handle: LibPQHandle) throws(PostgresError) {
        guard configuration.usePreparedStatements else {
            try require(handle.sendParameters(query), handle)
            return ledger.expect(expectation)
        }
        switch statements.decide(query.sql) {
        case .use(let name):
            try require(handle.sendPrepared(name, query.binds), handle)
        case .prepare(let name, let dropped):
            if let dropped {
                try require(handle.sendParameters(Query(unchecked: "DEALLOCATE \(dropped)")), handle)
                ledger.expect(.unattended)
            }
            try require(handle.sendPrepare(name, query), handle)
            ledger.expect(.preparation(sql: query.sql))
            try require(handle.sendPrepared(name, query.binds), handle)
        }
        ledger.expect(expectation)
    }

    private func endBatch(ends: Bool, _ handle: LibPQHandle) throws(PostgresError) {
        try require(PQpipelineSync(handle.pointer) == 1, handle)
        ledger.expect(.sync(ends: ends))
    }

    private func require(_ success: Bool, _ handle: LibPQHandle) throws(PostgresError) {
        guard success else { throw PostgresError(.connectionLost, "the connection was lost", detail: handle.failure) }
    }

    /// Reads until the end of the present exchange.
    private func collect(_ count: Int, _ handle: LibPQHandle, until deadline: ContinuousClock.Instant) async throws(PostgresError) -> [ResultHandle] {
        var results: [ResultHandle] = []
        results.reserveCapacity(count)
        var failure: PostgresError?
        while true {
            // First what libpq holds already: a long send takes answers in.
            while let arrived = try handle.nextResult() {
                let action = ledger.receive(arrived.arrival)
                switch action {
                case .keep: results.append(arrived)
                case .ignore: break
                case .fail: failure = failure ?? PostgresError(result: arrived.pointer)
                case .unprepare(let sql, let isError):
                    statements.forget(sql)
                    if isError { failure = failure ?? PostgresError(result: arrived.pointer) }
                case .doubt, .violation: throw PostgresError(.connectionLost, "the connection is out of step", detail: "\(action)")
                case .finish:
                    if let failure { throw failure }
                    return results
                }
                // A result that libpq made itself, of a connection that broke.
                if failure?.kind == .connectionLost, let failure { throw failure }
            }
            try await receive(handle, until: deadline)
        }
    }

    /// Reads the answers that nobody has waited for.
    func settleUnattended(_ handle: LibPQHandle) async throws(PostgresError) {
        while !ledger.isEmpty {
            while !ledger.isEmpty, let arrived = try handle.nextResult() {
                guard ledger.receive(arrived.arrival) == .ignore else { throw PostgresError(.connectionLost, "the connection is out of step") }
            }
            if !ledger.isEmpty { try await receive(handle, until: .now + configuration.statementTimeout + Self.grace) }
        }
    }

    /// Waits for bytes and takes them in.
    func receive(_ handle: LibPQHandle, until deadline: ContinuousClock.Instant?) async throws(PostgresError) {
        try await wait(for: .readable, until: deadline)
        try require(PQconsumeInput(handle.pointer) == 1, handle)
    }

    /// Sends what is still to send; takes in what comes meanwhile, so that neither side waits for the other.
    func flush(_ handle: LibPQHandle, until deadline: ContinuousClock.Instant) async throws(PostgresError) {
        while true {
            let state = PQflush(handle.pointer)
            if state == 0 { return }
            try require(state == 1, handle)
            try await wait(for: [.readable, .writable], until: deadline)
            try require(PQconsumeInput(handle.pointer) == 1, handle)
        }
    }
}
