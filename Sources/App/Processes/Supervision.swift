/// Decides what happens to one supervised process: a pure state machine that is told events and answers with actions.
///
/// A process that ends before it was ready for the first time is a failed start, and the end of the matter: its settings or its machine are wrong.
/// One that ends later is started again, at first soon and then with a doubling delay, for as long as it takes.
package struct Supervision: Sendable {
    package struct Policy: Sendable {
        package var firstDelay: Duration = .milliseconds(250)
        package var longestDelay: Duration = .seconds(30)
        /// After this long without a fault the delays begin anew.
        package var steadyAfter: Duration = .seconds(60)

        package init() {}
    }

    package enum Ending: Sendable, Hashable {
        case stopped
        /// It ended, or was not ready in time (`nil`), at its first start.
        case failedToStart(ExitStatus?)
    }

    package enum State: Sendable, Hashable {
        case idle
        case starting
        case ready(since: ContinuousClock.Instant)
        case backingOff
        /// Told to end; afterwards it stays ended, or (`nil`) is started again.
        case stopping(Ending?)
        case ended(Ending)
    }

    /// `launch` is the number of the launch that an event belongs to; events of an earlier launch are ignored.
    package enum Event: Sendable {
        case start
        case ready(launch: Int, at: ContinuousClock.Instant)
        case timedOut(launch: Int)
        case exited(launch: Int, ExitStatus, at: ContinuousClock.Instant)
        case delayPassed(launch: Int)
        case stop
    }

    package enum Action: Sendable, Hashable {
        case nothing
        case launch(Int)
        case announceReady(isFirst: Bool)
        case wait(Duration, launch: Int, ExitStatus?)
        case terminate
        case end(Ending)
    }

    package private(set) var state = State.idle
    private let policy: Policy
    private var launch = 0
    private var failures = 0
    private var wasReady = false

    package init(policy: Policy = Policy()) { self.policy = policy }

    package mutating func handle(_ event: Event) -> Action {
        switch event {
        case .start: state == .idle ? relaunch() : .nothing
        case .ready(launch, let at): becomeReady(at)
        case .timedOut(launch): timeOut()
        case .exited(launch, let status, let at): exit(status, at)
        case .delayPassed(launch) where state == .backingOff: relaunch()
        case .stop: stop()
        default: .nothing
        }
    }

    private mutating func relaunch() -> Action {
        state = .starting
        launch += 1
        return .launch(launch)
    }

    private mutating func becomeReady(_ at: ContinuousClock.Instant) -> Action {
        guard state == .starting else { return .nothing }
        state = .ready(since: at)
        defer { wasReady = true }
        return .announceReady(isFirst: !wasReady)
    }

    private mutating func timeOut() -> Action {
        guard state == .starting else { return .nothing }
        state = .stopping(wasReady ? nil : .failedToStart(nil))
        return .terminate
    }

    private mutating func exit(_ status: ExitStatus, _ at: ContinuousClock.Instant) -> Action {
        switch state {
        case .starting where !wasReady: return end(.failedToStart(status))
        case .stopping(let ending?): return end(ending)
        case .ready(let since):
            if since.duration(to: at) >= policy.steadyAfter { failures = 0 }
            return backOff(status)
        case .starting, .stopping(nil): return backOff(status)
        case .idle, .backingOff, .ended: return .nothing
        }
    }

    private mutating func backOff(_ status: ExitStatus?) -> Action {
        state = .backingOff
        // Beyond 2^10 every delay is the longest one.
        let delay = min(policy.longestDelay, policy.firstDelay * (1 << min(failures, 10)))
        failures += 1
        return .wait(delay, launch: launch, status)
    }

    private mutating func stop() -> Action {
        switch state {
        case .idle, .backingOff: return end(.stopped)
        case .starting, .ready:
            state = .stopping(.stopped)
            return .terminate
        case .stopping(let ending):
            state = .stopping(ending ?? .stopped)
            return .nothing
        case .ended: return .nothing
        }
    }

    private mutating func end(_ ending: Ending) -> Action {
        state = .ended(ending)
        return .end(ending)
    }
}
