import Core
import Glibc
import Synchronization

/// A few threads that do nothing but long computations, so that the cooperative pool never waits for one. A bounded queue; who finds it full is
/// turned away.
final class HashThreads: Sendable {
    private let queue: HashQueue

    init(count: Int, queueLimit: Int) {
        queue = HashQueue(limit: queueLimit)
        for _ in 0..<max(1, count) { Self.start(queue) }
    }

    deinit { queue.stop() }

    /// Runs the work on one of the threads.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
        let ticket = queue.ticket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                queue.add(HashQueue.Job(ticket: ticket, run: { continuation.resume(returning: work()) }, fail: { continuation.resume(throwing: $0) }))
            }
        } onCancel: {
            queue.cancel(ticket)
        }
    }

    private static func start(_ queue: HashQueue) {
        var thread = pthread_t()
        let failed = pthread_create(&thread, nil, workOffQueue, Unmanaged.passRetained(queue).toOpaque())
        precondition(failed == 0, "the kernel gives no thread: errno \(failed)")
        pthread_detach(thread)
    }
}

private func workOffQueue(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let queue = Unmanaged<HashQueue>.fromOpaque(argument).takeRetainedValue()
    while let job = queue.next() { job.run() }
    return nil
}

/// What waits for a thread.
// A semaphore may be used from any thread once it is initialised, and it is only initialised and destroyed by this object's own life.
final class HashQueue: @unchecked Sendable {
    struct Job: Sendable {
        let ticket: UInt64
        let run: @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        /// Tickets whose job has not come yet, and those of them that were cancelled meanwhile.
        var announced: Set<UInt64> = []
        var cancelled: Set<UInt64> = []
        var lastTicket: UInt64 = 0
        var isStopped = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let available: UnsafeMutablePointer<sem_t>

    init(limit: Int) {
        self.limit = limit
        available = .allocate(capacity: 1)
        sem_init(available, 0, 0)
    }

    deinit {
        sem_destroy(available)
        available.deallocate()
    }

    func ticket() -> UInt64 {
        state.withLock { state in
            state.lastTicket += 1
            state.announced.insert(state.lastTicket)
            return state.lastTicket
        }
    }

    func add(_ job: Job) {
        let refusal: (any Error)? = state.withLock { state in
            state.announced.remove(job.ticket)
            if state.cancelled.remove(job.ticket) != nil { return CancellationError() }
            if state.waiting.count >= limit { return Self.busy }
            state.waiting.append(job)
            return nil
        }
        if let refusal { job.fail(refusal) } else { sem_post(available) }
    }

    /// Takes a job out that nobody waits for any more. One that runs already is let run; one that is not there yet is refused when it comes.
    func cancel(_ ticket: UInt64) {
        let job: Job? = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                if state.announced.contains(ticket) { state.cancelled.insert(ticket) }
                return nil
            }
            return state.waiting.remove(at: index)
        }
        job?.fail(CancellationError())
    }

    /// The next job; waits for one. `nil` when it is time to end.
    func next() -> Job? {
        while true {
            while sem_wait(available) != 0 {}
            let (job, isStopped) = state.withLock { state -> (Job?, Bool) in
                guard !state.waiting.isEmpty else { return (nil, state.isStopped) }
                return (state.waiting.removeFirst(), false)
            }
            if let job { return job }
            if isStopped {
                // One thread wakes the next.
                sem_post(available)
                return nil
            }
        }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        sem_post(available)
    }

    private static let busy = Problem(
        status: 503, code: "busy", title: "Too busy", detail: "Too many sign-ins are under way. Try again in a moment.", retryAfter: .seconds(1))
}
