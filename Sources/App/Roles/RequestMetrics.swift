import Core
import Synchronization
import Telemetry
import Web

/// Counts requests and their times by route. Paths as they came are no labels: there would be a series for each id.
final class RequestMetrics: Sendable {
    private struct Series: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Cells {
        let requests: CounterCell
        let seconds: HistogramCell
    }

    private let registry: MetricsRegistry
    /// Of the routes that there are, so it is bounded.
    private let known = Mutex<[Series: Cells]>([:])

    init(registry: MetricsRegistry) { self.registry = registry }

    func observe(_ record: RequestRecord) {
        let cells = cells(Series(method: record.method, route: record.route ?? "none", status: record.status), isRoute: record.route != nil)
        cells.requests.increment()
        cells.seconds.record(record.duration.seconds)
    }

    /// What no route takes may have any method, and is looked up in the registry, which bounds its series.
    private func cells(_ series: Series, isRoute: Bool) -> Cells {
        if let cells = known.withLock({ $0[series] }) { return cells }
        let cells = Cells(
            requests: registry.counter(
                "http_requests_total", help: "Requests answered.",
                labels: ["method": series.method, "route": series.route, "status": String(series.status)]),
            seconds: registry.histogram(
                "http_request_duration_seconds", help: "From the head to the answer.", labels: ["method": series.method, "route": series.route]))
        if isRoute { known.withLock { $0[series] = cells } }
        return cells
    }
}
