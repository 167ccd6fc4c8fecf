import Core
import Synchronization

/// LinkedIn's Marketing API: ad accounts, their structure, analytics, changes and conversions.
final class LinkedInPlatform: SimulatedPlatform {
    let name = "linkedin"
    private let settings: LinkedInSettings
    private let seeds = Mutex<[UInt64: Seeded]>([:])

    private struct Seeded: Sendable {
        var meter = LinkedInMeter()
        var state = LinkedInState()
    }

    init(_ settings: LinkedInSettings) { self.settings = settings }

    func token(of request: SimulatedRequest) -> String? { request.bearer }

    func refusal() -> SimulatedResponse { LinkedInError.invalidToken.response }
    func expiry() -> SimulatedResponse { LinkedInError.expiredToken.response }
    func outage() -> SimulatedResponse { LinkedInError.outage.response }
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse {
        LinkedInError.throttled(settings.tellsRetryAfter ? settings.blockSeconds : nil).response
    }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        seeds.withLock { seeds in
            var seeded = seeds[business.seed] ?? Seeded()
            defer { seeds[business.seed] = seeded }
            do throws(LinkedInError) {
                if let refusal = seeded.meter.refusal(at: now, settings) { throw refusal }
                try check(request)
                return try LinkedInRoutes(request: request, business: business, settings: settings, now: now).response(&seeded.state, &seeded.meter)
            } catch {
                return error.response
            }
        }
    }

    /// The conversions that were taken for a seed.
    func conversions(_ seed: UInt64) -> [JSON] { seeds.withLock { Array(($0[seed] ?? Seeded()).state.conversions.values) } }

    private func check(_ request: SimulatedRequest) throws(LinkedInError) {
        guard request.path.first == "rest" else { throw .missing("/" + request.path.joined(separator: "/")) }
        guard let version = request.headers["linkedin-version"] else { throw .noVersion }
        guard version.count == 6, let number = Int(version), settings.versions.contains(number) else { throw .version(version) }
        guard request.headers["x-restli-protocol-version"] == "2.0.0" else { throw .argument("X-Restli-Protocol-Version 2.0.0 is required") }
        if request.method == "GET" {
            // As it was sent: colons of URNs were three bytes.
            let query = request.parameters.reduce(0) { $0 + $1.key.utf8.count + PercentText.encoded($1.value).utf8.count + 2 }
            if query > settings.longestURL { throw .longURL }
        }
    }
}
