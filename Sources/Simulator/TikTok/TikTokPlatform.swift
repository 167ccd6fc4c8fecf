import Core
import Synchronization

/// TikTok's API for Business: advertisers, their structure, reports, changes and the Events API.
final class TikTokPlatform: SimulatedPlatform {
    let name = "tiktok"
    private let settings: TikTokSettings
    private let seeds = Mutex<[UInt64: Seed]>([:])

    /// What is remembered of one business.
    private struct Seed: Sendable {
        var meter = TikTokMeter()
        var state = TikTokState()
    }

    init(_ settings: TikTokSettings) { self.settings = settings }

    /// The header alone counts, and without a word in front.
    func token(of request: SimulatedRequest) -> String? { request.headers["access-token"] }

    func refusal() -> SimulatedResponse { TikTokError.invalidToken.response }
    func expiry() -> SimulatedResponse { TikTokError.expiredToken.response }
    func outage() -> SimulatedResponse { TikTokError.outage.response }
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse { TikTokError.throttled.response }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        let isRefused = seeds.withLock { $0[business.seed, default: Seed()].meter.refuses(at: now, settings) }
        if isRefused { return TikTokError.throttled.response }
        // Reports go on beside each other; what changes a business comes one after the other.
        let changes = request.method == "POST" || request.path.contains("task")
        guard changes else {
            var state = state(business.seed)
            return respond(request, business, now, &state)
        }
        return seeds.withLock { respond(request, business, now, &$0[business.seed, default: Seed()].state) }
    }

    private func respond(
        _ request: SimulatedRequest, _ business: SimulatedBusiness, _ now: Instant, _ state: inout TikTokState
    ) -> SimulatedResponse {
        do throws(TikTokError) { return try TikTokRoutes(request, business, settings, now).response(&state) } catch { return error.response }
    }

    /// What callers have changed in a business, for tests.
    func state(_ seed: UInt64) -> TikTokState { seeds.withLock { $0[seed]?.state ?? TikTokState() } }
}

/// Counts the calls of one seed and says when they are too many.
struct TikTokMeter: Sendable {
    private var calls = 0
    private var second: Int64 = 0
    private var callsThisSecond = 0
    private var blockedUntil = Instant(seconds: 0)

    /// Counts a call; `true` when it must be refused.
    mutating func refuses(at now: Instant, _ settings: TikTokSettings) -> Bool {
        if now < blockedUntil { return true }
        calls += 1
        if now.seconds != second {
            second = now.seconds
            callsThisSecond = 0
        }
        callsThisSecond += 1
        guard settings.throttledCalls.contains(calls) || callsThisSecond > settings.callsPerSecond else { return false }
        blockedUntil = now + .seconds(settings.blockSeconds)
        return true
    }
}
