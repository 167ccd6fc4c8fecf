import ConnectorKit

/// Queries of the Admin API of one shop: waits for points before it asks, sits short troubles out. Belongs to one call of the connector.
final class Admin {
    let host: Host
    private let settings: Settings
    private var cost: Cost?
    /// What the last query of a name was admitted with.
    private var requested: [String: Micros] = [:]
    private var isVersionTold = false

    /// How often a query is made again: for empty buckets, and for troubles of the server.
    private static let patience = 10
    private static let tries = 4

    init(_ settings: Settings, _ host: Host) {
        self.settings = settings
        self.host = host
    }

    /// Runs a query and gives its `data`. `name` is the operation's. Throws `Refusal` for what the platform refuses. What changes something is not
    /// repeatable: the host does not send it again when no answer came.
    func query(_ name: String, _ text: String, isRepeatable: Bool = true, _ variables: (inout Row) -> Void = { _ in }) throws -> JSONView {
        let request = Request(.post, settings.url, headers: [(name: "accept", value: "application/json")], idempotent: isRepeatable).json { row in
            row.text("query", text)
            row.text("operationName", name)
            row.object("variables", variables)
        }
        var refusals = 0
        while true {
            if let until = cost?.admits(requested[name]), until > host.now { try host.wait(until: until) }
            let response = try host.send(request)
            let (body, refusal) = try read(response)
            cost = Cost(body, at: host.now) ?? cost
            if let points = Cost(body, at: host.now)?.requested { requested[name] = points }
            guard let refusal else {
                tell(response)
                return try body.required("data")
            }
            switch refusal.remedy {
            case .wait where refusals < Admin.patience: try wait(response, body, refusal, refusals)
            case .again where refusals < Admin.tries: try host.wait(until: host.now.adding(seconds: 1 << Int64(refusals)))
            default: throw refusal
            }
            refusals += 1
        }
    }

    private func wait(_ response: Response, _ body: JSONView, _ refusal: Refusal, _ refusals: Int) throws {
        let until: Instant
        if response.status == 429 {
            until = Admin.retryAfter(response, host.now) ?? refusal.failure.until ?? host.now.adding(seconds: 1 << Int64(min(refusals, 5)))
        } else if let cost = Cost(body, at: host.now), let admitted = cost.admits(cost.requested) {
            until = admitted
        } else {
            until = host.now.adding(seconds: 1 << Int64(min(refusals, 5)))
        }
        host.log(.info, "Shopify asks to wait until \(until).")
        try host.wait(until: until)
    }

    /// Seconds, which Shopify writes with a decimal (`2.0`).
    private static func retryAfter(_ response: Response, _ now: Instant) -> Instant? {
        if let instant = response.retryAfter { return instant }
        guard let seconds = response.header("retry-after").flatMap({ Micros($0) }), seconds.value >= 0 else { return nil }
        return Instant(microseconds: now.microseconds + seconds.value)
    }

    /// A version that is gone is answered by the oldest living one, without an error.
    private func tell(_ response: Response) {
        guard !isVersionTold, let used = response.header("x-shopify-api-version"), used != settings.version else { return }
        isVersionTold = true
        host.log(.warning, "Shopify answers with version \(used) instead of \(settings.version): choose a living one in the setting \"version\".")
    }

    /// The body, and why it is none. Broken JSON counts as a trouble of the server.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        do {
            let body = try response.json()
            return (body, ShopifyErrors.refusal(response, body))
        } catch var failure as ConnectorFailure {
            if let refusal = ShopifyErrors.refusal(response, .missing) { return (.missing, refusal) }
            failure.kind = .transient
            return (.missing, Refusal(failure: failure, remedy: .again))
        }
    }
}
