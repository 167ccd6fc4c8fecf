package import Core
import Synchronization

/// The simulator without its socket: takes a request and gives the platform's answer.
package final class Simulator: Sendable {
    private struct Seeded: Sendable {
        let business: SimulatedBusiness
        /// The same business with the purchases of some last days uncounted, by their number.
        var withheld: [Int: SimulatedBusiness] = [:]
        var faults: SimulatorFaults
        var statistics: [String: PlatformStatistics] = [:]
    }

    private let configuration: SimulatorConfiguration
    private let time: TimeSource
    private let platforms: [any SimulatedPlatform]
    private let consent = SimulatedConsent()
    private let seeds = Mutex<[UInt64: Seeded]>([:])

    package init(_ configuration: SimulatorConfiguration = SimulatorConfiguration(), time: TimeSource = .wall) {
        self.configuration = configuration
        self.time = time
        platforms = [
            MetaPlatform(configuration.meta), GoogleAdsPlatform(configuration.googleAds), TikTokPlatform(configuration.tiktok),
            SnapchatPlatform(configuration.snapchat), LinkedInPlatform(configuration.linkedin), ShopifyPlatform(configuration.shopify),
            StripePlatform(configuration.stripe), KlaviyoPlatform(configuration.klaviyo), AnalyticsPlatform(configuration.analytics),
            SearchConsolePlatform(configuration.searchConsole), ExamplePlatform(),
        ]
    }

    /// The business of that seed: the same one that the platforms serve.
    package func business(_ seed: UInt64) -> SimulatedBusiness { seeded(seed) { $0.business } }

    /// The business as the ad platforms see it while they have not counted the purchases of the last days.
    private func business(_ seed: UInt64, withholding days: Int) -> SimulatedBusiness {
        guard days > 0 else { return business(seed) }
        return seeded(seed) {
            let known = $0.withheld[days] ?? $0.business.withholding(days)
            $0.withheld[days] = known
            return known
        }
    }

    package func statistics(_ seed: UInt64) -> [String: PlatformStatistics] { seeded(seed) { $0.statistics } }

    package func order(_ fault: SimulatorFault, seed: UInt64) { seeded(seed) { $0.faults.add(fault) } }

    package func clearFaults(seed: UInt64) { seeded(seed) { $0.faults.clear() } }

    /// Lets days pass for that seed: new orders and spend appear, and what they restate changes.
    package func advance(_ days: Int, seed: UInt64) {
        seeded(seed) { $0 = Seeded(business: $0.business.advanced(by: days), faults: $0.faults, statistics: $0.statistics) }
    }

    /// The answer to a request. Paths begin with the platform's name or with `_sim`.
    package func respond(to request: SimulatedRequest) async -> SimulatedResponse {
        guard let prefix = request.path.first else { return Self.nothing }
        if prefix == "_sim" { return control(request) }
        let answer = consent.answer(request, now: time.now) { business($0).advertising(on: .tiktok).accounts.map(\.id) }
        if let answer { return answer }
        guard let platform = platforms.first(where: { $0.name == prefix }) else { return Self.nothing }
        var inner = request
        inner.path.removeFirst()
        guard let text = platform.token(of: inner), let token = SimulatorToken(text) else { return platform.refusal() }
        let fault = seeded(token.seed) { $0.faults.next(for: platform.name) }
        let response = await respond(inner, platform, token, text, fault)
        seeded(token.seed) {
            $0.statistics[platform.name, default: PlatformStatistics()].count(response.outcome)
            if fault != nil { $0.statistics[platform.name, default: PlatformStatistics()].faults += 1 }
        }
        return response
    }

    private func respond(
        _ request: SimulatedRequest, _ platform: any SimulatedPlatform, _ token: SimulatorToken, _ text: String, _ fault: SimulatorFault?
    ) async -> SimulatedResponse {
        if token.hasExpired { return platform.expiry() }
        switch fault?.kind {
        case .throttle: return platform.throttle(request)
        case .outage: return platform.outage()
        case .expiredToken: return platform.expiry()
        case .tooManyRequests:
            return SimulatedResponse(status: 429, ["error": "too many requests"], headers: [(name: "Retry-After", value: "1")], outcome: .throttled)
        case .badGateway:
            return SimulatedResponse(status: 502, html: "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>")
        case .latency: try? await Task.sleep(for: .milliseconds(fault?.milliseconds ?? 0))
        case .cutBody, .invalidJSON, .unknownMember, .missingMember, .numberAsText, .lateConversions, nil: break
        }
        let late = fault.flatMap { $0.kind == .lateConversions ? $0.days : nil }
        var response = platform.answer(request, business(token.seed, withholding: late ?? 0), token: text, now: time.now)
        if let drift = fault?.drift { response.body = drift.applied(to: response.body) }
        if fault?.kind == .cutBody { response.isCut = true }
        if fault?.kind == .invalidJSON { response.body = Array(response.body.dropLast(1)) + Array(",oops".utf8) }
        if fault?.kind == .cutBody || fault?.kind == .invalidJSON { response.outcome = .failed }
        return response
    }

    private func seeded<Value: Sendable>(_ seed: UInt64, _ body: (inout Seeded) -> Value) -> Value {
        seeds.withLock { seeds in
            var entry = seeds[seed] ?? Seeded(business: newBusiness(seed), faults: SimulatorFaults(configuration.faults))
            defer { seeds[seed] = entry }
            return body(&entry)
        }
    }

    private func newBusiness(_ seed: UInt64) -> SimulatedBusiness {
        SimulatedBusiness(
            seed: seed, days: configuration.days, until: configuration.until ?? SimulatorConfiguration.lastDay(at: time.now),
            customers: configuration.customers, parameters: configuration.parameters)
    }

    static let nothing = SimulatedResponse(status: 404, ["error": "there is nothing at this path of the simulator"], outcome: .failed)
}
