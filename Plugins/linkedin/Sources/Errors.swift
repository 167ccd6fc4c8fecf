import ConnectorKit

/// What LinkedIn's refusals mean. A body is `{"status", "serviceErrorCode", "code", "message"}`; not every one has a number.
enum LinkedInErrors {
    static let table = ErrorTable(
        code: "serviceErrorCode", subcode: "code", message: "message",
        rules: [
            .init(status: 426, kind: .config, say: sunset),
            .init(subcodes: ["NONEXISTENT_VERSION"], kind: .config, say: sunset),
            .init(codes: ["65600", "65601"], kind: .auth, say: reconnect),
            .init(subcodes: ["INVALID_ACCESS_TOKEN", "REVOKED_ACCESS_TOKEN"], kind: .auth, say: reconnect),
            .init(words: "expired access token", kind: .auth, say: reconnect),
            .init(status: 401, kind: .auth, say: reconnect),
            .init(
                status: 403, kind: .auth,
                say: "The access lacks a permission or a role on this ad account. Connect again with r_ads and r_ads_reporting."),
            // At most 45 million metric values in a rolling five minutes.
            .init(status: 429, words: "45 million", kind: .rateLimited, resume: .seconds(dataThrottleSeconds)),
            .init(status: 429, words: "metric values", kind: .rateLimited, resume: .seconds(dataThrottleSeconds)),
            .init(status: 429, words: "daily", kind: .quota, say: spent, resume: .nextDayUTC),
            .init(status: 429, words: "day limit", kind: .quota, say: spent, resume: .nextDayUTC),
            .init(status: 429, kind: .rateLimited, resume: .seconds(60)),
        ])

    /// Five minutes and a little.
    static let dataThrottleSeconds: Int64 = 330
    static let spent = "LinkedIn's calls of this day are used up; they begin anew at midnight UTC."
    private static let sunset = "LinkedIn no longer serves this version of the Marketing API. Choose a newer one in the setting \"version\"."
    private static let reconnect = "LinkedIn does not accept the access any more: it expired or was revoked. Connect again."

    /// Why an answer is none; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView) -> Refusal? {
        table.failure(response, body).map { Refusal(failure: $0, status: response.status, message: body["message"].string ?? "") }
    }
}

/// A call that LinkedIn refused.
struct Refusal: Error {
    let failure: ConnectorFailure
    /// The HTTP status.
    let status: Int
    /// LinkedIn's own words.
    var message = ""

    /// Whether a page's token may be the reason.
    var mayBeToken: Bool { failure.kind == .permanent && (status == 400 || status == 404) }

    /// What the host is told where nobody did something about a refusal.
    static func told<Result>(_ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let refusal as Refusal { throw refusal.failure }
    }
}
