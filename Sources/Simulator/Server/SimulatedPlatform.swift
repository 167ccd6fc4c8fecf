import Core

/// One platform's API over the business. A new platform is a folder with a type of this kind, and a line in `Simulator`.
protocol SimulatedPlatform: Sendable {
    /// The first segment of its paths, and its name in statistics and faults.
    var name: String { get }

    /// The credential that the request carries in the platform's own way.
    func token(of request: SimulatedRequest) -> String?

    /// The platform's answer to a missing or unknown token.
    func refusal() -> SimulatedResponse
    /// The platform's answer to a token that has run out.
    func expiry() -> SimulatedResponse
    /// The platform's answer to too many calls.
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse
    /// The platform's answer when it is broken for a moment.
    func outage() -> SimulatedResponse

    /// The regular answer. `path` of the request is what stands behind the prefix.
    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse
}

/// `sim-<seed>-<anything>`: the token that chooses the business. `sim-<seed>-expired…` has run out.
struct SimulatorToken: Sendable, Hashable {
    let seed: UInt64
    let hasExpired: Bool

    init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "sim", let seed = UInt64(parts[1]) else { return nil }
        self.seed = seed
        hasExpired = parts[2].hasPrefix("expired")
    }
}
