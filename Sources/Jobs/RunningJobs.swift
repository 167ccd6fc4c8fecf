import Core
import Synchronization

/// Which jobs a worker has in hand: counts for the limits, signals for the stop.
final class RunningJobs: Sendable {
    private struct State {
        var signals: [JobID: (queue: JobQueueName, signal: StopSignal)] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func add(_ job: ClaimedJob) -> StopSignal {
        let signal = StopSignal()
        let stopping = state.withLock {
            $0.signals[job.id] = (job.queue, signal)
            return $0.isStopping
        }
        if stopping { signal.raise(.shutdown) }
        return signal
    }

    func remove(_ id: JobID) { state.withLock { _ = $0.signals.removeValue(forKey: id) } }

    func free(_ limits: [JobQueueName: Int]) -> [(queue: JobQueueName, count: Int)] {
        let busy = state.withLock { state in Dictionary(state.signals.values.map { ($0.queue, 1) }, uniquingKeysWith: +) }
        return limits.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value - busy[$0.key, default: 0]) }
    }

    func stopAll() {
        let signals = state.withLock { state in
            state.isStopping = true
            return state.signals.values.map(\.signal)
        }
        for signal in signals { signal.raise(.shutdown) }
    }
}
