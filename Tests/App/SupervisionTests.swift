import App
import Testing

@Suite struct SupervisionTests {
    let now = ContinuousClock.now

    @Test func `A process is launched, becomes ready and ends when it is asked to`() {
        var machine = Supervision()

        #expect(machine.handle(.start) == .launch(1))
        #expect(machine.handle(.ready(launch: 1, at: now)) == .announceReady(isFirst: true))
        #expect(machine.handle(.stop) == .terminate)
        #expect(machine.handle(.exited(launch: 1, .code(0), at: now)) == .end(.stopped))

        #expect(machine.state == .ended(.stopped))
    }

    @Test func `A process that ends before it was ever ready is a failed start`() {
        var machine = Supervision()
        _ = machine.handle(.start)

        let action = machine.handle(.exited(launch: 1, .code(3), at: now))

        #expect(action == .end(.failedToStart(.code(3))))
    }

    @Test func `A process that is not ready in time is ended and counts as a failed start`() {
        var machine = Supervision()
        _ = machine.handle(.start)

        #expect(machine.handle(.timedOut(launch: 1)) == .terminate)
        #expect(machine.handle(.exited(launch: 1, .signal(15), at: now)) == .end(.failedToStart(nil)))
    }

    @Test func `A process that was ready is started again, each time after twice the delay`() {
        var machine = ready()

        #expect(machine.handle(.exited(launch: 1, .signal(9), at: now)) == .wait(.milliseconds(250), launch: 1, .signal(9)))
        #expect(machine.handle(.delayPassed(launch: 1)) == .launch(2))
        #expect(machine.handle(.exited(launch: 2, .code(1), at: now)) == .wait(.milliseconds(500), launch: 2, .code(1)))
        #expect(machine.handle(.delayPassed(launch: 2)) == .launch(3))
        #expect(machine.handle(.ready(launch: 3, at: now)) == .announceReady(isFirst: false))
    }

    @Test func `The delay never passes its bound`() {
        var machine = ready()
        var longest = Duration.zero

        for launch in 1...40 {
            if case .wait(let delay, _, _) = machine.handle(.exited(launch: launch, .code(1), at: now)) { longest = max(longest, delay) }
            _ = machine.handle(.delayPassed(launch: launch))
        }

        #expect(longest == .seconds(30))
    }

    @Test func `A minute without a fault makes the delay short again`() {
        var machine = ready()
        _ = machine.handle(.exited(launch: 1, .code(1), at: now))
        _ = machine.handle(.delayPassed(launch: 1))
        _ = machine.handle(.ready(launch: 2, at: now))

        let action = machine.handle(.exited(launch: 2, .code(1), at: now + .seconds(61)))

        #expect(action == .wait(.milliseconds(250), launch: 2, .code(1)))
    }

    @Test func `Events of an earlier launch change nothing`() {
        var machine = ready()
        _ = machine.handle(.exited(launch: 1, .code(1), at: now))
        _ = machine.handle(.delayPassed(launch: 1))

        #expect(machine.handle(.timedOut(launch: 1)) == .nothing)
        #expect(machine.handle(.ready(launch: 1, at: now)) == .nothing)
        #expect(machine.state == .starting)
    }

    @Test func `A wish to stop while it waits for its next start ends it at once`() {
        var machine = ready()
        _ = machine.handle(.exited(launch: 1, .code(1), at: now))

        #expect(machine.handle(.stop) == .end(.stopped))
        #expect(machine.handle(.delayPassed(launch: 1)) == .nothing)
    }

    private func ready() -> Supervision {
        var machine = Supervision()
        _ = machine.handle(.start)
        _ = machine.handle(.ready(launch: 1, at: now))
        return machine
    }
}
