import Core
import Synchronization

/// Meta's Marketing API: ad accounts, their structure, and insights.
final class MetaPlatform: SimulatedPlatform {
    let name = "meta"
    private let settings: MetaSettings
    private let meters = Mutex<[UInt64: MetaMeter]>([:])
    private let reports = Mutex<[UInt64: MetaReports]>([:])

    init(_ settings: MetaSettings) { self.settings = settings }

    func token(of request: SimulatedRequest) -> String? { request.parameters["access_token"] ?? request.bearer }

    func refusal() -> SimulatedResponse { MetaError.invalidToken.response }
    func expiry() -> SimulatedResponse { MetaError.expiredToken.response }
    func outage() -> SimulatedResponse { MetaError.outage.response }

    func throttle(_ request: SimulatedRequest) -> SimulatedResponse { MetaError.throttled(insights: request.path.last == "insights").response }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        let account = request.path.dropFirst().first.flatMap { node in business.adAccounts.first { "act_\($0.id)" == node } }
        let isInsights = request.path.last == "insights"
        let (isBlocked, percent) = meters.withLock { meters in
            let refused = meters[business.seed, default: MetaMeter()].refuses(at: now, settings)
            return (refused, meters[business.seed, default: MetaMeter()].percent(settings))
        }
        var response = isBlocked ? MetaError.throttled(insights: isInsights).response : routed(request, business, token)
        response.headers += MetaUsage.headers(
            percent: percent, account: account ?? business.adAccounts.first, isInsights: isInsights, isBlocked: isBlocked, settings)
        return response
    }

    private func routed(_ request: SimulatedRequest, _ business: SimulatedBusiness, _ token: String) -> SimulatedResponse {
        do throws(MetaError) {
            try check(request, token)
            if let answer = try report(request, business) { return answer }
            return try MetaRoutes(request, business, settings).response()
        } catch {
            return error.response
        }
    }

    private func check(_ request: SimulatedRequest, _ token: String) throws(MetaError) {
        if let secret = settings.appSecret, request.parameters["appsecret_proof"] != AppSecretProof.proof(of: token, secret: secret) {
            throw .wrongProof
        }
        guard let version = request.path.first, version.first == "v", let number = Double(version.dropFirst()),
            settings.versions.contains(Int(number))
        else {
            throw .version("v\(settings.versions.upperBound).0")
        }
    }

    /// The answer to what concerns a report run: to start, poll or read one. `nil` for anything else.
    private func report(_ request: SimulatedRequest, _ business: SimulatedBusiness) throws(MetaError) -> SimulatedResponse? {
        guard request.path.count >= 2 else { return nil }
        if request.method == "POST", request.path.count == 3, request.path[2] == "insights" {
            var trial = request
            trial.method = "GET"
            _ = try MetaRoutes(trial, business, settings).response()
            return SimulatedResponse(reports.withLock { $0[business.seed, default: MetaReports()].start(request) })
        }
        guard request.method == "GET", let known = reports.withLock({ $0[business.seed] }) else { return nil }
        if request.path.count == 2 {
            let state: JSON? = reports.withLock { $0[business.seed, default: MetaReports()].poll(request.path[1], polls: settings.reportPolls) }
            return state.map { SimulatedResponse($0) }
        }
        guard request.path[2] == "insights", let page = try known.page(request, polls: settings.reportPolls) else { return nil }
        return try MetaRoutes(page, business, settings).response()
    }
}
