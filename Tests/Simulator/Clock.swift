import Core
import Synchronization

/// A clock that stands still until it is moved.
final class Clock: Sendable {
    private let time = Mutex(Instant(seconds: 1_790_000_000))

    var now: Instant { time.withLock { $0 } }

    func move(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}
