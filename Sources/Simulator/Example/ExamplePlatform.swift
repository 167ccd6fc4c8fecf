import Core

/// The platform of a new connector (`tactics connector new`), which asks `api.example.com`, a name that nobody can own (RFC 2606): the account, and the
/// orders of the business page by page, by their number. Nobody's real interface is like this one.
final class ExamplePlatform: SimulatedPlatform {
    let name = "example"

    private static let largestPage = 250

    func token(of request: SimulatedRequest) -> String? { request.bearer }

    func refusal() -> SimulatedResponse { Self.failure(401, "unknown token") }
    func expiry() -> SimulatedResponse { Self.failure(401, "the token has expired") }
    func outage() -> SimulatedResponse { Self.failure(503, "out of order for a moment") }

    func throttle(_ request: SimulatedRequest) -> SimulatedResponse {
        var response = Self.failure(429, "too many requests")
        response.headers.append((name: "Retry-After", value: "1"))
        response.outcome = .throttled
        return response
    }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        switch (request.method, request.path) {
        case ("GET", ["me"]): SimulatedResponse(["id": .string("shop-\(business.seed)"), "name": .string(business.name)])
        case ("GET", ["orders"]): orders(request, business)
        default: Self.failure(404, "there is nothing at this path")
        }
    }

    /// `?limit=&after=`: the orders behind a number, in the order of their numbers.
    private func orders(_ request: SimulatedRequest, _ business: SimulatedBusiness) -> SimulatedResponse {
        let limit = min(max(request.parameters["limit"].flatMap { Int($0) } ?? 100, 1), Self.largestPage)
        let after = request.parameters["after"].flatMap { Int64($0) } ?? 0
        let rest = business.orders.filter { $0.number > after }.sorted { $0.number < $1.number }
        let page = rest.prefix(limit)
        let next = rest.count > limit ? page.last.map { JSON.string(String($0.number)) } : nil
        return SimulatedResponse(
            ["orders": .array(page.map { order($0, business) }), "next": next ?? .null], outcome: .page)
    }

    private func order(_ order: SimulatedOrder, _ business: SimulatedBusiness) -> JSON {
        [
            "id": .string(String(order.number)), "placed_at": .string(Instant(seconds: order.placed.seconds).description),
            "total": .string(Micros.text(order.total, decimals: 2)), "currency": .string(business.currency.code),
        ]
    }

    private static func failure(_ status: Int, _ message: String) -> SimulatedResponse {
        SimulatedResponse(status: status, ["error": ["message": .string(message)]], outcome: .failed)
    }
}
