import ConnectorKit

/// Calls of the API of Search Console; short troubles are sat out. Belongs to one call of the connector.
final class SearchAPI {
    let host: Host
    private let base: String

    /// How often a call is made again after a failure of the server.
    private static let tries = 3

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        base = "https://\(settings.host)/webmasters/v3/"
    }

    /// Throws `Refusal`.
    func sites() throws -> JSONView { try send(Request(.get, base + "sites")) }

    /// A page of figures. The whole name of the site is one segment of the path, its slashes encoded. Throws `Refusal`.
    func query(_ site: String, _ build: (inout Row) -> Void) throws -> JSONView {
        try send(Request(.post, base + "sites/\(PercentEncoding.encode(site))/searchAnalytics/query", idempotent: true).json(build))
    }

    /// Sits out failures of the server, and a used up load once for a minute, or as long as Google says.
    private func send(_ request: Request) throws -> JSONView {
        var refusals = 0
        var pauses = 0
        while true {
            let (body, refusal) = try read(try host.send(request))
            guard let refusal else { return body }
            switch refusal.failure.kind {
            case .rateLimited:
                guard pauses < (refusal.isTold ? 5 : 1), let until = refusal.failure.until else { throw refusal }
                pauses += 1
                host.log(.info, "\(refusal.failure.message) Waiting until \(until).")
                try host.wait(until: until)
            case .transient where refusals < SearchAPI.tries:
                try host.wait(until: host.now.adding(seconds: 2 << Int64(refusals)))
                refusals += 1
            default: throw refusal
            }
        }
    }

    /// The body, and why it is none. A success whose body is a web page or half a document is a fault of the way here.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        do {
            let body = try response.json()
            return (body, SearchErrors.refusal(response, body))
        } catch let failure as ConnectorFailure {
            return (.missing, SearchErrors.refusal(response, .missing) ?? Refusal(failure: failure))
        }
    }
}
