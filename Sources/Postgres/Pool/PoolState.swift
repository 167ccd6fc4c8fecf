/// Who has which connection, who waits, and what to do next. Decides only; the pool carries it out.
struct PoolState<Connection, Waiter: Equatable> {
    enum Acquisition {
        case use(Connection)
        /// There is room: open one. Then say `opened` or `lost`.
        case open
        /// Stand in line.
        case wait
        case closed
    }

    enum Handover {
        /// The first in line gets it.
        case give(Waiter, Connection)
        /// The first in line may open one in place of the one that was lost.
        case grantOpening(Waiter)
        case close(Connection)
        case none
    }

    private struct Idle {
        let connection: Connection
        let since: ContinuousClock.Instant
    }

    let limit: Int
    private(set) var isClosed = false
    /// Lent, idle and opening ones.
    private(set) var count = 0
    /// The one used last is lent first: its server side is warm, and the others may age.
    private var idle: [Idle] = []
    private var line: [Waiter] = []

    init(limit: Int) { self.limit = max(1, limit) }

    var idleCount: Int { idle.count }
    var waiting: Int { line.count }
    var lent: Int { count - idle.count }

    mutating func acquire(_ waiter: Waiter) -> Acquisition {
        if isClosed { return .closed }
        if let last = idle.popLast() { return .use(last.connection) }
        if count < limit {
            count += 1
            return .open
        }
        line.append(waiter)
        return .wait
    }

    /// A connection comes back in good order. When the waiter it is given to has gone, hand it back again.
    mutating func release(_ connection: Connection, at now: ContinuousClock.Instant) -> Handover {
        if isClosed {
            count -= 1
            return .close(connection)
        }
        guard let waiter = popWaiter() else {
            idle.append(Idle(connection: connection, since: now))
            return .none
        }
        return .give(waiter, connection)
    }

    /// A connection is gone, or could not be opened. The room it leaves goes to the first in line. When that one has gone, say it again.
    mutating func lose() -> Handover {
        guard !isClosed, let waiter = popWaiter() else {
            count -= 1
            return .none
        }
        return .grantOpening(waiter)
    }

    /// A waiter gave up.
    mutating func abandon(_ waiter: Waiter) { line.removeAll { $0 == waiter } }

    /// Takes out what has been idle since before `start`.
    mutating func expire(idleSince start: ContinuousClock.Instant) -> [Connection] {
        let old = idle.prefix { $0.since < start }.map(\.connection)
        idle.removeFirst(old.count)
        count -= old.count
        return old
    }

    /// Gives out nothing any more. Returns what to close and who waits in vain.
    mutating func close() -> (idle: [Connection], waiters: [Waiter]) {
        isClosed = true
        defer {
            count -= idle.count
            idle = []
            line = []
        }
        return (idle.map(\.connection), line)
    }

    private mutating func popWaiter() -> Waiter? { line.isEmpty ? nil : line.removeFirst() }
}
