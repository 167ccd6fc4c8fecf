package import Core

// What this kit asks of others. The slices and `App` bring the answers.

/// What a caller showed. Its text is a secret.
package enum Credential: Sendable, Hashable {
    /// An access token, from `Authorization: Bearer`.
    case accessToken(Secret)
    /// An API key, from `Authorization: Bearer tk_…`.
    case apiKey(Secret)
    /// The console's session cookie; only for endpoints that take it.
    case session(Secret)
}

/// Finds out who shows a credential.
package protocol Authenticator: Sendable {
    /// - Returns: `nil` for a credential that is unknown, expired or withdrawn: all alike.
    /// - Throws: a `DomainError` to say more (a suspended tenant), any other error for breakage.
    nonisolated(nonsending) func authenticate(_ credential: Credential, from request: RequestFacts) async throws -> Principal?
}

/// So many requests in such a window.
package struct RateRule: Sendable, Hashable {
    /// In lower case: it becomes the policy's name in the answer's headers.
    package let name: String
    package let limit: Int
    package let window: Duration

    package init(name: String, limit: Int, window: Duration) {
        self.name = name
        self.limit = limit
        self.window = window
    }

    package static func perMinute(_ limit: Int) -> RateRule { RateRule(name: "minute", limit: limit, window: .seconds(60)) }
    package static func perHour(_ limit: Int) -> RateRule { RateRule(name: "hour", limit: limit, window: .seconds(3_600)) }
}

/// What is counted together.
package enum RateKey: Sendable, Hashable {
    /// Public endpoints, by the client's address.
    case address(String)
    /// Credentials that were refused, by the client's address.
    case refusals(String)
    /// One caller of one tenant.
    case subject(TenantID, Principal.Subject)
    /// One caller at an endpoint with rules of its own.
    case operation(String, TenantID, Principal.Subject)
}

/// A limiter's answer.
package struct RateDecision: Sendable, Hashable {
    package let isAllowed: Bool
    /// The rule that is nearest to its end, and what is left of it.
    package let rule: RateRule
    package let remaining: Int
    /// Until that rule is whole again.
    package let resetAfter: Duration
    /// For a denial: when the next request may come.
    package let retryAfter: Duration

    package init(isAllowed: Bool, rule: RateRule, remaining: Int, resetAfter: Duration, retryAfter: Duration = .zero) {
        self.isAllowed = isAllowed
        self.rule = rule
        self.remaining = remaining
        self.resetAfter = resetAfter
        self.retryAfter = retryAfter
    }
}

/// Counts requests. It never fails and never waits for long: what it does without its store is its own decision.
package protocol RateLimiter: Sendable {
    /// Takes one request from each of the rules; `nil` where there is nothing to limit.
    nonisolated(nonsending) func take(_ key: RateKey, rules: [RateRule]) async -> RateDecision?

    /// Begins to take, and leaves the answer for later: for what is done while a store counts. Whoever begins must ask for the decision.
    nonisolated(nonsending) func begin(_ key: RateKey, rules: [RateRule]) async -> RateCount
}

extension RateLimiter {
    /// For a limiter that has its answer at once.
    nonisolated(nonsending) package func begin(_ key: RateKey, rules: [RateRule]) async -> RateCount {
        let decision = await take(key, rules: rules)
        return RateCount { decision }
    }
}

/// A decision that a limiter is still making.
package struct RateCount: Sendable {
    private let wait: nonisolated(nonsending) @Sendable () async -> RateDecision?

    /// - Parameter wait: gives the answer once it is there; asked once.
    package init(_ wait: nonisolated(nonsending) @escaping @Sendable () async -> RateDecision?) { self.wait = wait }

    nonisolated(nonsending) package func decision() async -> RateDecision? { await wait() }
}

/// Lets everything pass: for internal listeners.
package struct UnlimitedRate: RateLimiter {
    package init() {}
    nonisolated(nonsending) package func take(_ key: RateKey, rules: [RateRule]) async -> RateDecision? { nil }
}

/// Something that someone did, tried to do or was refused.
package struct AuditEvent: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable {
        case success, failure, denied
    }

    package var tenant: TenantID
    /// As `Principal.Subject` describes itself, or what the handler said.
    package var actor: String
    package var action: String
    package var resourceType: String?
    package var resourceID: String?
    package var outcome: Outcome
    /// Before and after, secrets masked by who gave them.
    package var changes: JSON?
    package var address: String
    package var userAgent: String?
    package var requestID: String
    /// The HTTP status that was answered.
    package var status: Int
    package var time: Instant

    package init(
        tenant: TenantID, actor: String, action: String, resourceType: String? = nil, resourceID: String? = nil, outcome: Outcome,
        changes: JSON? = nil,
        address: String = "", userAgent: String? = nil, requestID: String = "", status: Int = 0, time: Instant = .now
    ) {
        self.tenant = tenant
        self.actor = actor
        self.action = action
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.outcome = outcome
        self.changes = changes
        self.address = address
        self.userAgent = userAgent
        self.requestID = requestID
        self.status = status
        self.time = time
    }
}

/// Where audit events go. It returns when the event can not be lost any more, or is in a queue that is spooled.
package protocol AuditSink: Sendable {
    func record(_ event: AuditEvent) async
}

/// Drops events: for internal listeners and for tests of other things.
package struct NoAudit: AuditSink {
    package init() {}
    package func record(_ event: AuditEvent) async {}
}
