/// Lends transactions out of a pool and ends them: commits when the body returns, rolls back when it throws. After a doubt, a deadline or a
/// cancellation the connection is closed instead; it never reaches another caller with something left in it.
struct TransactionLender: Sendable {
    let pool: ConnectionPool

    func withSession<Value>(
        _ mode: TransactionMode, settings: [Query], isolation: isolated (any Actor)? = #isolation, _ body: (TransactionSession) async throws -> Value
    ) async throws -> Value {
        let session = try await begin(mode, settings)
        do {
            let value = try await body(session)
            try await commit(session)
            return value
        } catch {
            await giveUp(session)
            throw error
        }
    }

    private func begin(_ mode: TransactionMode, _ settings: [Query]) async throws -> TransactionSession {
        do {
            return TransactionSession(connection: try await pool.acquire().connection, mode: mode, settings: settings)
        } catch { throw error.surfaced }
    }

    private func commit(_ session: TransactionSession) async throws {
        do { try await session.commit() } catch { throw error.surfaced }
        await pool.release(session.connection)
    }

    private func giveUp(_ session: TransactionSession) async {
        if Task.isCancelled { return await pool.discard(session.connection) }
        await session.rollback()
        await pool.release(session.connection)
    }
}
