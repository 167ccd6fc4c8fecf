package import Core

/// How an attempt went.
package enum JobOutcome: Sendable, Hashable {
    /// The work is done; the result is kept with the job.
    case done(JSON? = nil)
    /// Nothing is wrong, but it can not go on before then (a quota is used up): the attempt does not count.
    case later(Instant)
}

/// A failure that knows what should come of it. Any other error is tried again with backoff.
package struct JobFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Retry: Sendable, Hashable {
        case never
        case withBackoff
        case after(Duration)
    }

    /// For people; no secrets.
    package let reason: String
    package let retry: Retry

    package init(_ reason: String, retry: Retry = .withBackoff) {
        self.reason = reason
        self.retry = retry
    }

    package var description: String { reason }
}

/// Why a handler is asked to end before its work is done.
package enum JobStop: Error, Sendable, Hashable {
    /// The tenant asked for it.
    case cancelled
    /// The worker is going down; somebody else goes on.
    case shutdown
    /// The lease is gone: another worker may be at it, so nothing may be written any more.
    case leaseLost
    /// It took longer than its handler may.
    case deadline
}

/// Decides what to write about an attempt that ended: pure.
package struct JobMachine: Sendable, Hashable {
    /// What is written.
    package enum Ending: Sendable, Hashable {
        case complete(JSON?)
        case fail(reason: String, retryAt: Instant?)
        case release(at: Instant)
        /// Nothing: the job is not ours.
        case abandon
    }

    package var backoff: Backoff

    package init(backoff: Backoff = Backoff()) { self.backoff = backoff }

    /// - Parameters:
    ///   - stop: what the handler was asked, if anything.
    ///   - random: 0 to 1.
    package func ending(
        _ result: Result<JobOutcome, any Error>, stop: JobStop?, attempt: Int, now: Instant, random: Double
    ) -> Ending {
        if stop == .leaseLost { return .abandon }
        switch result {
        case .success(.done(let value)): return .complete(value)
        case .success(.later(let time)): return .release(at: max(now, time))
        case .failure(let failure as JobFailure): return failed(failure, attempt, now, random)
        case .failure(let error):
            switch (error as? JobStop) ?? (error is CancellationError ? stop : nil) {
            case .shutdown: return .release(at: now)
            case .leaseLost: return .abandon
            case .cancelled: return .fail(reason: "cancelled on request", retryAt: nil)
            case .deadline: return failed(JobFailure("it took longer than it may"), attempt, now, random)
            case nil: return failed(JobFailure(Self.reason(error)), attempt, now, random)
            }
        }
    }

    private func failed(_ failure: JobFailure, _ attempt: Int, _ now: Instant, _ random: Double) -> Ending {
        switch failure.retry {
        case .never: .fail(reason: failure.reason, retryAt: nil)
        case .after(let pause): .fail(reason: failure.reason, retryAt: now + pause)
        case .withBackoff: .fail(reason: failure.reason, retryAt: now + backoff.pause(after: attempt, random: random))
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let problem = (error as? any DomainError)?.problem else { return "\(error)" }
        return "\(problem.code): \(problem.detail ?? problem.title)"
    }
}
