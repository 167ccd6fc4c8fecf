import Core
import Synchronization
import Testing

@testable import Health

@Suite struct HealthReportTests {
    func report(_ checks: HealthCheck...) async -> HealthReport {
        await HealthReport.of(checks, within: .milliseconds(200), at: Instant(seconds: 0))
    }

    @Test func `All parts well is ok and ready`() async {
        let report = await report(HealthCheck("postgres", isEssential: true) { .ok }, HealthCheck("redis", isEssential: false) { .ok })

        #expect(report.status == "ok")
        #expect(report.isReady)
        #expect(report.parts.map(\.name) == ["postgres", "redis"])
    }

    @Test func `A part that is not essential degrades the whole and leaves it ready`() async {
        let report = await report(HealthCheck("postgres", isEssential: true) { .ok }, HealthCheck("redis", isEssential: false) { .down("gone") })

        #expect(report.status == "degraded")
        #expect(report.isReady)
    }

    @Test func `An essential part that is down takes the whole down`() async {
        let report = await report(HealthCheck("postgres", isEssential: true) { .down("gone") })

        #expect(report.status == "down")
        #expect(!report.isReady)
    }

    @Test func `A part that never answers is down`() async {
        let report = await report(
            HealthCheck("postgres", isEssential: true) {
                try? await Task.sleep(for: .seconds(60))
                return .ok
            })

        #expect(report.parts.first?.state == .down("It did not answer in time."))
    }

    @Test func `A part that does not heed its cancellation holds nobody up, and is asked once for all who wait`() async {
        let hanging = HangingPart()
        let check = HealthCheck("postgres", isEssential: true) { await hanging.ask() }

        let start = ContinuousClock.now
        for _ in 0..<3 { #expect(await report(check).parts.first?.state == .down("It did not answer in time.")) }
        let together = await withTaskGroup(of: HealthState.self) { group in
            for _ in 0..<20 { group.addTask { await check.state(within: .milliseconds(200)) } }
            return await group.reduce(into: Set<HealthState>()) { $0.insert($1) }
        }
        let taken = ContinuousClock.now - start
        let asked = hanging.asked

        #expect(taken < .seconds(30))
        #expect(together == [.down("It did not answer in time.")])
        #expect(asked == 1)
        hanging.answer(.ok)
        while await check.state(within: .milliseconds(200)) != .ok {}
    }

    @Test func `Many who ask at once get the one answer`() async {
        let slow = HangingPart()
        let check = HealthCheck("postgres", isEssential: true) { await slow.ask() }

        async let answers = withTaskGroup(of: HealthState.self) { group in
            for _ in 0..<20 { group.addTask { await check.state(within: .seconds(30)) } }
            return await group.reduce(into: [HealthState]()) { $0.append($1) }
        }
        while slow.asked == 0 { await Task.yield() }
        slow.answer(.degraded("slow"))

        #expect(await answers == Array(repeating: .degraded("slow"), count: 20))
    }
}

/// A part that answers when it is told to, whatever becomes of those who asked it.
private final class HangingPart: Sendable {
    private let state = Mutex((asked: 0, answer: HealthState?.none, waiting: [CheckedContinuation<HealthState, Never>]()))

    var asked: Int { state.withLock { $0.asked } }

    func ask() async -> HealthState {
        await withCheckedContinuation { waiter in
            let answer = state.withLock { state -> HealthState? in
                state.asked += 1
                if state.answer == nil { state.waiting.append(waiter) }
                return state.answer
            }
            if let answer { waiter.resume(returning: answer) }
        }
    }

    func answer(_ answer: HealthState) {
        let waiting = state.withLock { state in
            state.answer = answer
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume(returning: answer) }
    }
}
