import Core
import Redis
import Synchronization
package import Web

/// Counts requests in this process alone: for where there is no Redis, and for while it is away.
package final class LocalRateLimiter: RateLimiter {
    private let servers: Int
    private let buckets = Mutex<[String: GcraBucket]>([:])

    /// - Parameter servers: how many share a limit; each gets its part.
    package init(servers: Int = 1) { self.servers = max(1, servers) }

    nonisolated(nonsending) package func take(_ key: RateKey, rules: [RateRule]) async -> RateDecision? {
        rules.map { spend($0, RedisRateLimiter.redisKey(key, $0)) }.reduce(nil) { RedisRateLimiter.tighter($0, $1) }
    }

    func spend(_ rule: RateRule, _ key: RedisKey) -> RateDecision {
        let limit = RateLimit(max(1, rule.limit / servers), per: rule.window)
        let now = Instant.now.microseconds
        let decision = buckets.withLock { buckets in
            if buckets.count > 50_000 { buckets = buckets.filter { !$0.value.isFull(atMicrosecond: now) } }
            return buckets[key.text, default: GcraBucket(limit)].spend(atMicrosecond: now)
        }
        return RedisRateLimiter.decision(decision, rule)
    }
}
