import ConnectorKit

/// What Klaviyo's refusals mean. A body is `{"errors": [{"status", "code", "title", "detail", "source"}]}`; the first error counts.
enum KlaviyoErrors {
    static let table = ErrorTable(
        marker: "errors", code: "errors.0.code", subcode: "errors.0.status", message: "errors.0.detail",
        rules: [
            .init(status: 429, kind: .rateLimited),
            .init(codes: ["throttled"], kind: .rateLimited),
            .init(status: 401, kind: .auth, say: "Klaviyo does not accept the key: it is wrong or was deleted. Store a new private key."),
            .init(
                codes: ["not_authenticated"], kind: .auth,
                say: "Klaviyo does not accept the key: it is wrong or was deleted. Store a new private key."),
            .init(status: 403, kind: .auth, say: scope),
            .init(codes: ["permission_denied"], kind: .auth, say: scope),
            .init(statuses: 400...400, words: "revision", kind: .config, say: sunset),
            .init(status: 410, kind: .config, say: sunset),
            .init(statuses: 500...599, kind: .transient),
        ])

    /// A wait beyond this is the allowance of a day, not that of a minute.
    static let longestThrottle: Int64 = 600
    private static let scope = "The key lacks a scope. Give it read access to accounts, profiles, lists, events, metrics, campaigns and flows."
    private static let sunset = "Klaviyo no longer serves this revision of its API. Choose a newer one in the setting \"revision\"."

    /// Why an answer is none; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView, now: Instant) -> Refusal? {
        guard var failure = table.failure(response, body) else { return nil }
        if failure.kind == .rateLimited, let until = failure.until, until > now.adding(seconds: longestThrottle) { failure.kind = .quota }
        return Refusal(failure: failure, status: response.status)
    }
}

/// A call that Klaviyo refused.
struct Refusal: Error {
    let failure: ConnectorFailure
    /// The HTTP status.
    let status: Int

    /// Whether the address of a stored page may be the reason.
    var mayBePage: Bool { failure.kind == .permanent && (status == 400 || status == 404) }

    /// What the host is told where nobody did something about a refusal.
    static func told<Result>(_ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let refusal as Refusal { throw refusal.failure }
    }
}
