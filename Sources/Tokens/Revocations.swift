import Core

/// Tokens and sessions that ended before their tokens do. An entry is kept until the longest-lived token that it can concern has run out.
struct Revocations {
    private var until: [UniqueID: Instant] = [:]
    private var nextSweep = Instant(seconds: 0)

    var isEmpty: Bool { until.isEmpty }
    var count: Int { until.count }

    mutating func add(_ id: UniqueID, until end: Instant, now: Instant) {
        until[id] = max(end, until[id] ?? end)
        guard now >= nextSweep else { return }
        until = until.filter { $0.value > now }
        nextSweep = now + .seconds(60)
    }

    func covers(_ claims: AccessClaims) -> Bool {
        !until.isEmpty && (until[claims.tokenID] != nil || until[claims.session.value] != nil)
    }
}
