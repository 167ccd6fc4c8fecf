extension SQLTransaction where Self: ~Copyable {
    /// `COPY … FROM STDIN` (text format) of rows that stand in a buffer. Returns how many rows the server took.
    @discardableResult
    package func copyIn(_ statement: Query, _ buffer: CopyBuffer) async throws -> Int {
        try await copyIn(statement) { isFirst in isFirst ? buffer : nil }
    }

    /// `COPY … FROM STDIN` of what `produce` appends, all in memory at once.
    @discardableResult
    package func copyIn(_ statement: Query, _ produce: (inout CopyBuffer) throws -> Void) async throws -> Int {
        var buffer = CopyBuffer(reservingCapacity: 1 << 16)
        try produce(&buffer)
        return try await copyIn(statement, buffer)
    }

    /// `COPY … FROM STDIN` of a sequence, encoded and sent in pieces of about 64 KiB: memory stays flat, and encoding pauses while the server is
    /// busy.
    @discardableResult
    package func copyIn<Source: Sequence>(
        _ statement: Query, rows: Source, _ encode: (inout CopyBuffer, Source.Element) throws -> Void
    ) async throws -> Int {
        var iterator = rows.makeIterator()
        var buffer = CopyBuffer(reservingCapacity: 1 << 17)
        return try await copyIn(statement) { _ in
            buffer.removeAll()
            while buffer.bytes.count < 1 << 16, let row = iterator.next() {
                try encode(&buffer, row)
                buffer.endRow()
            }
            return buffer.rows == 0 ? nil : buffer
        }
    }

    /// `COPY … FROM STDIN` of buffers as they come.
    @discardableResult
    package func copyIn<Chunks: AsyncSequence>(_ statement: Query, chunks: Chunks) async throws -> Int where Chunks.Element == CopyBuffer {
        let copy = try await startCopy(statement, .into)
        do {
            for try await chunk in chunks { try await copy.put(chunk) }
        } catch {
            await copy.fail()
            throw (error as? PostgresError)?.surfaced ?? error
        }
        return try await finish(copy)
    }

    private func copyIn(_ statement: Query, _ next: (_ isFirst: Bool) throws -> CopyBuffer?) async throws -> Int {
        let copy = try await startCopy(statement, .into)
        do {
            var isFirst = true
            while let chunk = try next(isFirst) {
                try await copy.put(chunk)
                isFirst = false
            }
        } catch {
            await copy.fail()
            throw (error as? PostgresError)?.surfaced ?? error
        }
        return try await finish(copy)
    }

    private func startCopy(_ statement: Query, _ direction: CopyOperation.Direction) async throws -> CopyOperation {
        do {
            return try await CopyOperation.start(statement, direction, on: session.begun())
        } catch { throw error.surfaced }
    }

    private func finish(_ copy: CopyOperation) async throws -> Int {
        do { return try await copy.finish() } catch { throw error.surfaced }
    }

    /// `COPY … TO STDOUT`: lends the chunks (a row each) to the body, which reads them to the end; leaving earlier ends the transaction with an
    /// error. COPY takes no binds: to export with parameters, use `forEachBatch`.
    package func copyOut<Value>(
        _ statement: Query, isolation: isolated (any Actor)? = #isolation, _ body: (CopyChunks) async throws -> Value
    ) async throws -> Value {
        let copy = try await startCopy(statement, .outOf)
        do {
            let value = try await body(CopyChunks(copy: copy))
            _ = try await finish(copy)
            return value
        } catch {
            await copy.fail()
            throw error
        }
    }
}

/// The rows of a `COPY … TO STDOUT`, each as the bytes of its line.
package struct CopyChunks: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    let copy: CopyOperation

    package func makeAsyncIterator() -> Iterator { Iterator(copy: copy) }

    package struct Iterator: AsyncIteratorProtocol {
        let copy: CopyOperation

        package func next() async throws -> [UInt8]? {
            do { return try await copy.next() } catch { throw error.surfaced }
        }
    }
}
