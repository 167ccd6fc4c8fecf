import Core
import Logging
import NIOHTTP1

// From an answer or an error to the fields of a response.

extension Pipeline {
    /// The one mapper of errors.
    func problem(of error: any Error, _ trip: inout Trip) -> Answer {
        let problem = Problem(of: error)
        trip.problem = problem
        if problem.status >= 500 { logBreakage(error, problem, trip) }
        if problem.status == 401, let page = trip.route?.endpoint.options.signInPage {
            return Answer(status: 303, content: .none, headers: [("Location", page)])
        }
        var answer = Answer(status: problem.status, contentType: "application/problem+json", content: .bytes(problem.body(requestID: trip.id)))
        answer.headers = problem.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let wait = problem.retryAfter { answer.headers.append(("Retry-After", String(wait.wholeSeconds(least: 1)))) }
        return answer
    }

    private func logBreakage(_ error: any Error, _ problem: Problem, _ trip: Trip) {
        logger.error(
            "request failed",
            metadata: [
                "request_id": "\(trip.id)", "trace_id": "\(trip.trace.traceID)", "route": "\(trip.route?.endpoint.path ?? "-")",
                "status": "\(problem.status)",
                "error": "\(String(reflecting: error))",
            ])
    }

    func fields(_ answer: Answer, _ trip: Trip) -> [UInt8] {
        let isPage = answer.contentType?.hasPrefix("text/html") == true
        var fields = isPage ? StandardFields.page : StandardFields.data
        fields.reserveCapacity(fields.count + 512)
        if configuration.isBehindTLS { fields.append(contentsOf: StandardFields.hsts) }
        fields.field("X-Request-Id", trip.id)
        switch answer.contentType {
        case "application/json"?: fields.append(contentsOf: StandardFields.json)
        case let type?: fields.field("Content-Type", type)
        case nil: break
        }
        fields.append(contentsOf: cacheControl(answer, trip))
        if let rate = trip.rate { fields.rate(rate.decision, rate.rules) }
        if let origin = trip.allowedOrigin {
            fields.field("Access-Control-Allow-Origin", origin)
            fields.append(contentsOf: StandardFields.exposed)
        }
        switch (trip.origin != nil, answer.varies) {
        case (true, true): fields.field("Vary", "Origin, Accept-Encoding")
        case (true, false): fields.field("Vary", "Origin")
        case (false, true): fields.field("Vary", "Accept-Encoding")
        case (false, false): break
        }
        for header in answer.headers { fields.field(header.name, header.value) }
        if trip.problem == nil || answer.status < 400, let noted = trip.exchange?.noted {
            for header in noted.headers { fields.field(header.name, header.value) }
        }
        return fields
    }

    private func cacheControl(_ answer: Answer, _ trip: Trip) -> [UInt8] {
        guard trip.problem == nil, let route = trip.route, !route.endpoint.options.isSensitive else { return StandardFields.noStore }
        if answer.isImmutable { return StandardFields.immutable }
        if let age = route.endpoint.options.publicCache { return StandardFields.line("Cache-Control", "public, max-age=\(age.wholeSeconds())") }
        return StandardFields.isPrivate
    }

    /// A log line without queries or bodies, and a record for metrics.
    func conclude(_ head: HTTPRequestHead, _ answer: Answer, _ trip: Trip, _ duration: Duration) {
        let tenant = trip.principal?.tenant
        if configuration.logsRequests {
            logger.info(
                "request",
                metadata: [
                    "request_id": "\(trip.id)", "trace_id": "\(trip.trace.traceID)", "method": "\(head.method.rawValue)",
                    "route": "\(trip.route?.endpoint.path ?? "-")", "status": "\(answer.status)",
                    "ms": "\(Int(duration.seconds * 1_000))", "tenant": "\(tenant?.description ?? "-")",
                    "code": "\(trip.problem?.code ?? "-")",
                ])
        }
        observe?(
            RequestRecord(
                method: head.method.rawValue, route: trip.route?.endpoint.path, status: answer.status, duration: duration, tenant: tenant,
                problem: trip.problem?.code))
    }
}

extension [UInt8] {
    /// The fields of the IETF draft "RateLimit header fields for HTTP" (structured fields: one item per policy).
    fileprivate mutating func rate(_ decision: RateDecision, _ rules: [RateRule]) {
        var policy = ""
        for rule in rules {
            if !policy.isEmpty { policy += ", " }
            policy += "\"\(rule.name)\";q=\(rule.limit);w=\(rule.window.wholeSeconds())"
        }
        field("RateLimit-Policy", policy)
        field("RateLimit", "\"\(decision.rule.name)\";r=\(decision.remaining);t=\(decision.resetAfter.wholeSeconds())")
    }
}
