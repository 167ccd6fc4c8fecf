import Core
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
}
