import Logging
import Reactor

/// How full a pool is.
package struct PoolStatistics: Sendable, Hashable {
    package let limit: Int
    package let open: Int
    package let idle: Int
    package let lent: Int
    package let waiting: Int

    static func += (left: inout PoolStatistics, right: PoolStatistics) {
        left = PoolStatistics(
            limit: left.limit + right.limit, open: left.open + right.open, idle: left.idle + right.idle, lent: left.lent + right.lent,
            waiting: left.waiting + right.waiting)
    }
}

/// The connections of one database, lent one by one in the order of asking. Opens them when they are needed and shrugs off their loss, also of all at
/// once.
actor ConnectionPool {
    private enum Grant {
        case connection(Connection)
        case opening
        case closed
    }

    nonisolated let configuration: DatabaseConfiguration
    nonisolated let reactor: Reactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }
    private let logger: Logger
    private var state: PoolState<Connection, Ticket>
    private var grants: [Ticket: Grant] = [:]

    init(_ configuration: DatabaseConfiguration, logger: Logger, reactor: Reactor) {
        self.configuration = configuration
        self.logger = logger
        self.reactor = reactor
        state = PoolState(limit: configuration.poolSize)
    }

    var statistics: PoolStatistics {
        PoolStatistics(limit: state.limit, open: state.count, idle: state.idleCount, lent: state.lent, waiting: state.waiting)
    }

    /// One round trip on any connection; the connection is back before the caller goes on. What is `isRepeatable` is sent again when a connection
    /// turns out dead that had been idle, as all of them do when the server has thrown everyone out; a loss on a new connection is final.
    func exchange(_ queries: [Query], isRepeatable: Bool) async throws(PostgresError) -> [ResultHandle] {
        while true {
            let (connection, isFresh) = try await acquire()
            do throws(PostgresError) {
                let results = try await connection.exchange(queries)
                await release(connection)
                return results
            } catch {
                await release(connection)
                guard error.kind == .connectionLost, isRepeatable, !isFresh, !Task.isCancelled else { throw error }
            }
        }
    }

    // MARK: Lending

    /// Lends a connection; `isFresh` says that it was opened just now.
    /// - Throws: `PostgresError`: `.poolExhausted`, `.closed`, `.cancelled`, or why none could be opened.
    func acquire() async throws(PostgresError) -> (connection: Connection, isFresh: Bool) {
        let deadline = ContinuousClock.now + configuration.acquireTimeout
        while true {
            let ticket = reactor.newTicket()
            switch state.acquire(ticket) {
            case .closed: throw PostgresError(.closed, "the pool is closed")
            case .open: return (try await open(), true)
            case .use(let connection):
                if await connection.isReady() { return (connection, false) }
                await discard(connection)
            case .wait:
                switch try await standInLine(ticket, until: deadline) {
                case .connection(let connection):
                    if await connection.isReady() { return (connection, false) }
                    await discard(connection)
                case .opening: return (try await open(), true)
                case .closed: throw PostgresError(.closed, "the pool is closed")
                }
            }
        }
    }

    /// Takes a connection back: closed ones make room, others go to the next in line.
    func release(_ connection: Connection) async {
        guard await connection.isReady() else { return await discard(connection) }
        while true {
            switch state.release(connection, at: .now) {
            case .give(let ticket, let connection):
                grants[ticket] = .connection(connection)
                if reactor.unpark(ticket) { return }
                grants[ticket] = nil
            case .close(let connection): return await connection.close()
            case .grantOpening, .none: return
            }
        }
    }

    /// Closes a lent connection for good.
    func discard(_ connection: Connection) async {
        await connection.close()
        makeRoom()
    }

    private func makeRoom() {
        while case .grantOpening(let ticket) = state.lose() {
            grants[ticket] = .opening
            if reactor.unpark(ticket) { return }
            grants[ticket] = nil
        }
    }

    private func open() async throws(PostgresError) -> Connection {
        do throws(PostgresError) {
            return try await Connection.open(configuration, on: reactor)
        } catch {
            makeRoom()
            logger.debug("no connection to the database", metadata: ["reason": "\(error)"])
            throw error
        }
    }

    private func standInLine(_ ticket: Ticket, until deadline: ContinuousClock.Instant) async throws(PostgresError) -> Grant {
        do {
            try await reactor.park(ticket, until: deadline)
        } catch {
            state.abandon(ticket)
            if error == .cancelled { throw PostgresError(.cancelled, "the task was cancelled") }
            throw PostgresError(.poolExhausted, "no connection of the pool became free in time")
        }
        return grants.removeValue(forKey: ticket) ?? .closed
    }

    // MARK: Upkeep

    /// Closes what has been idle for too long, until the task is cancelled.
    func maintain() async {
        let pause = max(.milliseconds(100), configuration.idleTimeout / 4)
        while (try? await reactor.sleep(until: .now + pause)) != nil {
            for connection in state.expire(idleSince: .now - configuration.idleTimeout) { await connection.close() }
        }
    }

    /// Closes idle connections, turns waiters away, and closes lent ones when they come back.
    func shutdown() async {
        let (idle, waiters) = state.close()
        for ticket in waiters {
            grants[ticket] = .closed
            if !reactor.unpark(ticket) { grants[ticket] = nil }
        }
        for connection in idle { await connection.close() }
    }
}
