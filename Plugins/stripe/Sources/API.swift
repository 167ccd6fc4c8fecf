import ConnectorKit

/// Calls of Stripe's API: one version, one account, short troubles sat out. Only reads, so every call may be made again. Belongs to one call of the
/// connector.
final class API {
    let host: Host
    private let headers: [(name: String, value: String)]

    private static let base = "https://api.stripe.com/v1/"
    /// How often a call is made again: for throttles, and for troubles of the server.
    private static let patience = 8
    private static let tries = 4

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        headers =
            [(name: "stripe-version", value: settings.version)] + (settings.account.map { [(name: "stripe-account", value: $0)] } ?? [])
    }

    /// An object or a page. Throws `Refusal`.
    func get(_ path: String, _ query: [(name: String, value: String)] = []) throws -> JSONView {
        let request = Request(.get, API.base + path, query: query, headers: headers)
        var refusals = 0
        while true {
            let response = try host.send(request)
            let (body, refusal) = try read(response)
            guard let refusal else { return body }
            switch refusal.remedy {
            case .wait where refusals < API.patience: try waitForRoom(response, refusals)
            case .again where refusals < API.tries: try host.wait(until: host.now.adding(milliseconds: pause(refusals)))
            default: throw refusal
            }
            refusals += 1
        }
    }

    private func waitForRoom(_ response: Response, _ refusals: Int) throws {
        let until = response.retryAfter ?? host.now.adding(milliseconds: 1_000 << Int64(min(refusals, 5)) + spread)
        host.log(.info, "Too many calls: waiting until \(until).")
        try host.wait(until: until)
    }

    /// Half a second, doubled each time, at most five; as Stripe's own libraries wait. Milliseconds.
    private func pause(_ refusals: Int) -> Int64 { min(500 << Int64(min(refusals, 4)), 5_000) + spread }

    /// Up to a quarter of a second by the clock, so that several syncs do not come back at once. Milliseconds.
    private var spread: Int64 { host.now.microseconds / 1_000 % 250 }

    /// The body, and why it is none. A success whose body is a web page or half a document is a fault of the way here.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        do {
            let body = try response.json()
            return (body, StripeErrors.refusal(response, body))
        } catch let failure as ConnectorFailure {
            if let refusal = StripeErrors.refusal(response, .missing) { return (.missing, refusal) }
            return (.missing, Refusal(failure: failure, remedy: failure.kind == .transient ? .again : .none))
        }
    }
}

extension Instant {
    fileprivate func adding(milliseconds: Int64) -> Instant { Instant(microseconds: microseconds + milliseconds * 1_000) }
}
