import Core
import Redis
import Sealing
import Synchronization

/// Slows guessing down: five sign-ins a minute for an account and for an address, and then a delay that doubles with each further one.
/// Counted in Redis, so that it holds over all servers; while Redis is away each server counts for itself.
final class SignInThrottle: Sendable {
    private struct Local {
        var buckets: [String: GcraBucket] = [:]
    }

    private static let account = RateLimit(5, per: .seconds(60))
    private static let address = RateLimit(20, per: .seconds(60))

    private let redis: RedisClient?
    private let deadline: Duration
    private let time: TimeSource
    private let local = Mutex(Local())
    private let failures: ExpiringCache<String, Int>

    /// - Parameter deadline: how long Redis may take to answer.
    init(redis: RedisClient?, time: TimeSource = .wall, deadline: Duration = .milliseconds(50)) {
        self.redis = redis
        self.deadline = deadline
        self.time = time
        failures = ExpiringCache(lifetime: .seconds(900), time: time)
    }

    /// Takes one attempt.
    /// - Throws: `IdentityError.tooManyAttempts`.
    func take(tenant: String?, email: String, address: String) async throws {
        let account = Self.accountKey(tenant, email)
        try await spend(Self.account, "account-\(account)", cost: cost(account))
        try await spend(Self.address, "address-\(address)", cost: 1)
    }

    /// Notes a failure: the next attempt costs twice as much, up to all five at once.
    func failed(tenant: String?, email: String) {
        let key = Self.accountKey(tenant, email)
        failures.keep((failures.find(key) ?? 0) + 1, for: key)
    }

    func succeeded(tenant: String?, email: String) { failures.forget(Self.accountKey(tenant, email)) }

    /// From the sixth failure in a row on an attempt costs more than one.
    private func cost(_ account: String) -> Int {
        let count = failures.find(account) ?? 0
        return count <= 5 ? 1 : min(5, 1 << min(count - 5, 3))
    }

    private func spend(_ limit: RateLimit, _ name: String, cost: Int) async throws {
        let decision = await decide(limit, name, cost)
        if !decision.isAllowed { throw IdentityError.tooManyAttempts(decision.retryAfter) }
    }

    private func decide(_ limit: RateLimit, _ name: String, _ cost: Int) async -> RateLimitDecision {
        if let redis, let decision = try? await redis.spend(cost, of: limit, for: .global(.login, name), within: deadline) { return decision }
        let now = time.now.microseconds
        return local.withLock { local in
            if local.buckets.count > 10_000 { local.buckets = local.buckets.filter { !$0.value.isFull(atMicrosecond: now) } }
            return local.buckets[name, default: GcraBucket(limit)].spend(cost, atMicrosecond: now)
        }
    }

    /// A digest, so that no address of a person stands in Redis.
    private static func accountKey(_ tenant: String?, _ email: String) -> String {
        hexadecimal(sha256("\(tenant ?? "")\u{0}\(BlindIndex.normalizedEmail(email))").prefix(16))
    }
}
