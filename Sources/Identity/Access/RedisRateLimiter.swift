import Core
package import Redis
package import Web

/// Counts requests in Redis, exactly and over all servers. While Redis is away each server counts for itself, with the limit divided by their number.
package final class RedisRateLimiter: RateLimiter {
    private let redis: RedisClient
    private let deadline: Duration
    private let local: LocalRateLimiter

    /// - Parameters:
    ///   - servers: how many servers share a limit.
    ///   - deadline: how long Redis may take to answer.
    package init(redis: RedisClient, servers: Int = 1, deadline: Duration = .milliseconds(50)) {
        self.redis = redis
        self.deadline = deadline
        local = LocalRateLimiter(servers: servers)
    }

    nonisolated(nonsending) package func take(_ key: RateKey, rules: [RateRule]) async -> RateDecision? {
        await begin(key, rules: rules).decision()
    }

    nonisolated(nonsending) package func begin(_ key: RateKey, rules: [RateRule]) async -> RateCount {
        if rules.isEmpty { return RateCount { nil } }
        let keys = rules.map { Self.redisKey(key, $0) }
        let pending = try? await redis.begin(zip(rules, keys).map { RateSpending($1, RateLimit($0.limit, per: $0.window)) }, within: deadline)
        return RateCount { [local] in
            let decisions: [RateDecision]
            if let counted = try? await pending?.decisions() {
                decisions = zip(counted, rules).map(Self.decision)
            } else {
                decisions = zip(rules, keys).map(local.spend)
            }
            return decisions.reduce(nil) { Self.tighter($0, $1) }
        }
    }

    /// The decision that counts: a denial before any allowance, and then the one nearer to its end.
    static func tighter(_ left: RateDecision?, _ right: RateDecision) -> RateDecision {
        guard let left else { return right }
        if left.isAllowed != right.isAllowed { return left.isAllowed ? right : left }
        if !left.isAllowed { return left.retryAfter >= right.retryAfter ? left : right }
        return Double(left.remaining) / Double(left.rule.limit) <= Double(right.remaining) / Double(right.rule.limit) ? left : right
    }

    static func decision(_ decision: RateLimitDecision, _ rule: RateRule) -> RateDecision {
        RateDecision(
            isAllowed: decision.isAllowed, rule: rule, remaining: decision.remaining, resetAfter: decision.resetAfter, retryAfter: decision.retryAfter
        )
    }

    static func redisKey(_ key: RateKey, _ rule: RateRule) -> RedisKey {
        switch key {
        case .address(let address): .global(.address, rule.name, address)
        case .refusals(let address): .global(.address, "refused", rule.name, address)
        case .subject(let tenant, let subject): .tenant(tenant, "limit", rule.name, subject.description)
        case .operation(let operation, let tenant, let subject): .tenant(tenant, "limit", rule.name, operation, subject.description)
        }
    }
}
