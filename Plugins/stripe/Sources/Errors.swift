import ConnectorKit

/// What Stripe's refusals mean, after its official libraries. The code is the error's own, the subcode its type.
enum StripeErrors {
    static let table = ErrorTable(
        marker: "error", code: "error.code", subcode: "error.type", message: "error.message",
        rules: [
            .init(codes: ["lock_timeout"], kind: .transient, say: "Stripe was busy with the same object."),
            .init(status: 429, kind: .rateLimited, say: "Stripe gets too many calls.", resume: .seconds(60)),
            .init(codes: ["rate_limit"], kind: .rateLimited, say: "Stripe gets too many calls.", resume: .seconds(60)),
            .init(
                status: 401, kind: .auth,
                say: "Stripe does not accept the key: it was rolled, deleted, or belongs to another account. Store a new one."),
            .init(status: 402, kind: .permanent, say: "Stripe refused a payment."),
            .init(
                status: 403, kind: .auth,
                say: "The key lacks a right for this, or may not act for the connected account. Give it the right to read and store it again."),
            .init(status: 409, kind: .transient, say: "Stripe was busy with the same object."),
            .init(subcodes: ["idempotency_error"], kind: .permanent, say: "A key for repeated calls was used for another call."),
            .init(codes: ["resource_missing"], kind: .permanent),
            .init(statuses: 500...599, kind: .transient, say: "Stripe is out of order for a moment."),
            .init(subcodes: ["api_error"], kind: .transient),
            .init(subcodes: ["invalid_request_error"], kind: .permanent),
        ])

    /// Why an answer is none, and what helps; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView) -> Refusal? {
        guard var failure = table.failure(response, body) else { return nil }
        if let id = response.header("request-id") { failure.detail = [failure.detail, "request \(id)"].compactMap(\.self).joined(separator: ", ") }
        if let reason = response.header("stripe-rate-limited-reason") {
            failure.detail = [failure.detail, "limit \(reason.prefix(60))"].compactMap(\.self).joined(separator: ", ")
        }
        var remedy = remedy(failure, body)
        // Stripe's own word overrides every rule.
        switch response.header("stripe-should-retry") {
        case "false" where remedy == .again: remedy = .none
        case "true" where remedy == .none: remedy = .again
        default: break
        }
        return Refusal(failure: failure, remedy: remedy)
    }

    private static func remedy(_ failure: ConnectorFailure, _ body: JSONView) -> Refusal.Remedy {
        if failure.kind == .rateLimited { return .wait }
        if failure.kind == .transient { return .again }
        if body["error.code"].string == "resource_missing", body["error.param"].string == "starting_after" { return .newStart }
        return .none
    }
}

/// A call that Stripe refused.
struct Refusal: Error {
    /// What may be done about it before the read fails.
    enum Remedy {
        case none
        /// Too many calls: wait.
        case wait
        case again
        /// The object that a page was to start behind is gone: start the list again.
        case newStart
    }

    let failure: ConnectorFailure
    let remedy: Remedy

    /// Whether it concerns the one object that was asked for, so that a sync may go on without it.
    var isAboutOneObject: Bool { remedy == .none && (failure.kind == .permanent || failure.kind == .auth) && !isAboutTheKey }

    /// Whether Stripe's own words say what it is about, and not only a status that nobody knows.
    var isKnown: Bool { failure.detail?.contains("code ") == true || failure.detail?.hasPrefix("status 404") == true }

    private var isAboutTheKey: Bool { failure.detail?.hasPrefix("status 401") == true }
}
