/// A transaction that is lent to a closure and can not be kept: `TenantTransaction` or `PlatformTransaction`.
///
/// All calls throw `PostgresError` for what the server refuses, `DatabaseUnavailable` when it is gone or late, `CancellationError` when the task is
/// cancelled.
package protocol SQLTransaction: ~Copyable, Sendable {
    var session: TransactionSession { get }
}

extension SQLTransaction where Self: ~Copyable {
    /// Runs one query and gives its rows.
    package func query(_ query: Query) async throws -> Rows {
        guard let rows = try await pipeline([query]).first else { throw PostgresError(.misuse, "the query gave no result") }
        return rows
    }

    /// Runs one statement and gives the number of rows that it touched.
    @discardableResult
    package func execute(_ statement: Query) async throws -> Int { try await query(statement).affected }

    /// The first row, `nil` when there is none.
    package func first(_ query: Query) async throws -> Row? { try await self.query(query).first }

    /// Runs several queries in one round trip; the first failure fails all.
    package func pipeline(_ queries: [Query]) async throws -> [Rows] {
        do { return try await session.run(queries) } catch { throw error.surfaced }
    }

    /// Runs one statement that may take longer (or must be done sooner) than the configuration says; for the server and for the client.
    package func query(_ query: Query, within limit: Duration) async throws -> Rows {
        let setting: Query = "SELECT set_config('statement_timeout', \(String(limit.milliseconds)), true)"
        do {
            guard let rows = try await session.run([setting, query], within: limit + Connection.grace).last else {
                throw PostgresError(.misuse, "the query gave no result")
            }
            return rows
        } catch let error as PostgresError { throw error.surfaced }
    }

    /// Runs the body in a savepoint: when it throws, what it did is undone, the transaction stays usable, and the error goes on.
    @discardableResult
    package func savepoint<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (borrowing Self) async throws -> Value
    ) async throws -> Value {
        try await execute("SAVEPOINT inner_part")
        do {
            let value = try await body(self)
            try await execute("RELEASE SAVEPOINT inner_part")
            return value
        } catch {
            _ = try? await pipeline(["ROLLBACK TO SAVEPOINT inner_part", "RELEASE SAVEPOINT inner_part"])
            throw error
        }
    }

    /// Reads a large result in pieces of `size` rows through a cursor, so that it is never in memory as a whole.
    package func forEachBatch(
        of query: Query, size: Int = 1_000, isolation: isolated (any Actor)? = #isolation, _ body: (Rows) async throws -> Void
    ) async throws {
        let fetch = Query(unchecked: "FETCH FORWARD \(size) FROM batches")
        try await execute("DECLARE batches NO SCROLL CURSOR FOR \(query)")
        while true {
            let rows = try await self.query(fetch)
            if !rows.isEmpty { try await body(rows) }
            if rows.count < size { break }
        }
        try await execute("CLOSE batches")
    }
}
