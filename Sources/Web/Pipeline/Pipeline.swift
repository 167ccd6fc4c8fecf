import Core
import Logging
import NIOHTTP1

/// The way of a request: id, head checks, route, authentication, rates, permission, decoding, handler, encoding, audit, and the fields of the answer.
struct Pipeline: Sendable {
    let router: Router
    let configuration: WebConfiguration
    let admission: Admission
    let audit: any AuditSink
    let observe: (@Sendable (RequestRecord) -> Void)?
    let logger: Logger
    private let services: Services

    init(
        endpoints: [Endpoint], configuration: WebConfiguration, authenticator: any Authenticator, limiter: any RateLimiter, audit: any AuditSink,
        observe: (@Sendable (RequestRecord) -> Void)?, logger: Logger
    ) {
        router = Router(endpoints)
        self.configuration = configuration
        admission = Admission(authenticator: authenticator, limiter: limiter, configuration: configuration)
        self.audit = audit
        self.observe = observe
        self.logger = logger
        services = Services(cursors: configuration.cursors, validatesResponses: configuration.validatesResponses)
    }

    /// Answers one request. It never fails: whatever goes wrong becomes a problem.
    /// - Parameter extend: lets the connection wait longer for this request than for others.
    nonisolated(nonsending) func respond(
        to head: HTTPRequestHead, body: RequestBody, remote: String, extend: @Sendable (Duration) async throws -> Void
    ) async -> Response {
        let start = ContinuousClock.now
        var trip = Trip(id: requestID(head.headers), trace: TraceContext(head.headers), origin: head.headers["origin"].first)
        var answer: Answer
        do {
            answer = try await travel(head, body, remote, extend, &trip)
        } catch {
            answer = problem(of: error, &trip)
        }
        await cross(&trip)
        pack(&answer, head, trip)
        let response = Response(status: answer.status, fields: fields(answer, trip), content: answer.content, isHead: head.method == .HEAD)
        conclude(head, answer, trip, ContinuousClock.now - start)
        return response
    }

    nonisolated(nonsending) private func travel(
        _ head: HTTPRequestHead, _ body: RequestBody, _ remote: String, _ extend: @Sendable (Duration) async throws -> Void, _ trip: inout Trip
    ) async throws -> Answer {
        let checked = try CheckedHead(head)
        if checked.isPreflight { return await preflight(checked, head, &trip) }
        let (route, pathTexts) = try route(checked)
        trip.route = route
        let endpoint = route.endpoint
        let headers = head.headers
        let facts = RequestFacts(
            method: endpoint.method, path: String(checked.path), requestID: trip.id,
            address: configuration.trustedProxies.client(remote: remote) { headers["x-forwarded-for"] },
            headers: RequestHeaders { headers[$0] }, receivedAt: configuration.time.now)
        trip.facts = facts
        let principal = try await admission.principal(for: endpoint, facts)
        trip.principal = principal
        if let deadline = endpoint.options.deadline { try await extend(deadline) }
        let exchange = Exchange(
            facts: facts, principal: principal, pathTexts: pathTexts, query: checked.query, body: body,
            bodyLimit: endpoint.bodyLimit ?? configuration.bodyLimit, services: services)
        trip.exchange = exchange
        let result: Result<Answer, any Error>
        do { result = try await limited(endpoint, exchange, &trip) } catch { result = .failure(error) }
        await record(result, trip)
        return try result.get()
    }

    private func route(_ checked: CheckedHead) throws -> (Route, GivenParameters) {
        switch router.match(checked.method, checked.path) {
        case .endpoint(let route, let parameters): return (route, parameters)
        case .wrongMethod(let allowed): throw Self.wrongMethod(allowed)
        case .nothing where checked.method == nil: throw Self.wrongMethod(Method.allCases)
        case .nothing: throw Problem.notFound
        }
    }

    private static func wrongMethod(_ allowed: [Method]) -> Problem {
        let names = allowed.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] } + ["OPTIONS"]
        return Problem(
            status: 405, code: "method_not_allowed", title: "Method not allowed", detail: "This address answers to \(names.joined(separator: ", ")).",
            headers: ["Allow": names.joined(separator: ", ")])
    }

    /// The handler within its caller's rates. A safe read of a known caller runs while the limiter is still counting, and is thrown away where it says no.
    nonisolated(nonsending) private func limited(
        _ endpoint: Endpoint, _ exchange: Exchange, _ trip: inout Trip
    ) async throws -> Result<Answer, any Error> {
        guard let (key, rules) = admission.rate(for: endpoint, exchange.principal, exchange.facts) else { return await permitted(endpoint, exchange) }
        let overlaps =
            endpoint.method.isSafe && exchange.principal != nil && endpoint.options.rates.isEmpty
            && !admission.denials.holds(key, now: exchange.facts.receivedAt)
        if overlaps {
            let counting = await admission.limiter.begin(key, rules: rules)
            let result = await permitted(endpoint, exchange)
            try admit(await counting.decision(), key, rules, &trip)
            return result
        }
        try admit(await admission.limiter.take(key, rules: rules), key, rules, &trip)
        if !endpoint.options.rates.isEmpty, let principal = exchange.principal {
            let own = RateKey.operation(endpoint.operationID, principal.tenant, principal.subject)
            try admit(await admission.limiter.take(own, rules: endpoint.options.rates), own, endpoint.options.rates, &trip)
        }
        return await permitted(endpoint, exchange)
    }

    private func admit(_ decision: RateDecision?, _ key: RateKey, _ rules: [RateRule], _ trip: inout Trip) throws {
        guard let decision else { return }
        trip.rate = (decision, rules)
        if decision.isAllowed { return }
        admission.denials.note(key, decision, now: configuration.time.now)
        throw Admission.tooMany(decision)
    }

    nonisolated(nonsending) private func permitted(_ endpoint: Endpoint, _ exchange: Exchange) async -> Result<Answer, any Error> {
        if let permission = endpoint.permission {
            guard let principal = exchange.principal else { return .failure(Problem.unauthenticated) }
            guard principal.may(permission) else { return .failure(Problem.forbidden(permission.text)) }
        }
        do {
            return .success(try await endpoint.run(exchange))
        } catch {
            return .failure(error)
        }
    }
}

/// What is learnt of a request while it travels.
struct Trip {
    let id: String
    let trace: TraceContext
    let origin: String?
    var route: Route?
    var facts: RequestFacts?
    var principal: Principal?
    var exchange: Exchange?
    var rate: (decision: RateDecision, rules: [RateRule])?
    var problem: Problem?
    /// An origin that may read the answer.
    var allowedOrigin: String?

    init(id: String, trace: TraceContext, origin: String?) {
        self.id = id
        self.trace = trace
        self.origin = origin
    }
}
