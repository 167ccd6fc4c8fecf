import ConnectorKit

/// Calls of the Google Ads API in one version: refusals classified, short troubles sat out, request ids logged. Belongs to one call of the connector.
final class Ads {
    let host: Host
    let settings: Settings
    private let base: String

    /// How often one call is made again before the read gives up.
    private static let patience = 5
    /// How often it is made again for a fault of Google's own.
    private static let faults = 3
    /// The body of a refusal is a few kilobytes.
    private static let refusalSize = 1024 * 1024

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        self.settings = settings
        base = "https://googleads.googleapis.com/\(settings.version)/"
    }

    /// A call without a body.
    func get(_ path: String) throws -> JSONView { try perform(Request(.get, base + path)) { try self.document($0) } }

    /// A call that changes something. It is sent once: what became of an answer that did not come is not known.
    func post(_ path: String, _ access: Access, idempotent: Bool = false, _ body: (inout Row) throws -> Void) throws -> JSONView {
        let request = try Request(.post, base + path, headers: headers(access), idempotent: idempotent).json(body)
        return try perform(request, isRepeatable: idempotent) { try self.document($0) }
    }

    /// All rows of a query at once. `begin` is called when Google has taken the query, before the first row.
    func stream(_ query: GAQL, _ access: Access, begin: () throws -> Void = {}, row: (JSONView) throws -> Void) throws {
        let request = self.request("googleAds:searchStream", access) { $0.text("query", query.text) }
        try perform(request) { try self.rows(of: $0, query, begin: begin, row: row, envelope: { _ in }) }
    }

    /// One page of a query's rows; gives the token of the page behind it.
    func page(_ query: GAQL, _ access: Access, token: String?, row: (JSONView) throws -> Void) throws -> String? {
        let request = self.request("googleAds:search", access) { body in
            body.text("query", query.text)
            body.text("pageToken", token)
        }
        var next: String?
        try perform(request) { response in
            next = nil
            try self.rows(of: response, query, begin: {}, row: row) { next = $0["nextPageToken"].filledString }
        }
        return next
    }

    /// A call to another host of Google's.
    func send(_ request: Request, isRepeatable: Bool) throws -> JSONView {
        try perform(request, isRepeatable: isRepeatable) { try self.document($0) }
    }

    private func request(_ method: String, _ access: Access, _ body: (inout Row) -> Void) -> Request {
        Request(.post, "\(base)customers/\(access.customer)/\(method)", headers: headers(access), idempotent: true).json(body)
    }

    private func headers(_ access: Access) -> [(name: String, value: String)] {
        access.login.map { [(name: "login-customer-id", value: $0.description)] } ?? []
    }

    /// Makes a call until it succeeds or nothing more may be tried.
    private func perform<Result>(_ request: Request, isRepeatable: Bool = true, _ read: (Response) throws -> Result) throws -> Result {
        var attempts = 0
        while true {
            do { return try read(try host.send(request)) } catch let refusal as Refusal {
                attempts += 1
                host.log(.warning, "\(refusal.failure.kind.rawValue): \(refusal.failure.message) (\(refusal.failure.detail ?? ""))")
                try sitOut(refusal, attempts, isRepeatable)
            }
        }
    }

    private func sitOut(_ refusal: Refusal, _ attempts: Int, _ isRepeatable: Bool) throws {
        switch refusal.remedy {
        case .wait where attempts <= Self.patience: try host.wait(until: refusal.failure.until ?? host.now.adding(seconds: 60))
        case .again where isRepeatable && attempts <= Self.faults: try host.wait(until: host.now.adding(seconds: 1 << Int64(attempts - 1)))
        default: throw refusal
        }
    }

    private func document(_ response: Response) throws -> JSONView {
        let body: JSONView
        do { body = try JSONDocument(try response.bytes()).root } catch let fault as JSONFault {
            throw Refusal(response, .missing, now: host.now) ?? Refusal.unreadable(BrokenAnswer(fault), response)
        }
        if let refusal = Refusal(response, body, now: host.now) { throw refusal }
        return body
    }

    private func rows(
        of response: Response, _ query: GAQL, begin: () throws -> Void, row: (JSONView) throws -> Void, envelope: (JSONView) throws -> Void
    ) throws {
        guard response.isSuccess else {
            let body = (try? JSONDocument(response.bytes(limit: Self.refusalSize)).root) ?? .missing
            throw Refusal(response, body, now: host.now) ?? Refusal.unreadable(BrokenAnswer(reason: .syntax, offset: 0), response)
        }
        var count = 0
        var ids: [String] = []
        var hasBegun = false
        var scanner = RowScanner()
        do {
            try response.chunks { bytes in
                try scanner.read(
                    bytes,
                    row: {
                        if !hasBegun { try begin() }
                        hasBegun = true
                        count += 1
                        try row($0)
                    },
                    envelope: {
                        // A stream can fail in its middle: then one of its objects is an error.
                        if let refusal = Refusal(response, $0, now: host.now) { throw refusal }
                        let results = $0["results"]
                        guard !results.exists || results.kind == .array else { throw BrokenAnswer(reason: .syntax, offset: 0) }
                        if let id = $0["requestId"].filledString, !ids.contains(id) { ids.append(id) }
                        try envelope($0)
                    })
            }
            try scanner.finish()
        } catch let fault as BrokenAnswer {
            throw Refusal.unreadable(fault, response)
        } catch let fault as JSONFault {
            throw Refusal.unreadable(BrokenAnswer(fault), response)
        } catch let error as HostError where error.code == .failed && error.function == "read_body" {
            throw Refusal.unreadable(BrokenAnswer(reason: .cut, offset: 0), response)
        }
        if !hasBegun { try begin() }
        if ids.isEmpty, let id = response.header("request-id") { ids = [id] }
        host.log(.debug, "\(count) rows of \(query.resource), request \(ids.joined(separator: ", "))")
    }
}
