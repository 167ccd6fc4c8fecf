/// The waits under way on one reactor: their continuations, their descriptors, their deadlines. Lives on the reactor's thread.
struct Waits {
    typealias Outcome = Result<Void, ReactorError>

    private struct Wait {
        let continuation: UnsafeContinuation<Outcome, Never>
        let descriptor: Int32
    }

    var table = ReadinessTable()
    private var waiting: [UInt64: Wait] = [:]
    private var deadlines = DeadlineQueue()
    private var lastID: UInt64 = 0

    mutating func newID() -> UInt64 {
        lastID += 1
        return lastID
    }

    mutating func begin(
        _ waiter: UInt64, on descriptor: Int32, until deadline: ContinuousClock.Instant?, _ continuation: UnsafeContinuation<Outcome, Never>
    ) {
        waiting[waiter] = Wait(continuation: continuation, descriptor: descriptor)
        guard let deadline else { return }
        deadlines.insert(DeadlineQueue.Entry(instant: deadline, waiter: waiter))
        let living = waiting
        deadlines.compact(living: living.count) { living[$0] != nil }
    }

    /// Ends a wait; false, and nothing happens, when it has ended already.
    mutating func finish(_ waiter: UInt64, _ outcome: Outcome) -> Bool {
        guard let wait = waiting.removeValue(forKey: waiter) else { return false }
        table.abandon(waiter, on: wait.descriptor)
        wait.continuation.resume(returning: outcome)
        return true
    }

    mutating func expire(at now: ContinuousClock.Instant) {
        while let due = deadlines.popDue(at: now) { _ = finish(due.waiter, .failure(.timedOut)) }
    }

    /// The deadline of the wait that ends first.
    var firstDeadline: ContinuousClock.Instant? {
        mutating get {
            while let first = deadlines.first, waiting[first.waiter] == nil { deadlines.removeFirst() }
            return deadlines.first?.instant
        }
    }
}
