import Core
import Synchronization

/// Klaviyo's API: profiles, lists, metrics, events, campaigns, flows and their reports.
final class KlaviyoPlatform: SimulatedPlatform {
    let name = "klaviyo"
    private let settings: KlaviyoSettings
    private let meters = Mutex<[UInt64: KlaviyoMeter]>([:])

    init(_ settings: KlaviyoSettings) { self.settings = settings }

    /// A private key, or the token of an OAuth application.
    func token(of request: SimulatedRequest) -> String? {
        let prefix = "Klaviyo-API-Key "
        guard let value = request.headers["authorization"], value.hasPrefix(prefix) else { return request.bearer }
        return String(value.dropFirst(prefix.count))
    }

    func refusal() -> SimulatedResponse { KlaviyoError.key.response }
    func expiry() -> SimulatedResponse { KlaviyoError.key.response }
    func outage() -> SimulatedResponse { KlaviyoError.outage.response }
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse { KlaviyoError.throttled(settings.blockSeconds).response }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        let path = request.path.count > 1 ? request.path[1] : ""
        let counted = meters.withLock { $0[business.seed, default: KlaviyoMeter()].count(path, at: now, settings) }
        switch counted {
        case .failure(let error): return error.response
        case .success(let headers):
            var response = routed(request, business)
            response.headers += headers
            return response
        }
    }

    private func routed(_ request: SimulatedRequest, _ business: SimulatedBusiness) -> SimulatedResponse {
        do throws(KlaviyoError) {
            guard request.path.first == "api" else { throw .missing("/" + request.path.joined(separator: "/")) }
            guard let revision = request.headers["revision"], Day(revision) != nil, settings.revisions.contains(revision) else { throw .revision }
            if request.method == "POST", request.headers["content-type"]?.hasPrefix("application/vnd.api+json") != true { throw .type }
            return try KlaviyoRoutes(request: request, business: business, settings: settings).response()
        } catch {
            return error.response
        }
    }
}
