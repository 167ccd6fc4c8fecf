import ConnectorKit

/// Calls of the Data API and the Admin API: allowances heeded, short troubles sat out. Belongs to one call of the connector.
final class DataAPI {
    let host: Host
    private let reserve: Int64
    /// What the last report of each property left over.
    private var quotas: [String: Quota] = [:]

    private static let data = "https://analyticsdata.googleapis.com/v1beta/"
    private static let admin = "https://analyticsadmin.googleapis.com/v1beta/"
    /// How often a call is made again after a limit, and after a failure of the server: failures have an allowance of their own.
    private static let patience = 5
    private static let tries = 2

    init(_ settings: Settings, _ host: Host) {
        self.host = host
        reserve = settings.tokenReserve
    }

    /// An object or a page of the Admin API. Throws `Refusal`.
    func admin(_ path: String, _ query: [(name: String, value: String)] = []) throws -> JSONView {
        try send(Request(.get, DataAPI.admin + path, query: query), property: nil)
    }

    /// A page of a report. Throws `Refusal`.
    func report(_ property: String, _ build: (inout Row) -> Void) throws -> JSONView {
        let request = Request(.post, DataAPI.data + "properties/\(property):runReport", idempotent: true).json(build)
        let body = try send(request, property: property)
        if body["propertyQuota"].exists { quotas[property] = Quota(body) }
        return body
    }

    /// Waits where the last report left little of the property's allowances: at a place where nothing is half read.
    func sitOut(_ property: String) throws {
        guard let until = quotas[property]?.pause(reserve: reserve, now: host.now) else { return }
        quotas[property] = nil
        host.log(.info, "The property's quota is nearly used up: waiting until \(until).")
        try host.wait(until: until)
    }

    private func send(_ request: Request, property: String?) throws -> JSONView {
        var refusals = 0
        while true {
            let (body, refusal) = try read(try host.send(request))
            guard let refusal else { return body }
            switch refusal.failure.kind {
            case .quota, .rateLimited:
                guard refusals < DataAPI.patience else { throw refusal }
                let until = refusal.failure.until ?? host.now.adding(seconds: 5 << Int64(min(refusals, 3)))
                host.log(.info, "\(refusal.failure.message) Waiting until \(until).")
                try host.wait(until: until)
            case .transient:
                let isOut = property.flatMap { quotas[$0]?.isNearlyOutOfErrors } ?? false
                guard refusals < DataAPI.tries, !isOut else { throw refusal }
                try host.wait(until: host.now.adding(seconds: 5 << Int64(refusals)))
            default: throw refusal
            }
            refusals += 1
        }
    }

    /// The body, and why it is none. A success whose body is a web page or half a document is a fault of the way here.
    private func read(_ response: Response) throws -> (JSONView, Refusal?) {
        do {
            let body = try response.json()
            return (body, AnalyticsErrors.refusal(response, body, now: host.now))
        } catch let failure as ConnectorFailure {
            return (.missing, AnalyticsErrors.refusal(response, .missing, now: host.now) ?? Refusal(failure: failure))
        }
    }
}
