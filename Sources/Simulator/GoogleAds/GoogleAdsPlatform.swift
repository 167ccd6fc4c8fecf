import Core
import Synchronization

/// Google's Ads API with a manager above its accounts, and the Data Manager API beside it.
final class GoogleAdsPlatform: SimulatedPlatform {
    let name = "google-ads"
    private let settings: GoogleAdsSettings
    private let seeds = Mutex<[UInt64: Seed]>([:])

    /// What is remembered of one business.
    private struct Seed: Sendable {
        var meter = GoogleAdsMeter()
        var state = GoogleAdsState()
        var requests = 0
    }

    init(_ settings: GoogleAdsSettings) { self.settings = settings }

    func token(of request: SimulatedRequest) -> String? { request.bearer }

    func refusal() -> SimulatedResponse { failure(.invalidToken) }
    func expiry() -> SimulatedResponse { failure(.expiredToken) }
    func outage() -> SimulatedResponse { failure(.outage) }
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse { failure(.throttled(seconds: settings.retrySeconds)) }

    private func failure(_ error: GoogleAdsError) -> SimulatedResponse {
        error.response(version: "v\(settings.versions.upperBound)", id: "sim-0")
    }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        let number = seeds.withLock { seeds in
            seeds[business.seed, default: Seed()].requests += 1
            return seeds[business.seed, default: Seed()].requests
        }
        let id = "sim-\(business.seed)-\(number)"
        let routes = GoogleAdsRoutes(request: request, business: business, settings: settings, requestID: id)
        if let refusal = seeds.withLock({ $0[business.seed, default: Seed()].meter.refusal(at: now, settings) }) {
            return refusal.response(version: "v\(settings.versions.upperBound)", id: id, isStream: routes.isStream)
        }
        let manager = DataManager(business: business, settings: settings, requestID: id)
        // Queries go on beside each other; changes of one business come one after the other.
        guard request.method == "POST", request.path.last?.hasPrefix("googleAds:") == false else {
            var state = state(business.seed)
            return Self.answer(routes, manager, &state)
        }
        return seeds.withLock { Self.answer(routes, manager, &$0[business.seed, default: Seed()].state) }
    }

    private static func answer(_ routes: GoogleAdsRoutes, _ manager: DataManager, _ state: inout GoogleAdsState) -> SimulatedResponse {
        if let answer = manager.answer(routes.request, &state) { return answer }
        do throws(GoogleAdsError) { return try routes.response(&state) } catch {
            return error.response(
                version: "v\(routes.settings.versions.upperBound)", id: routes.requestID, isStream: routes.isStream)
        }
    }

    /// What callers have changed in a business, for tests.
    func state(_ seed: UInt64) -> GoogleAdsState { seeds.withLock { $0[seed]?.state ?? GoogleAdsState() } }
}
