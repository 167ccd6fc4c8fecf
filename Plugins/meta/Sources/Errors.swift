import ConnectorKit

/// What Meta's refusals mean. Codes after its own error reference and what open connectors had to learn; a throttle comes as HTTP 400 (or 403) with
/// a code in the body, not as 429.
enum MetaErrors {
    static let table = ErrorTable(
        marker: "error", code: "error.code", subcode: "error.error_subcode", message: "error.message",
        rules: [
            .init(codes: throttles, kind: .rateLimited, resume: .seconds(60)),
            .init(
                codes: ["102", "190"], kind: .auth,
                say: "Meta does not accept the access any more: it expired, was revoked, or the password changed. Connect again."),
            .init(
                codes: ["3", "10"] + (200...299).map(String.init), kind: .auth,
                say: "The access lacks a permission for this ad account. Connect again and allow ads_read (for changes ads_management)."),
            .init(
                codes: ["2635"], kind: .config,
                say: "Meta no longer serves this version of the Marketing API. Choose a newer one in the setting \"version\"."),
            .init(codes: ["3018"], kind: .permanent, say: "The range starts before the 37 months that Meta keeps."),
            .init(codes: ["100"], subcodes: ["33"], kind: .permanent, say: "This does not exist at Meta, or the access may not see it."),
            .init(codes: ["100"], subcodes: ["1487534"], kind: .transient, say: "Meta finds the report too large."),
            .init(codes: ["1"], words: "reduce the amount of data", kind: .transient, say: "Meta finds the page too large."),
            .init(codes: ["1", "2", "104", "21009"], kind: .transient),
            .init(
                codes: ["341", "368"], kind: .transient, say: "Meta blocks this application for a while. The next sync tries again."),
            .init(codes: ["100"], subcodes: ["2804003"], kind: .permanent, say: "An event is older than Meta takes."),
            .init(codes: ["100"], subcodes: ["2804009"], kind: .permanent, say: "A purchase lacks its value."),
            .init(codes: ["100"], kind: .permanent),
        ])

    /// Application, user, account and business limits. 80009 and 80014 are unconfirmed.
    static let throttles = ["4", "17", "32", "613"] + (80_000...80_006).map(String.init) + ["80008", "80009", "80014"]

    /// Why an answer is none, and what helps; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView) -> Refusal? {
        guard var failure = table.failure(response, body) else {
            guard body["success"].boolean == false else { return nil }
            return Refusal(failure: ConnectorFailure(.contract, "Meta says that the call did not succeed."), remedy: .none)
        }
        // Meta's own word counts where the code alone says nothing better.
        if failure.kind == .permanent, body["error.is_transient"].boolean == true { failure.kind = .transient }
        let isMissing = body["error.code"].string == "100" && body["error.error_subcode"].string == "33"
        return Refusal(failure: failure, remedy: remedy(failure, body), isMissing: isMissing)
    }

    private static func remedy(_ failure: ConnectorFailure, _ body: JSONView) -> Refusal.Remedy {
        let code = body["error.code"].string
        if failure.kind == .rateLimited { return .wait }
        if code == "100", body["error.error_subcode"].string == "1487534" { return .shorterRange }
        if code == "1", (body["error.message"].string ?? "").lowercased().contains("reduce the amount of data") { return .smallerPage }
        if code == "341" || code == "368" { return .none }
        if failure.kind == .transient { return .again(times: code == "104" ? 1 : 3) }
        if code == "100", body["error.message"].string?.lowercased().contains("cursor") == true { return .newCursor }
        return .none
    }
}

/// A call that Meta refused.
struct Refusal: Error {
    /// What may be done about it before the read fails.
    enum Remedy: Equatable {
        case none
        /// The limit is used up: wait.
        case wait
        /// Simply again, so often.
        case again(times: Int)
        /// Fewer rows in a page.
        case smallerPage
        /// Fewer days in a report.
        case shorterRange
        /// The cursor is too old: start the list again.
        case newCursor
    }

    let failure: ConnectorFailure
    let remedy: Remedy
    /// Whether Meta does not know what was asked for.
    var isMissing = false

    /// Whether a report is too large in one piece.
    var isTooLarge: Bool { remedy == .shorterRange || remedy == .smallerPage }
}
