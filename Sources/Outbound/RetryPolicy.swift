/// Whether and when a call is tried again: a pure decision.
package struct RetryPolicy: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case status(Int, retryAfter: Duration?)
        case failed(OutboundError.Kind)
    }

    /// Attempts in all; 1 never tries again.
    package var attempts: Int
    package var base: Duration
    package var ceiling: Duration
    /// A `Retry-After` longer than this is the caller's business, who may park the work.
    package var longestWait: Duration

    package init(attempts: Int = 3, base: Duration = .milliseconds(250), ceiling: Duration = .seconds(10), longestWait: Duration = .seconds(20)) {
        self.attempts = attempts
        self.base = base
        self.ceiling = ceiling
        self.longestWait = longestWait
    }

    package static let never = RetryPolicy(attempts: 1)

    /// How long to wait before the next attempt; `nil` to stop. Full jitter: a random time up to the exponential bound (AWS Architecture Blog,
    /// "Exponential Backoff And Jitter"), on top of the platform's own `Retry-After`.
    /// - Parameters:
    ///   - attempt: the attempt that ended, from 1.
    ///   - random: 0 to 1.
    package func pause(after outcome: Outcome, attempt: Int, isIdempotent: Bool, random: Double) -> Duration? {
        guard attempt < attempts, isIdempotent, isTransient(outcome) else { return nil }
        let bound = min(ceiling, base * Int(1 << min(attempt - 1, 20)))
        let jitter = bound * random
        guard case .status(_, let retryAfter?) = outcome else { return jitter }
        return retryAfter <= longestWait ? retryAfter + jitter : nil
    }

    private func isTransient(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .status(let code, _): [408, 429, 500, 502, 503, 504].contains(code)
        case .failed(let kind): kind == .timeout || kind == .connection
        }
    }
}

/// Keeps retries to a share of the calls, so that an outage is not multiplied: every call earns a tenth of a retry.
package struct RetryBudget: Sendable, Hashable {
    /// Retries saved up; a start of a few lets a quiet client retry at all.
    package private(set) var tokens: Double
    private let share: Double
    private let capacity: Double

    package init(share: Double = 0.1, capacity: Double = 10, start: Double = 3) {
        self.share = share
        self.capacity = capacity
        tokens = start
    }

    package mutating func earn() { tokens = min(capacity, tokens + share) }

    /// Takes a retry out of the budget, if there is one.
    package mutating func spend() -> Bool {
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
