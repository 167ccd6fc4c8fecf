/// How long a failed job rests before the next attempt: full jitter, a random time up to a bound that doubles (AWS Architecture Blog,
/// "Exponential Backoff And Jitter"), and never less than `least`, so that a poison job does not spin.
package struct Backoff: Sendable, Hashable {
    package var base: Duration
    package var ceiling: Duration
    package var least: Duration

    package init(base: Duration = .seconds(5), ceiling: Duration = .seconds(900), least: Duration = .milliseconds(500)) {
        self.base = base
        self.ceiling = ceiling
        self.least = least
    }

    /// - Parameters:
    ///   - attempt: the attempt that failed, from 1.
    ///   - random: 0 to 1.
    package func pause(after attempt: Int, random: Double) -> Duration {
        let bound = min(ceiling, base * Int(1 << min(max(attempt, 1) - 1, 20)))
        return max(least, bound * random)
    }
}
