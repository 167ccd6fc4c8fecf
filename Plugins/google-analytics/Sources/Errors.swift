import ConnectorKit

/// What Google's refusals mean. The code is the status of the body, a word such as `RESOURCE_EXHAUSTED`.
enum AnalyticsErrors {
    static let table = ErrorTable(
        marker: "error", code: "error.status", message: "error.message",
        rules: [
            .init(status: 429, words: "concurrent", kind: .rateLimited, say: "Too many reports of the property run at once."),
            .init(status: 429, words: "per minute", kind: .rateLimited, say: "Google gets too many calls in a minute."),
            .init(status: 429, words: "per day", kind: .quota, say: "The property's tokens of the day are used up."),
            .init(status: 429, words: "daily", kind: .quota, say: "The property's tokens of the day are used up."),
            .init(status: 429, kind: .quota, say: "The property's tokens of the hour are used up."),
            .init(codes: ["RESOURCE_EXHAUSTED"], kind: .quota, say: "The property's tokens of the hour are used up."),
            .init(status: 401, kind: .auth, say: "Google does not accept the access any more. Connect again."),
            .init(status: 403, words: "has not been used in project", kind: .config, say: disabled),
            .init(status: 403, words: "it is disabled", kind: .config, say: disabled),
            .init(
                status: 403, words: "insufficient authentication scopes", kind: .auth,
                say: "The access lacks the scope analytics.readonly. Connect again and allow it."),
            .init(
                status: 403, kind: .auth, say: "The access may not read this property. Give it a role in Google Analytics or leave the property out."),
            .init(status: 404, kind: .permanent, say: "There is no such property."),
            .init(statuses: 500...504, kind: .transient, say: "Google Analytics is out of order for a moment."),
            .init(status: 400, kind: .permanent),
        ])

    private static let disabled = "The Analytics API is switched off in the Google Cloud project of the access. Switch it on there."

    /// Why an answer is none, and what helps; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView, now: Instant) -> Refusal? {
        guard var failure = table.failure(response, body) else { return nil }
        let message = (body["error.message"].string ?? "").lowercased()
        if failure.kind == .quota || failure.kind == .rateLimited {
            failure.until = response.retryAfter ?? resumption(message, now)
        }
        return Refusal(failure: failure)
    }

    /// When a limit is over. Google says which one it was, not until when.
    private static func resumption(_ message: String, _ now: Instant) -> Instant? {
        if message.contains("concurrent") { return nil }
        if message.contains("per minute") { return now.adding(seconds: 60) }
        return message.contains("per day") || message.contains("daily") ? Quota.nextDay(now) : Quota.nextHour(now)
    }
}

/// A call that Google refused.
struct Refusal: Error {
    let failure: ConnectorFailure

    /// Whether it concerns the one property that was asked for, so that others may be read.
    var isAboutOneProperty: Bool {
        guard let detail = failure.detail else { return false }
        return detail.hasPrefix("status 403") && failure.kind == .auth || detail.hasPrefix("status 404")
    }
}
