import ConnectorKit

/// Calls of the API for Business: one version, throttles waited out, short troubles sat out. Belongs to one call of the connector.
final class API {
    let host: Host
    private let base: String

    /// How often one call is made again after "too many calls": 1, 2, 4 … 32 seconds apart, at most a minute in all.
    private static let patience = 6
    /// How often one call is made again after a trouble of TikTok's.
    private static let retries = 3

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        base = settings.base
    }

    /// A read. The result is `data` of the answer. Throws `Refusal` where the caller may do something about it and for everything else.
    func get(_ path: String, _ query: [(name: String, value: String)], credential: String = "default") throws -> JSONView {
        try call(Request(.get, base + path, query: query, credential: credential))["data"]
    }

    /// A read whose answer may be no envelope but a file.
    func download(_ path: String, _ query: [(name: String, value: String)]) throws -> [UInt8] {
        let request = Request(.get, base + path, query: query)
        var trouble = Trouble()
        while true {
            let response = try host.send(request)
            let bytes = try response.bytes()
            let body = try? JSONDocument(bytes).root
            let isEnvelope = body?["code"].exists == true
            guard !response.isSuccess || isEnvelope, let refusal = TikTokErrors.refusal(response, body ?? .missing, now: host.now) else {
                return bytes
            }
            try sitOut(refusal, &trouble)
        }
    }

    /// A call with a JSON body, and the whole answer. `mayRepeat` says that making it twice does no harm.
    func post(_ path: String, mayRepeat: Bool, _ build: (inout Row) throws -> Void) throws -> JSONView {
        let request = try Request(.post, base + path, idempotent: mayRepeat).json(build)
        return try call(request)
    }

    private func call(_ request: Request) throws -> JSONView {
        var trouble = Trouble()
        while true {
            let response = try host.send(request)
            let (body, refusal) = try read(response)
            guard let refusal else { return body }
            try sitOut(refusal, &trouble, mayRepeat: request.idempotent)
        }
    }

    /// How often a call was made again.
    private struct Trouble {
        var throttles = 0
        var faults = 0
    }

    /// Waits where waiting helps; throws the refusal where it does not. A throttled call was not carried out, so it may always be made again.
    private func sitOut(_ refusal: Refusal, _ trouble: inout Trouble, mayRepeat: Bool = true) throws {
        switch refusal.remedy {
        case .wait where trouble.throttles < API.patience:
            try host.wait(until: refusal.failure.until ?? host.now.adding(seconds: 1 << Int64(trouble.throttles)))
            trouble.throttles += 1
        case .again where mayRepeat && trouble.faults < API.retries:
            try host.wait(until: host.now.adding(seconds: 5 << Int64(trouble.faults)))
            trouble.faults += 1
        case .wait:
            var failure = refusal.failure
            failure.until = max(failure.until ?? host.now, host.now.adding(seconds: TikTokErrors.longWait))
            throw Refusal(failure: failure, code: refusal.code, remedy: .none)
        default: throw refusal
        }
    }

    /// The body, and why it is none.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        do {
            let body = try response.json()
            return (body, TikTokErrors.refusal(response, body, now: host.now))
        } catch let failure as ConnectorFailure {
            // A refusal may have any body; a success with a web page or half a document is a fault of the way here.
            if !response.isSuccess { return (.missing, TikTokErrors.refusal(response, .missing, now: host.now)) }
            return (.missing, Refusal(failure: failure, code: nil, remedy: failure.kind == .transient ? .again : .none))
        }
    }
}

/// List parameters travel as JSON text inside the query string.
enum JSONList {
    static func text(_ items: [String]) -> String { String(Row.json { $0.texts("x", items) }.dropFirst(5).dropLast()) }
}
