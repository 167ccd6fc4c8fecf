import Core
import Health
import Logging
import Telemetry
import Web

/// The loopback port of a process: its metrics and whether it lives. Never reachable from outside, so that nobody signs in.
enum InternalListener {
    static func application(port: Int, checks: [HealthCheck], metrics: MetricsRegistry, logger: Logger) -> WebApplication {
        var configuration = WebConfiguration(bind: .address(host: "127.0.0.1", port: port))
        configuration.logsRequests = false
        let health = Health(checks: checks) { metrics.prometheusText() }
        return WebApplication(endpoints: health.internalEndpoints, configuration: configuration, authenticator: Nobody(), logger: logger)
    }

    /// Knows no credential.
    private struct Nobody: Authenticator {
        func authenticate(_ credential: Credential, from request: RequestFacts) async throws -> Principal? { nil }
    }
}
