import CLibPQ

// libpq's pipeline calls with this kit's types. None of them waits.

extension LibPQHandle {
    func sendPrepare(_ name: String, _ query: Query) -> Bool {
        query.binds.withPointers { types, _ in PQsendPrepare(pointer, name, query.sql, Int32(query.binds.count), types) } == 1
    }

    func sendPrepared(_ name: String, _ binds: Binds) -> Bool {
        binds.withPointers { _, values in PQsendQueryPrepared(pointer, name, Int32(binds.count), values, nil, nil, 0) } == 1
    }

    func sendParameters(_ query: Query) -> Bool {
        query.binds.withPointers { types, values in
            PQsendQueryParams(pointer, query.sql, Int32(query.binds.count), types, values, nil, nil, 0)
        } == 1
    }

    /// The next result that has arrived; `nil` when more bytes are needed first.
    /// - Throws: `PostgresError` when libpq has nothing more to give although something is expected.
    func nextResult() throws(PostgresError) -> ResultHandle? {
        var separators = 0
        while PQisBusy(pointer) == 0 {
            if let result = PQgetResult(pointer) { return ResultHandle(result) }
            // One NULL stands between two commands' results; two in a row say that libpq waits for nothing.
            separators += 1
            if separators > 1 { throw PostgresError(.connectionLost, "the connection is out of step", detail: failure) }
        }
        return nil
    }
}

extension ResultHandle {
    var arrival: PipelineLedger.Arrival {
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .success
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_PIPELINE_ABORTED: .skipped
        default: .failure
        }
    }
}
