import ConnectorKit

/// What Google's refusals mean. The reason decides first, the status second; used up loads come as 429 or, older, as 403.
enum SearchErrors {
    static let table = ErrorTable(
        marker: "error", code: "error.errors.0.reason", subcode: "error.status", message: "error.message",
        rules: [
            .init(
                codes: ["quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded"], kind: .rateLimited, say: busy,
                resume: .seconds(60)),
            .init(status: 429, kind: .rateLimited, say: busy, resume: .seconds(60)),
            .init(subcodes: ["RESOURCE_EXHAUSTED"], kind: .rateLimited, say: busy, resume: .seconds(60)),
            .init(status: 403, words: "quota exceeded", kind: .rateLimited, say: busy, resume: .seconds(60)),
            .init(status: 401, kind: .auth, say: "Google does not accept the access any more. Connect again."),
            .init(status: 403, words: "insufficient authentication scopes", kind: .auth, say: scope),
            .init(codes: ["insufficientPermissions"], kind: .auth, say: scope),
            .init(status: 403, words: "has not been used in project", kind: .config, say: disabled),
            .init(codes: ["accessNotConfigured"], kind: .config, say: disabled),
            .init(status: 403, kind: .auth, say: "The access has no permission for this site. Add it in Search Console or leave the site out."),
            .init(status: 404, kind: .permanent, say: "Search Console does not know this site any more."),
            .init(statuses: 500...599, kind: .transient, say: "Search Console is out of order for a moment."),
            .init(status: 400, kind: .permanent),
        ])

    private static let busy = "The load that Google allows for the site is used up."
    private static let scope = "The access lacks the scope webmasters.readonly. Connect again and allow it."
    private static let disabled = "The Search Console API is switched off in the Google Cloud project of the access. Switch it on there."

    /// Why an answer is none; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView) -> Refusal? {
        table.failure(response, body).map { Refusal(failure: $0, isTold: response.retryAfter != nil) }
    }
}

/// A call that Google refused.
struct Refusal: Error {
    let failure: ConnectorFailure
    /// Whether Google itself said when to come back.
    var isTold = false

    /// Whether it concerns the one site that was asked for, so that others may be read.
    var isAboutOneSite: Bool {
        guard let detail = failure.detail else { return false }
        return detail.hasPrefix("status 403") && failure.kind == .auth || detail.hasPrefix("status 404")
    }

    /// Whether another way to sum up may be allowed.
    var isBadRequest: Bool { failure.detail?.hasPrefix("status 400") == true }
}
