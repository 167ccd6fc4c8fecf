import Synchronization

/// Says to everything of a run that its end was asked for, or that it is another run's now.
final class CancelFlag: Sendable {
    private let state = Mutex((isCancelled: false, isSuperseded: false))

    var isCancelled: Bool { state.withLock { $0.isCancelled } }
    var isSuperseded: Bool { state.withLock { $0.isSuperseded } }
    var isRaised: Bool { state.withLock { $0.isCancelled || $0.isSuperseded } }

    func cancel() { state.withLock { $0.isCancelled = true } }
    func supersede() { state.withLock { $0.isSuperseded = true } }
}
