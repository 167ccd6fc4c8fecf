import CLibPQ
import Reactor

// COPY is not allowed in pipeline mode (libpq manual, 34.5.1): the connection leaves it for the while. Each step has its own deadline, as a COPY may
// last.

extension Connection {
    func startCopy(_ statement: Query, _ expected: ExecStatusType) async throws(PostgresError) {
        let handle = try begin()
        do throws(PostgresError) {
            try await leavePipeline(handle)
            guard PQsendQuery(handle.pointer, statement.sql) == 1 else { throw lost(handle) }
            try await flush(handle, until: stepDeadline)
            let result = try await nextPlainResult(handle)
            guard let result, result.status == expected else {
                let failure = result.map { PostgresError(result: $0.pointer) } ?? lost(handle)
                try await returnToPipeline(handle)
                throw failure
            }
        } catch {
            end()
            if error.kind != .server { close() }
            throw error
        }
    }

    func putCopyData(_ bytes: [UInt8]) async throws(PostgresError) {
        guard let handle else { throw Self.closed }
        do throws(PostgresError) {
            var start = 0
            while start < bytes.count {
                let end = min(start + Self.copyPiece, bytes.count)
                let sent = bytes.withUnsafeBytes { all in
                    PQputCopyData(handle.pointer, all.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self), Int32(end - start))
                }
                guard sent >= 0 else { throw lost(handle) }
                if sent == 1 { start = end }
                try await flush(handle, until: stepDeadline)
            }
        } catch {
            close()
            throw error
        }
    }

    /// One row of a COPY out; `nil` at its end.
    func nextCopyData() async throws(PostgresError) -> [UInt8]? {
        guard let handle else { throw Self.closed }
        var text: UnsafeMutablePointer<CChar>?
        while true {
            let length = PQgetCopyData(handle.pointer, &text, 1)
            if length > 0, let text {
                defer { PQfreemem(text) }
                return [UInt8](UnsafeRawBufferPointer(start: text, count: Int(length)))
            }
            if length < 0 { return nil }
            do throws(PostgresError) {
                try await receive(handle, until: stepDeadline)
            } catch {
                close()
                throw error
            }
        }
    }

    /// Ends a COPY of either direction and gives the number of rows.
    func finishCopy() async throws(PostgresError) -> Int {
        guard let handle else { throw Self.closed }
        defer { end() }
        do throws(PostgresError) {
            while true {
                let ended = PQputCopyEnd(handle.pointer, nil)
                // -1 also says that no COPY in is under way: then it was a COPY out that was read to its end, or has failed.
                if ended != 0 { break }
                try await flush(handle, until: stepDeadline)
            }
            try await flush(handle, until: stepDeadline)
            var affected = 0
            var failure: PostgresError?
            while let result = try await nextPlainResult(handle) {
                switch result.status {
                case PGRES_COMMAND_OK: affected = Rows(result: result).affected
                case PGRES_COPY_OUT: throw PostgresError(.misuse, "a COPY out was not read to its end")
                default: failure = failure ?? PostgresError(result: result.pointer)
                }
            }
            try await returnToPipeline(handle)
            if let failure { throw failure }
            return affected
        } catch {
            if error.kind != .server { close() }
            throw error
        }
    }

    /// Breaks a COPY off. A COPY in is told to fail, any other connection is closed.
    func failCopy() async {
        guard let handle else { return }
        defer { end() }
        guard PQputCopyEnd(handle.pointer, "given up") == 1 else { return close() }
        do throws(PostgresError) {
            try await flush(handle, until: stepDeadline)
            while try await nextPlainResult(handle) != nil {}
            try await returnToPipeline(handle)
        } catch {
            close()
        }
    }

    // MARK: Outside pipeline mode

    /// Runs the text of a file, which may hold many statements, by the simple protocol.
    /// - Throws: `PostgresError`: the first failure.
    func runScript(_ text: String, within limit: Duration) async throws(PostgresError) {
        let handle = try begin()
        defer { end() }
        do throws(PostgresError) {
            let deadline = ContinuousClock.now + limit
            try await leavePipeline(handle)
            guard PQsendQuery(handle.pointer, text) == 1 else { throw lost(handle) }
            try await flush(handle, until: deadline)
            var failure: PostgresError?
            while let result = try await nextPlainResult(handle, until: deadline) {
                guard result.arrival != .success else { continue }
                guard result.status != PGRES_COPY_IN, result.status != PGRES_COPY_OUT else {
                    throw PostgresError(.misuse, "a script can not COPY from or to the client")
                }
                failure = failure ?? PostgresError(result: result.pointer)
            }
            try await returnToPipeline(handle)
            if let failure { throw failure }
        } catch {
            if error.kind != .server { close() }
            throw error
        }
    }

    /// Reads what nobody has waited for yet and leaves pipeline mode.
    func leavePipeline(_ handle: LibPQHandle) async throws(PostgresError) {
        try await settleUnattended(handle)
        guard PQexitPipelineMode(handle.pointer) == 1 else {
            throw PostgresError(.connectionLost, "the connection is out of step", detail: handle.failure)
        }
    }

    private func returnToPipeline(_ handle: LibPQHandle) async throws(PostgresError) {
        guard PQenterPipelineMode(handle.pointer) == 1 else {
            throw PostgresError(.connectionLost, "the connection is out of step", detail: handle.failure)
        }
    }

    private func nextPlainResult(_ handle: LibPQHandle, until deadline: ContinuousClock.Instant? = nil) async throws(PostgresError) -> ResultHandle? {
        while PQisBusy(handle.pointer) == 1 { try await receive(handle, until: deadline ?? stepDeadline) }
        return PQgetResult(handle.pointer).map { ResultHandle($0) }
    }

    private func lost(_ handle: LibPQHandle) -> PostgresError { PostgresError(.connectionLost, "the connection was lost", detail: handle.failure) }

    private var stepDeadline: ContinuousClock.Instant { .now + configuration.statementTimeout + Self.grace }

    /// What is handed to libpq at once: it keeps a copy until the socket takes it.
    private static let copyPiece = 1 << 16
}
