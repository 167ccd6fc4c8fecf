import Outbound
import Synchronization

/// Counts requests, bytes and throttles of a run, from wherever they happen.
final class CallTally: Sendable {
    private let counts = Mutex(SyncCounts())

    func note(_ call: OutboundCall) {
        counts.withLock {
            $0.requests += 1
            $0.bytes += Int64(call.responseBytes)
            if call.status == 429 { $0.throttles += 1 }
        }
    }

    func noteRequest() { counts.withLock { $0.requests += 1 } }
    func noteBytes(_ count: Int) { counts.withLock { $0.bytes += Int64(count) } }
    func noteThrottle() { counts.withLock { $0.throttles += 1 } }

    /// What was counted since the last time.
    func take() -> SyncCounts {
        counts.withLock { counts in
            defer { counts = SyncCounts() }
            return counts
        }
    }

    /// Gives back what could not be written down.
    func putBack(_ taken: SyncCounts) {
        counts.withLock {
            $0.requests += taken.requests
            $0.bytes += taken.bytes
            $0.throttles += taken.throttles
        }
    }
}
