import ConnectorKit

/// Calls of the Graph API: one version, usage headers heeded, short troubles sat out. Belongs to one call of the connector.
final class Graph {
    let host: Host
    private let base: String
    /// No call before this: the last answer said that the limits are nearly used up.
    private var pausedUntil: Instant?

    /// How often one call is made again for a throttle before the read gives up.
    private static let patience = 10

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        base = "https://graph.facebook.com/\(settings.version)/"
    }

    /// A node or an edge. Throws `Refusal` where the caller may do something about it and for everything else.
    func get(_ path: String, _ query: [(name: String, value: String)]) throws -> JSONView { try send(Request(.get, base + path, query: query)) }

    /// Sends a form, to what does no harm when it comes twice.
    func post(_ path: String, form: [(name: String, value: String)]) throws -> JSONView {
        try send(Request(.post, base + path, idempotent: true).form(form.map { ($0.name, $0.value) }))
    }

    /// Sends JSON, to what does no harm when it comes twice.
    func post(_ path: String, _ build: (inout Row) throws -> Void) throws -> JSONView {
        try send(Request(.post, base + path, idempotent: true).json(build))
    }

    private func send(_ request: Request) throws -> JSONView {
        var refusals = 0
        while true {
            try sitOut()
            let response = try host.send(request)
            let usage = Usage(response)
            let (body, refusal) = try read(response)
            guard let refusal else {
                pausedUntil = usage.pause.map { host.now.adding(seconds: $0) }
                return body
            }
            switch refusal.remedy {
            case .wait where refusals < Graph.patience: try wait(for: refusal.failure, usage, refusals)
            case .again(let times) where refusals < times: try host.wait(until: host.now.adding(seconds: 1 << Int64(refusals)))
            default: throw refusal
            }
            refusals += 1
        }
    }

    private func sitOut() throws {
        guard let until = pausedUntil else { return }
        pausedUntil = nil
        if until > host.now {
            host.log(.info, "The limits are nearly used up: waiting until \(until).")
            try host.wait(until: until)
        }
    }

    private func wait(for failure: ConnectorFailure, _ usage: Usage, _ refusals: Int) throws {
        let until = usage.wait(afterRefusals: refusals).map { host.now.adding(seconds: $0) } ?? failure.until ?? host.now.adding(seconds: 60)
        host.log(.info, "Too many calls: waiting until \(until).")
        try host.wait(until: until)
    }

    /// The body, and why it is none.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        do {
            let body = try response.json()
            return (body, MetaErrors.refusal(response, body))
        } catch let failure as ConnectorFailure {
            // A refusal may have any body; a success with a web page or half a document is a fault of the way here.
            if let refusal = MetaErrors.refusal(response, .missing) { return (.missing, refusal) }
            return (.missing, Refusal(failure: failure, remedy: failure.kind == .transient ? .again(times: 3) : .none))
        }
    }
}
