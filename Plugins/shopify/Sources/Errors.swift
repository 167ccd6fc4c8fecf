import ConnectorKit

/// What Shopify's refusals mean: the HTTP status, or the codes in GraphQL's `errors`, which come with status 200.
enum ShopifyErrors {
    static let table = ErrorTable(
        marker: "errors", code: "errors.0.extensions.code", message: "errors.0.message",
        rules: [
            .init(
                status: 401, kind: .auth,
                say: "Shopify does not accept the access any more: the app was removed or the token withdrawn. Connect again."),
            .init(status: 402, kind: .permanent, say: "The shop is frozen: Shopify waits for its owner to pay."),
            .init(status: 403, kind: .auth, say: "The access lacks a scope that this needs. Connect again and allow it."),
            .init(status: 404, kind: .permanent, say: "There is no such shop, or it does not serve this version of the Admin API."),
            .init(status: 423, kind: .permanent, say: "The shop is locked."),
            .init(status: 429, kind: .rateLimited),
            .init(statuses: 500...599, kind: .transient),
            .init(codes: ["THROTTLED"], kind: .rateLimited),
            .init(
                codes: ["ACCESS_DENIED"], kind: .auth,
                say: "The access lacks a scope, or the app lacks the approval for protected customer data. Allow it in Shopify and connect again."),
            .init(codes: ["MAX_COST_EXCEEDED"], kind: .permanent),
            .init(words: "exceeds the single query max cost", kind: .permanent),
            .init(codes: ["INTERNAL_SERVER_ERROR", "TIMEOUT"], kind: .transient),
            .init(statuses: 200...299, kind: .permanent),
        ])

    /// Why an answer is none, and what helps; nil when it is one. Of several errors the first one is told, and any may decide what helps.
    static func refusal(_ response: Response, _ body: JSONView) -> Refusal? {
        guard var failure = table.failure(response, body) else { return nil }
        // The older interface's form: {"errors": "text"} or {"errors": {"field": ["text"]}}.
        if body["errors"].kind == .text || body["errors"].kind == .object, failure.kind == .permanent,
            failure.message.hasPrefix("The platform refused")
        {
            failure.message = String((body["errors"].string ?? body["errors"].json).prefix(500))
        }
        if let id = response.header("x-request-id") { failure.detail = [failure.detail, "request \(id)"].compactMap(\.self).joined(separator: ", ") }
        let codes = body["errors"].elements.compactMap { $0["extensions.code"].string }
        if codes.contains("THROTTLED") { failure.kind = .rateLimited }
        return Refusal(failure: failure, remedy: remedy(failure, codes, body))
    }

    private static func remedy(_ failure: ConnectorFailure, _ codes: [String], _ body: JSONView) -> Refusal.Remedy {
        if failure.kind == .rateLimited { return .wait }
        let message = (body["errors.0.message"].string ?? "").lowercased()
        if codes.contains("MAX_COST_EXCEEDED") || message.contains("exceeds the single query max cost") { return .smallerPage }
        if failure.kind == .transient { return .again }
        if message.contains("cursor") { return .newCursor }
        return .none
    }
}

/// A query that Shopify refused.
struct Refusal: Error {
    /// What may be done about it before the read fails.
    enum Remedy {
        case none
        /// The bucket is empty: wait.
        case wait
        case again
        /// Fewer objects in a page.
        case smallerPage
        /// The cursor is not known any more: start at the newest change that is stored.
        case newCursor
    }

    let failure: ConnectorFailure
    let remedy: Remedy
}
