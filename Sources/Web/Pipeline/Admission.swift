import Core
import Synchronization

/// Who may go on: authentication, the rates and the permission, in that order.
struct Admission: Sendable {
    let authenticator: any Authenticator
    let limiter: any RateLimiter
    let configuration: WebConfiguration
    let denials = Denials()

    /// - Throws: 401 for a credential that is none, 429 for an address with too many of them.
    nonisolated(nonsending) func principal(for endpoint: Endpoint, _ facts: RequestFacts) async throws -> Principal? {
        guard let credential = try credential(for: endpoint, facts) else {
            if endpoint.permission == nil { return nil }
            throw Problem.unauthenticated
        }
        if let principal = try await authenticator.authenticate(credential, from: facts) { return principal }
        // A page sends the browser on to sign in; an old cookie is no attack.
        if case .session = credential, endpoint.permission == nil { return nil }
        if let decision = await limiter.take(.refusals(facts.address), rules: configuration.refusalRates), !decision.isAllowed {
            throw Self.tooMany(decision)
        }
        throw Self.refused
    }

    private static let refused: Problem = {
        var problem = Problem.unauthenticated
        problem.headers["WWW-Authenticate"] = "Bearer error=\"invalid_token\""
        return problem
    }()

    private func credential(for endpoint: Endpoint, _ facts: RequestFacts) throws -> Credential? {
        let given = facts.headers.all("authorization")
        guard given.count <= 1 else { throw Self.refused }
        if let value = given.first {
            let text = try bearer(value)
            return text.utf8.starts(with: "tk_".utf8) ? .apiKey(Secret(text)) : .accessToken(Secret(text))
        }
        guard endpoint.options.takesSession, let cookie = facts.headers.cookie(configuration.sessionCookie), !cookie.isEmpty,
            cookie.utf8.count <= 4_096
        else { return nil }
        if !endpoint.method.isSafe { try requireOwnOrigin(facts) }
        return .session(Secret(cookie))
    }

    /// What stands behind `Bearer` and spaces, with no space in it or behind it but at the end.
    private func bearer(_ value: String) throws -> String {
        let space = UInt8(ascii: " ")
        // Bytes: a token is long, and walking it by characters costs more than looking it up.
        let bytes = value.utf8
        guard let end = bytes.firstIndex(of: space), value[..<end].lowercased() == "bearer",
            let start = bytes[end...].firstIndex(where: { $0 != space })
        else { throw Self.refused }
        let stop = bytes[start...].firstIndex(of: space) ?? bytes.endIndex
        let text = String(value[start..<stop])
        guard text.utf8.count <= 8_192, bytes[stop...].allSatisfy({ $0 == space }) else { throw Self.refused }
        return text
    }

    /// A browser says where a form came from; a form of another site must not ride on the cookie.
    private func requireOwnOrigin(_ facts: RequestFacts) throws {
        guard let origin = facts.headers["origin"] else { return }
        guard origin == "https://" + facts.host || origin == "http://" + facts.host else {
            throw Problem(status: 403, code: "foreign_origin", title: "Foreign origin", detail: "This page belongs to another site.")
        }
    }

    /// The caller's rates. Public endpoints count by address.
    func rate(for endpoint: Endpoint, _ principal: Principal?, _ facts: RequestFacts) -> (key: RateKey, rules: [RateRule])? {
        if endpoint.options.isUnlimited { return nil }
        if let principal {
            if case .system = principal.subject { return nil }
            return principal.limits.isEmpty ? nil : (.subject(principal.tenant, principal.subject), principal.limits)
        }
        return configuration.addressRates.isEmpty ? nil : (.address(facts.address), configuration.addressRates)
    }

    static func tooMany(_ decision: RateDecision) -> Problem {
        Problem(
            status: 429, code: "rate_limited", title: "Too many requests",
            detail: "At most \(decision.rule.limit) requests in \(decision.rule.window.wholeSeconds()) seconds.",
            retryAfter: .seconds(decision.retryAfter.wholeSeconds(least: 1)))
    }
}

/// Keys that the limiter denied lately: for them no handler starts before the limiter has spoken.
final class Denials: Sendable {
    private static let capacity = 10_000
    private let until = Mutex<[RateKey: Instant]>([:])

    func note(_ key: RateKey, _ decision: RateDecision, now: Instant) {
        until.withLock { until in
            if until.count >= Self.capacity { until = until.filter { $0.value > now } }
            if until.count < Self.capacity { until[key] = now + decision.retryAfter }
        }
    }

    func holds(_ key: RateKey, now: Instant) -> Bool {
        until.withLock { until in
            guard let end = until[key] else { return false }
            if end > now { return true }
            until[key] = nil
            return false
        }
    }
}
