import CLibPQ
import Reactor

/// One COPY on a connection: outside pipeline mode from its start to its finish.
actor CopyOperation {
    enum Direction: Sendable {
        case into, outOf
    }

    private let connection: Connection
    nonisolated var unownedExecutor: UnownedSerialExecutor { connection.unownedExecutor }
    private var isOver = false

    private init(connection: Connection) { self.connection = connection }

    static func start(_ statement: Query, _ direction: Direction, on connection: Connection) async throws(PostgresError) -> CopyOperation {
        guard statement.binds.count == 0 else { throw PostgresError(.misuse, "COPY takes no binds") }
        try await connection.startCopy(statement, direction == .into ? PGRES_COPY_IN : PGRES_COPY_OUT)
        return CopyOperation(connection: connection)
    }

    /// Sends rows; returns when the socket has taken them.
    func put(_ buffer: CopyBuffer) async throws(PostgresError) {
        guard !buffer.hasNUL else { throw PostgresError(.invalidBind, "a COPY field holds U+0000, which PostgreSQL can not store") }
        try await connection.putCopyData(buffer.bytes)
    }

    /// The next row of a COPY out; `nil` at the end.
    func next() async throws(PostgresError) -> [UInt8]? {
        guard !isOver else { return nil }
        let row = try await connection.nextCopyData()
        if row == nil { isOver = true }
        return row
    }

    /// Ends the COPY and gives the number of rows.
    func finish() async throws(PostgresError) -> Int { try await connection.finishCopy() }

    /// Gives the COPY up. The server is told; the transaction is then good for a rollback only.
    func fail() async { await connection.failCopy() }
}
