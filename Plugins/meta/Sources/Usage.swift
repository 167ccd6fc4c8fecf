import ConnectorKit

/// How much of Meta's limits is used, from the headers of an answer. Percentages may have decimals.
struct Usage {
    /// The highest percentage of all headers.
    private(set) var percent = Micros.zero
    /// Minutes until calls are allowed again; nil where no header says it.
    private(set) var regainMinutes: Int64?

    /// Above this a connector pauses, before Meta refuses.
    private static let pausesAbove = Micros(95_000_000)
    private static let percentages = ["call_count", "total_time", "total_cputime", "acc_id_util_pct", "app_id_util_pct"]

    init(_ response: Response) {
        for name in ["x-app-usage", "x-ad-account-usage", "x-fb-ads-insights-throttle"] {
            if let usage = Usage.parse(response, name) { add(usage) }
        }
        // Keyed by business, and there a list by type of call.
        for business in (Usage.parse(response, "x-business-use-case-usage") ?? .missing).members {
            for usage in business.value.elements {
                add(usage)
                if let minutes = usage["estimated_time_to_regain_access"].integer { regainMinutes = max(regainMinutes ?? 0, minutes) }
            }
        }
    }

    private static func parse(_ response: Response, _ name: String) -> JSONView? {
        response.header(name).flatMap { try? JSONDocument($0).root }
    }

    private mutating func add(_ usage: JSONView) {
        for name in Usage.percentages {
            if let value = usage[name].micros { percent = max(percent, value) }
        }
    }

    /// Seconds to pause after an answer; nil where the limits are far.
    var pause: Int64? {
        guard percent > Usage.pausesAbove else { return nil }
        return max((regainMinutes ?? 0) * 60, 60)
    }

    /// Seconds to wait after a refusal, by how often the same call was refused before. Meta tells whole minutes; 0 means less than one, so the wait
    /// starts at a second and doubles.
    func wait(afterRefusals count: Int) -> Int64? {
        guard let regainMinutes else { return nil }
        return regainMinutes > 0 ? regainMinutes * 60 : min(1 << Int64(min(count, 6)), 60)
    }
}
