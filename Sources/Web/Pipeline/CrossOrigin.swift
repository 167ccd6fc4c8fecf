import Core
import NIOHTTP1

// Calls from pages of other origins (the Fetch standard's CORS protocol). The API takes no cookies from them, so credentials are never allowed.

extension Pipeline {
    nonisolated(nonsending) func preflight(_ checked: CheckedHead, _ head: HTTPRequestHead, _ trip: inout Trip) async -> Answer {
        guard case .wrongMethod(let allowed) = router.match(nil, checked.path) else { return problem(of: Problem.notFound, &trip) }
        let names = allowed.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] } + ["OPTIONS"]
        var answer = Answer(status: 204, content: .none, headers: [("Allow", names.joined(separator: ", "))])
        if let origin = trip.origin, head.headers.contains(name: "access-control-request-method"), await configuration.allowsOrigin(origin, nil) {
            trip.allowedOrigin = origin
            answer.headers += [
                ("Access-Control-Allow-Methods", names.joined(separator: ", ")),
                ("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, traceparent"),
                ("Access-Control-Max-Age", "600"),
            ]
        }
        return answer
    }

    /// Lets the page of an allowed origin read the answer.
    nonisolated(nonsending) func cross(_ trip: inout Trip) async {
        guard let origin = trip.origin, trip.allowedOrigin == nil, trip.route != nil else { return }
        if await configuration.allowsOrigin(origin, trip.principal?.tenant) { trip.allowedOrigin = origin }
    }
}
