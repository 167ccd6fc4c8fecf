import ConnectorKit

/// Calls of the Marketing API and of the Conversions API: throttles waited out, short troubles sat out. Belongs to one call of the connector.
final class API {
    let host: Host
    let base: String

    static let conversions = "https://tr.snapchat.com/v3/"
    /// How often one call is made again after 429: 1, 2, 4 … seconds apart where no header tells when.
    private static let patience = 6
    /// How often one call is made again after a trouble of Snapchat's: 1, 3 and 9 seconds apart.
    private static let retries = 3
    /// Seconds until a call is worth trying again after all that.
    private static let longWait: Int64 = 300

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        base = "https://adsapi.snapchat.com/\(settings.version)/"
    }

    /// A read. Throws `Refusal` where the caller may do something about it and for everything else.
    func get(_ path: String, _ query: [(name: String, value: String)] = []) throws -> JSONView { try call(Request(.get, base + path, query: query)) }

    /// A page by its own address, which must be one of the Marketing API.
    func follow(_ link: String) throws -> JSONView {
        guard link.hasPrefix(base) else {
            throw ConnectorFailure(.contract, "Snapchat's next page stands elsewhere.", detail: String(link.prefix(100)))
        }
        return try call(Request(.get, link))
    }

    /// Replaces objects. Doing it twice does no harm.
    func put(_ path: String, _ build: (inout Row) throws -> Void) throws -> JSONView {
        try call(try Request(.put, base + path, idempotent: true).json(build))
    }

    /// Sends conversions. The credential is a token of its own: the host adds it to the address, by the slot `conversions`.
    func send(_ path: String, _ build: (inout Row) throws -> Void) throws -> JSONView {
        try call(try Request(.post, Self.conversions + path, credential: "conversions", idempotent: true).json(build), takesEmpty: true)
    }

    private func call(_ request: Request, takesEmpty: Bool = false) throws -> JSONView {
        var throttles = 0
        var faults = 0
        while true {
            let (body, refusal) = try read(try host.send(request), takesEmpty)
            guard let refusal else { return body }
            switch refusal.remedy {
            case .wait where throttles < API.patience:
                try host.wait(until: refusal.failure.until ?? host.now.adding(seconds: 1 << Int64(throttles)))
                throttles += 1
            case .again where faults < API.retries:
                try host.wait(until: host.now.adding(seconds: [1, 3, 9][faults]))
                faults += 1
            case .wait:
                var failure = refusal.failure
                failure.until = max(failure.until ?? host.now, host.now.adding(seconds: API.longWait))
                throw Refusal(failure: failure, status: refusal.status, remedy: .none)
            default: throw refusal
            }
        }
    }

    /// The body, and why it is none.
    private func read(_ response: Response, _ takesEmpty: Bool) throws -> (JSONView, Refusal?) {
        let bytes = try response.bytes()
        if takesEmpty, bytes.isEmpty, response.isSuccess { return (.missing, nil) }
        do {
            let body = try JSONDocument(bytes).root
            return (body, SnapchatErrors.refusal(response, body, now: host.now))
        } catch {
            // A refusal may have any body; a success with a web page or half a document is a fault of the way here.
            if let refusal = SnapchatErrors.refusal(response, .missing, now: host.now) { return (.missing, refusal) }
            let failure = API.failure(error)
            return (.missing, Refusal(failure: failure, status: response.status, remedy: failure.kind == .transient ? .again : .none))
        }
    }

    private static func failure(_ fault: JSONFault) -> ConnectorFailure {
        switch fault.reason {
        case .markup: ConnectorFailure(.transient, "Snapchat answered with a web page instead of data.")
        case .cut, .empty: ConnectorFailure(.transient, "Snapchat's answer was cut off.")
        default: ConnectorFailure(.contract, "Snapchat's answer is no JSON.", detail: "\(fault.reason.rawValue) at byte \(fault.offset)")
        }
    }
}
