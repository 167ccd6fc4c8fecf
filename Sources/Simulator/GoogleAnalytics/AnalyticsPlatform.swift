import Core
import Synchronization

/// Google Analytics: the Admin API's account summaries and properties, and the Data API's reports.
final class AnalyticsPlatform: SimulatedPlatform {
    let name = "google-analytics"
    private let settings: AnalyticsSettings
    private let meters = Mutex<[UInt64: AnalyticsMeter]>([:])

    init(_ settings: AnalyticsSettings) { self.settings = settings }

    func token(of request: SimulatedRequest) -> String? { request.bearer }

    func refusal() -> SimulatedResponse { AnalyticsError.invalidToken.response }
    func expiry() -> SimulatedResponse { AnalyticsError.invalidToken.response }
    func outage() -> SimulatedResponse { AnalyticsError.outage.response }
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse { AnalyticsError.concurrent.response }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        do throws(AnalyticsError) {
            guard let version = request.path.first, settings.versions.contains(version) else { throw .nothing }
            let routes = AnalyticsRoutes(request: request, business: business, settings: settings)
            if let answer = try routes.answer() { return SimulatedResponse(answer) }
            let method = try routes.method()
            if let refusal = meters.withLock({ $0[business.seed, default: AnalyticsMeter()].refusal(at: now, settings) }) { throw refusal }
            guard let body = try? JSON(parsing: request.body) else { throw .argument("Invalid JSON payload received.") }
            return try report(method, body, business)
        } catch {
            return error.response
        }
    }

    private func report(_ method: String, _ body: JSON, _ business: SimulatedBusiness) throws(AnalyticsError) -> SimulatedResponse {
        switch method {
        case "runReport": return SimulatedResponse(try report(body, business), outcome: .page)
        case "batchRunReports":
            let requests = body["requests"]?.array ?? []
            guard (1...5).contains(requests.count) else { throw .argument("A batch has 1 to 5 requests.") }
            var reports: [JSON] = []
            for request in requests { reports.append(try report(request, business)) }
            return SimulatedResponse(["reports": .array(reports), "kind": "analyticsData#batchRunReports"], outcome: .page)
        default: throw .nothing
        }
    }

    private func report(_ body: JSON, _ business: SimulatedBusiness) throws(AnalyticsError) -> JSON {
        // The first day that is not in the history yet is the property's today.
        let query = try AnalyticsQuery(body, today: business.until + 1, currency: business.currency, settings)
        let report = AnalyticsReport(query, business)
        let quota = meters.withLock { meters in
            meters[business.seed, default: AnalyticsMeter()].spend(report.count, settings)
            return meters[business.seed, default: AnalyticsMeter()].json(settings)
        }
        return report.json(business, quota: quota, settings)
    }
}
