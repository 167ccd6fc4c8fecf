package import Core
package import Logging
import Synchronization

/// What a handler gets: its job, and the ways to say how far it is and to hear that it should end.
package struct JobContext: Sendable {
    package let job: ClaimedJob
    package let logger: Logger
    private let signal: StopSignal
    private let report: @Sendable (JobProgress) async throws -> Bool

    package var tenant: TenantID { job.tenant }
    package var input: JSON { job.input }

    /// - Parameter report: writes progress; `false` says that the lease is lost.
    package init(
        job: ClaimedJob, logger: Logger = Logger(label: "jobs"), signal: StopSignal = StopSignal(),
        report: @escaping @Sendable (JobProgress) async throws -> Bool = { _ in true }
    ) {
        self.job = job
        self.logger = logger
        self.signal = signal
        self.report = report
    }

    /// Why the handler should come to an end, `nil` while it may go on. Some seconds after it turns up, the handler's task is cancelled.
    package var stop: JobStop? { signal.reason }

    /// Whether the tenant asked for the end.
    package var isCancelled: Bool { signal.reason == .cancelled }

    /// - Throws: `JobStop` when the handler should end; let it through, and the right thing is written about the job.
    package func checkStop() throws {
        if let reason = signal.reason { throw reason }
    }

    /// Waits until the handler should end.
    package func stopped() async -> JobStop? { await signal.wait() }

    /// Writes how far it is.
    /// - Throws: `JobStop` as `checkStop()`.
    package func progress(done: Int64? = nil, total: Int64? = nil, note: String? = nil) async throws {
        if try await !report(JobProgress(done: done, total: total, note: note)) { signal.raise(.leaseLost) }
        try checkStop()
    }
}

/// Says once to a handler that it should end. The first reason stays, but for a lost lease, which outweighs all.
package final class StopSignal: Sendable {
    private struct State {
        var reason: JobStop?
        var raisedAt: ContinuousClock.Instant?
        var waiting: [Int: AsyncStream<JobStop>.Continuation] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var reason: JobStop? { state.withLock { $0.reason } }
    var raisedAt: ContinuousClock.Instant? { state.withLock { $0.raisedAt } }

    package func raise(_ reason: JobStop) {
        let waiting = state.withLock { state -> [AsyncStream<JobStop>.Continuation] in
            guard state.reason == nil || reason == .leaseLost else { return [] }
            state.reason = reason
            state.raisedAt = state.raisedAt ?? .now
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for one in waiting {
            one.yield(reason)
            one.finish()
        }
    }

    /// `nil` when the waiting task is cancelled first.
    func wait() async -> JobStop? {
        let (stream, continuation) = AsyncStream<JobStop>.makeStream()
        let number = state.withLock { state -> Int in
            state.next += 1
            if let reason = state.reason { continuation.yield(reason) } else { state.waiting[state.next] = continuation }
            return state.next
        }
        defer { state.withLock { $0.waiting[number] = nil } }
        for await reason in stream { return reason }
        return nil
    }
}
