import Core
import Synchronization

/// Snapchat's Marketing API, with the Conversions API of its other host beside it.
final class SnapchatPlatform: SimulatedPlatform {
    let name = "snapchat"
    private let settings: SnapchatSettings
    private let seeds = Mutex<[UInt64: Seed]>([:])

    /// What is remembered of one business.
    private struct Seed: Sendable {
        var meter = SnapchatMeter()
        var state = SnapchatState()
    }

    init(_ settings: SnapchatSettings) { self.settings = settings }

    /// The Conversions API takes its token in the address.
    func token(of request: SimulatedRequest) -> String? { request.bearer ?? request.parameters["access_token"] }

    func refusal() -> SimulatedResponse { SnapchatError.unauthorized.response }
    func expiry() -> SimulatedResponse { SnapchatError.unauthorized.response }
    func outage() -> SimulatedResponse { SnapchatError.outage.response }
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse { SnapchatError(status: 429, message: "Too many requests").response }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        let until = seeds.withLock { $0[business.seed, default: Seed()].meter.refusal(at: now, settings) }
        if let until { return SnapchatError.throttled(until: until).response }
        // Reports go on beside each other; what changes a business comes one after the other.
        guard request.method != "GET" else {
            var state = state(business.seed)
            return respond(request, business, now, &state)
        }
        return seeds.withLock { respond(request, business, now, &$0[business.seed, default: Seed()].state) }
    }

    private func respond(
        _ request: SimulatedRequest, _ business: SimulatedBusiness, _ now: Instant, _ state: inout SnapchatState
    ) -> SimulatedResponse {
        if request.path.first == "v3" { return SnapchatConversions(settings: settings, now: now).answer(request, &state) }
        do throws(SnapchatError) { return try SnapchatRoutes(request, business, settings, now).response(&state) } catch { return error.response }
    }

    /// What callers have changed in a business, for tests.
    func state(_ seed: UInt64) -> SnapchatState { seeds.withLock { $0[seed]?.state ?? SnapchatState() } }
}

/// Counts the calls of one seed and says when they are too many.
struct SnapchatMeter: Sendable {
    private var calls = 0
    private var second: Int64 = 0
    private var callsThisSecond = 0
    private var blockedUntil = Instant(seconds: 0)

    /// Counts a call; when it must be refused, until when.
    mutating func refusal(at now: Instant, _ settings: SnapchatSettings) -> Instant? {
        if now < blockedUntil { return blockedUntil }
        calls += 1
        if now.seconds != second {
            second = now.seconds
            callsThisSecond = 0
        }
        callsThisSecond += 1
        guard settings.throttledCalls.contains(calls) || callsThisSecond > settings.callsPerSecond else { return nil }
        // The header tells whole seconds, so the block ends on one.
        blockedUntil = Instant(seconds: now.seconds + Int64(settings.blockSeconds))
        return blockedUntil
    }
}
