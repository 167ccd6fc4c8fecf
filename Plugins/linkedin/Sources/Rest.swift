import ConnectorKit

/// One call of the versioned API. The values of `query` are in their final form, encoded where they must be.
struct RestCall {
    var method = Request.Method.get
    /// Below `/rest/`.
    let path: String
    var query: [(name: String, value: String)] = []
    /// `X-RestLi-Method`, where the call needs one.
    var restMethod: String?
    var body: [UInt8] = []
    /// Whether LinkedIn may be asked twice.
    var idempotent = true

    var queryText: String { query.map { "\($0.name)=\($0.value)" }.joined(separator: "&") }
}

/// Calls of the versioned API: headers, query tunnelling, waits and second tries. Belongs to one call of the connector.
final class Rest {
    let host: Host
    private let version: String
    private var pace: Pace

    private static let base = "https://api.linkedin.com/rest/"
    /// LinkedIn answers 414 from about 4 KB on; below it a GET is fine.
    private static let longestURL = 4_000
    /// How often one call is made again after 429, a minute apart, before the day's allowance counts as used up.
    private static let patience = 5
    private static let retries = 3

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        version = settings.version
        pace = Pace(calls: settings.callsPerTenSeconds)
    }

    /// A report: paced, because they have the tightest limits.
    func report(_ call: RestCall) throws -> JSONView {
        if let until = pace.next(host.now), until > host.now { try host.wait(until: until) }
        pace.note(host.now)
        return try body(of: call)
    }

    /// The body of an answer. Throws `Refusal` for everything else.
    func body(of call: RestCall) throws -> JSONView { try send(call).body }

    /// As `body`, for answers that may have none (204).
    func send(_ call: RestCall) throws -> (body: JSONView, response: Response) {
        var tunnels = false
        var throttles = 0
        var faults = 0
        while true {
            let response = try host.send(request(call, tunnels))
            let (body, refusal) = try read(response)
            guard let refusal else { return (body, response) }
            if refusal.status == 414, call.method == .get, !tunnels {
                tunnels = true
            } else if let until = refusal.failure.until {
                throttles += 1
                guard throttles <= Rest.patience else { throw spent(refusal) }
                host.log(.info, "\(refusal.failure.kind.rawValue): waiting until \(until).")
                try host.wait(until: until)
            } else if refusal.failure.kind == .transient, call.idempotent, faults < Rest.retries {
                try host.wait(until: host.now.adding(seconds: 1 << Int64(faults)))
                faults += 1
            } else {
                throw refusal
            }
        }
    }

    /// Refused for minutes on end: the limits are per day and begin anew at midnight UTC.
    private func spent(_ refusal: Refusal) -> Refusal {
        let midnight = Zone.utc.start(of: host.now.utcDay.adding(days: 1))
        return Refusal(
            failure: ConnectorFailure(.quota, LinkedInErrors.spent, until: midnight, detail: refusal.failure.detail), status: refusal.status)
    }

    private func request(_ call: RestCall, _ tunnels: Bool) -> Request {
        var headers = [(name: "LinkedIn-Version", value: version), (name: "X-Restli-Protocol-Version", value: "2.0.0")]
        if let method = call.restMethod { headers.append((name: "X-RestLi-Method", value: method)) }
        let url = Rest.base + call.path
        let query = call.queryText
        if call.method == .get, tunnels || url.utf8.count + query.utf8.count + 1 > Rest.longestURL {
            headers.append((name: "X-HTTP-Method-Override", value: "GET"))
            return Request(.post, url, headers: headers, idempotent: true).body(Array(query.utf8), type: "application/x-www-form-urlencoded")
        }
        let request = Request(call.method, query.isEmpty ? url : url + "?" + query, headers: headers, idempotent: call.idempotent)
        return call.body.isEmpty ? request : request.body(call.body, type: "application/json")
    }

    /// The body, and why it is none.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        let bytes = try response.bytes()
        if response.isSuccess, bytes.isEmpty, response.status == 204 || response.status == 201 { return (.missing, nil) }
        do {
            let body = try JSONDocument(bytes).root
            return (body, LinkedInErrors.refusal(response, body))
        } catch {
            // A refusal may have any body; a success with a web page or half a document is a fault of the way here.
            return (.missing, LinkedInErrors.refusal(response, .missing) ?? Refusal(failure: Rest.failure(error), status: response.status))
        }
    }

    private static func failure(_ fault: JSONFault) -> ConnectorFailure {
        switch fault.reason {
        case .markup: ConnectorFailure(.transient, "LinkedIn answered with a web page instead of data.")
        case .cut, .empty: ConnectorFailure(.transient, "LinkedIn's answer was cut off.")
        default: ConnectorFailure(.contract, "LinkedIn's answer is no JSON.", detail: "\(fault.reason.rawValue) at byte \(fault.offset)")
        }
    }
}

/// So many calls in any ten seconds.
struct Pace: Equatable {
    let calls: Int
    private var times: [Instant] = []

    init(calls: Int) { self.calls = max(calls, 1) }

    /// When the next call may be made; nil for now.
    func next(_ now: Instant) -> Instant? {
        guard times.count >= calls else { return nil }
        return times[times.count - calls].adding(seconds: 10)
    }

    mutating func note(_ now: Instant) {
        times.append(now)
        if times.count > calls { times.removeFirst(times.count - calls) }
    }
}
