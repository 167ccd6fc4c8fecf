/// What a connection in pipeline mode is still to receive, in order. Decides what each arriving result means; knows nothing of libpq.
///
/// Results come strictly in the order of the commands, so an answer can only ever reach the command that it belongs to: the rule that keeps one
/// tenant's rows from another.
struct PipelineLedger {
    enum Expectation: Equatable {
        /// The answer to the query with this place in the present exchange.
        case answer(Int)
        /// The answer to the preparation of a statement.
        case preparation(sql: String)
        /// An answer that nobody waits for (COMMIT of a read, ROLLBACK, DEALLOCATE).
        case unattended
        /// The end of a batch; `ends` for that of the present exchange.
        case sync(ends: Bool)
    }

    enum Arrival: Equatable {
        case success
        case failure
        /// The command was skipped, because one before it in the batch had failed.
        case skipped
        case sync
    }

    enum Action: Equatable {
        case keep(Int)
        /// The query failed: its error belongs to the caller.
        case fail(Int)
        /// The preparation failed or was skipped: the statement is not there. `isError` when the error belongs to the caller.
        case unprepare(sql: String, isError: Bool)
        case ignore
        /// What nobody waited for has failed: the connection is in doubt.
        case doubt
        case finish
        /// The answer fits no expectation: the connection is in doubt.
        case violation
    }

    private var expected: [Expectation] = []
    private var head = 0

    var isEmpty: Bool { head == expected.count }

    mutating func expect(_ expectation: Expectation) { expected.append(expectation) }

    mutating func receive(_ arrival: Arrival) -> Action {
        guard head < expected.count else { return .violation }
        let expectation = expected[head]
        head += 1
        if isEmpty {
            expected.removeAll(keepingCapacity: true)
            head = 0
        }
        switch (expectation, arrival) {
        case (.sync(let ends), .sync): return ends ? .finish : .ignore
        case (.sync, _), (_, .sync): return .violation
        case (.answer(let index), .success): return .keep(index)
        case (.answer(let index), .failure): return .fail(index)
        case (.preparation, .success): return .ignore
        case (.preparation(let sql), let other): return .unprepare(sql: sql, isError: other == .failure)
        case (.unattended, .failure): return .doubt
        case (.answer, .skipped), (.unattended, _): return .ignore
        }
    }
}
