import ConnectorKit

/// Calls of Klaviyo's API: one revision, limits heeded, short troubles sat out. Belongs to one call of the connector.
final class Client {
    let host: Host
    private let revision: String
    /// No call before this: the last answer said that the minute is used up.
    private var pausedUntil: Instant?

    static let base = "https://a.klaviyo.com/api/"
    private static let type = "application/vnd.api+json"
    /// How often one call is made again for a throttle before the read gives up.
    private static let patience = 5
    private static let retries = 3

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        revision = settings.revision
    }

    /// A resource or a list; `path` below `/api/`.
    func get(_ path: String, _ query: [(name: String, value: String)] = []) throws -> JSONView {
        try send(Request(.get, Client.base + path, query: query, headers: headers))
    }

    /// The page at an address that an answer gave.
    func get(at url: String) throws -> JSONView {
        guard url.hasPrefix(Client.base) else { throw ConnectorFailure(.contract, "Klaviyo's next page lies outside of its API.") }
        return try send(Request(.get, url, headers: headers))
    }

    /// A report: a POST that only asks.
    func report(_ path: String, _ query: [(name: String, value: String)] = [], _ body: [UInt8]) throws -> JSONView {
        try send(Request(.post, Client.base + path, query: query, headers: headers, idempotent: true).body(body, type: Client.type))
    }

    private var headers: [(name: String, value: String)] { [(name: "revision", value: revision), (name: "accept", value: Client.type)] }

    private func send(_ request: Request) throws -> JSONView {
        var throttles = 0
        var faults = 0
        while true {
            try sitOut()
            let response = try host.send(request)
            let (body, refusal) = try read(response)
            guard let refusal else {
                note(response)
                return body
            }
            if let until = refusal.failure.until {
                throttles += 1
                guard throttles <= Client.patience else { throw refusal }
                host.log(.info, "\(refusal.failure.kind.rawValue): waiting until \(until).")
                try host.wait(until: until)
            } else if refusal.failure.kind == .transient, faults < Client.retries {
                try host.wait(until: host.now.adding(seconds: 1 << Int64(faults)))
                faults += 1
            } else {
                throw refusal
            }
        }
    }

    private func sitOut() throws {
        guard let until = pausedUntil else { return }
        pausedUntil = nil
        if until > host.now { try host.wait(until: until) }
    }

    /// The steady window is used up: the next call waits for its end instead of being refused.
    private func note(_ response: Response) {
        guard response.header("ratelimit-remaining").flatMap({ Int64($0) }) == 0,
            let reset = response.header("ratelimit-reset").flatMap({ Int64($0) }),
            reset > 0, reset < 86_400
        else { return }
        pausedUntil = host.now.adding(seconds: reset)
    }

    /// The body, and why it is none.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        do {
            let body = try response.json()
            return (body, KlaviyoErrors.refusal(response, body, now: host.now))
        } catch let failure as ConnectorFailure {
            // A refusal may have any body; a success with a web page or half a document is a fault of the way here.
            return (.missing, KlaviyoErrors.refusal(response, .missing, now: host.now) ?? Refusal(failure: failure, status: response.status))
        }
    }
}
