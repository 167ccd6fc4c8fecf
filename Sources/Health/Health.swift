import Core
package import Web

/// How the server is: for people and monitors (`/health`), for load balancers (`/health/ready`, `/health/live`), and in numbers (`/metrics`).
package struct Health: Sendable {
    private let checks: [HealthCheck]
    private let metrics: @Sendable () async -> String
    private let deadline: Duration

    /// - Parameters:
    ///   - checks: the parts to ask.
    ///   - metrics: all metrics as Prometheus text.
    ///   - deadline: how long a part may take to answer.
    package init(checks: [HealthCheck], metrics: @escaping @Sendable () async -> String, deadline: Duration = .seconds(1)) {
        self.checks = checks
        self.metrics = metrics
        self.deadline = deadline
    }

    /// The routes of the public port.
    package var endpoints: [Endpoint] { [whole, ready, live] }

    /// The routes of the internal port.
    package var internalEndpoints: [Endpoint] { [numbers, live] }

    private var whole: Endpoint {
        Endpoint(
            .get, "/health", permission: .public, summary: "How every part of the server is", tag: "Health", output: .json(.healthReport),
            options: .unlimited
        ) { _ in
            let report = await HealthReport.of(checks, within: deadline, at: .now)
            guard report.isReady else { throw Self.problem(report) }
            return report
        }
    }

    private var ready: Endpoint {
        Endpoint(
            .get, "/health/ready", permission: .public, summary: "Whether the server can take requests", tag: "Health", output: .json(.healthReport),
            options: .unlimited
        ) { _ in
            let report = await HealthReport.of(checks.filter(\.isEssential), within: deadline, at: .now)
            guard report.isReady else { throw Self.problem(report) }
            return report
        }
    }

    private var live: Endpoint {
        Endpoint(
            .get, "/health/live", permission: .public, summary: "Whether the process is alive", tag: "Health", output: .json(.healthReport),
            options: .unlimited
        ) { _ in HealthReport(parts: [], time: .now) }
    }

    private var numbers: Endpoint {
        Endpoint(
            .get, "/metrics", permission: .public, summary: "All metrics as Prometheus text", tag: "Health", output: .file("text/plain"),
            options: .unlimited
        ) { _ in
            FileBody(Array(await metrics().utf8), contentType: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private static func problem(_ report: HealthReport) -> Problem {
        let down = report.parts.filter { $0.isEssential && $0.state.rank == 2 }
        var problem = Problem.unavailable(down.map(\.name).joined(separator: ", "))
        problem.faults = down.map { Problem.Fault(pointer: "/\($0.name)", code: "down", detail: $0.state.detail ?? "It is down.") }
        return problem
    }
}
