import Reactor

/// One transaction on one connection. BEGIN and the settings travel with the first statement; a transaction without a statement costs nothing.
package actor TransactionSession {
    private enum Phase {
        case fresh, open, over
    }

    let connection: Connection
    nonisolated package var unownedExecutor: UnownedSerialExecutor { connection.unownedExecutor }
    private let mode: TransactionMode
    private let prologue: [Query]
    private var phase = Phase.fresh

    /// - Parameter settings: statements that make the transaction what it is (the tenant), run right after BEGIN.
    init(connection: Connection, mode: TransactionMode, settings: [Query]) {
        self.connection = connection
        self.mode = mode
        prologue = [mode.begin] + settings
    }

    /// Runs queries in one round trip.
    /// - Throws: `PostgresError`.
    func run(_ queries: [Query], within limit: Duration? = nil) async throws(PostgresError) -> [Rows] {
        guard !queries.isEmpty else { return [] }
        switch phase {
        case .over: throw PostgresError(.misuse, "the transaction is over")
        case .open: return try await connection.exchange(queries, within: limit).map { Rows(result: $0) }
        case .fresh:
            phase = .open
            return try await connection.exchange(prologue + queries, within: limit).dropFirst(prologue.count).map { Rows(result: $0) }
        }
    }

    /// Makes sure that the transaction has begun and hands over its connection, for COPY.
    func begun() async throws(PostgresError) -> Connection {
        if phase == .fresh { _ = try await run(["SELECT 1"]) }
        guard phase == .open else { throw PostgresError(.misuse, "the transaction is over") }
        return connection
    }

    /// Commits. The end of a transaction that could not write is not waited for: its answer is read before the connection's next one.
    /// - Throws: `PostgresError`; `.rolledBack` when a statement had failed and the failure was swallowed.
    func commit() async throws(PostgresError) {
        defer { phase = .over }
        guard phase == .open else { return }
        if mode == .readOnly { return try await connection.sendUnattended("COMMIT") }
        guard let answer = try await connection.exchange(["COMMIT"]).first, answer.tag == "COMMIT" else {
            throw PostgresError(.rolledBack, "the transaction was rolled back, because a statement in it had failed")
        }
    }

    /// Rolls back without waiting; a connection that can not is closed.
    func rollback() async {
        defer { phase = .over }
        guard phase == .open else { return }
        do { try await connection.sendUnattended("ROLLBACK") } catch { await connection.close() }
    }
}
