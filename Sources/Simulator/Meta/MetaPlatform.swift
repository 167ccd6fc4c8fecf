import Core
import Synchronization

/// Meta's Marketing API: ad accounts, their structure, insights, changes and the Conversions API.
final class MetaPlatform: SimulatedPlatform {
    let name = "meta"
    private let settings: MetaSettings
    private let meters = Mutex<[UInt64: MetaMeter]>([:])
    private let reports = Mutex<[UInt64: MetaReports]>([:])
    private let states = Mutex<[UInt64: MetaState]>([:])
    private let book = MetaInsightBook()

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
        var response = isBlocked ? MetaError.throttled(insights: isInsights).response : routed(request, business, token, now)
        response.headers += MetaUsage.headers(
            percent: percent, account: account ?? business.adAccounts.first, isInsights: isInsights, isBlocked: isBlocked, settings)
        return response
    }

    private func routed(_ request: SimulatedRequest, _ business: SimulatedBusiness, _ token: String, _ now: Instant) -> SimulatedResponse {
        do throws(MetaError) {
            try check(request, token)
            if let answer = try report(request, business) { return answer }
            if request.method == "POST" { return try change(request, business, now) }
            return try routes(request, business).response()
        } catch {
            return error.response
        }
    }

    private func routes(_ request: SimulatedRequest, _ business: SimulatedBusiness, isReport: Bool = false) -> MetaRoutes {
        MetaRoutes(request, MetaView(business, state(business.seed)), settings, book, isReport: isReport)
    }

    /// What callers have changed in a business.
    func state(_ seed: UInt64) -> MetaState { states.withLock { $0[seed] ?? MetaState() } }

    /// Changes an object, or takes events. One change comes after the other.
    private func change(_ request: SimulatedRequest, _ business: SimulatedBusiness, _ now: Instant) throws(MetaError) -> SimulatedResponse {
        let result: Result<JSON, MetaError> = states.withLock { states in
            var state = states[business.seed] ?? MetaState()
            defer { states[business.seed] = state }
            do throws(MetaError) { return .success(try changed(request, business, now, &state)) } catch { return .failure(error) }
        }
        return SimulatedResponse(try result.get())
    }

    private func changed(
        _ request: SimulatedRequest, _ business: SimulatedBusiness, _ now: Instant, _ state: inout MetaState
    ) throws(MetaError) -> JSON {
        if request.path.count == 3, request.path[2] == "events" {
            guard request.path[1] == MetaNodes.pixel(business) else { throw .missing(request.path[1]) }
            guard let body = try? JSON(parsing: request.body, limits: .trusted) else { throw .parameter("The body is no JSON") }
            return try MetaEvents(settings: settings, now: now).take(body, &state)
        }
        guard request.path.count == 2 else {
            throw MetaError(code: 3, message: "(#3) Application does not have the capability to make this API call.")
        }
        return try MetaChanges(request: request, view: MetaView(business, state)).apply(&state)
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
            _ = try routes(trial, business, isReport: true).response()
            return SimulatedResponse(reports.withLock { $0[business.seed, default: MetaReports()].start(request) })
        }
        guard request.method == "GET", let known = reports.withLock({ $0[business.seed] }) else { return nil }
        if request.path.count == 2 {
            let state: JSON? = reports.withLock { $0[business.seed, default: MetaReports()].poll(request.path[1], settings) }
            return state.map { SimulatedResponse($0) }
        }
        guard request.path[2] == "insights", let page = try known.page(request, polls: settings.reportPolls) else { return nil }
        return try routes(page, business, isReport: true).response()
    }
}
