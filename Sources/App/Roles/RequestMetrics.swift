import Core
import Telemetry
import Web

/// Counts requests and their times by route. Paths as they came are no labels: there would be a series for each id.
struct RequestMetrics: Sendable {
    let registry: MetricsRegistry

    func observe(_ record: RequestRecord) {
        let route = record.route ?? "none"
        registry.counter(
            "http_requests_total", help: "Requests answered.", labels: ["method": record.method, "route": route, "status": String(record.status)]
        ).increment()
        registry.histogram("http_request_duration_seconds", help: "From the head to the answer.", labels: ["method": record.method, "route": route])
            .record(record.duration.seconds)
    }
}
