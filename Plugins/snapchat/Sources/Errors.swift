import ConnectorKit

/// What Snapchat's refusals mean. A status of 200 may still hide a request, or one element of it, that failed: their states are texts in any case.
enum SnapchatErrors {
    /// Why an answer is none, and what helps; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView, now: Instant) -> Refusal? {
        let state = body["request_status"].string
        guard !response.isSuccess || (state.map { !isSuccess($0) } ?? false) else { return nil }
        let code = body["error_code"].filledString ?? body["error"].filledString
        let kind = response.isSuccess ? self.kind(code) : self.kind(response.status)
        let said =
            body["display_message"].filledString ?? body["debug_message"].filledString ?? body["msg"].filledString
            ?? body["error_description"].filledString ?? body["reason"].filledString
        let facts = ["status \(response.status)", code, body["request_id"].filledString.map { "request \($0.prefix(64))" }].compactMap(\.self)
        let failure = ConnectorFailure(
            kind, say(kind, response.status) ?? said.map { String($0.prefix(500)) } ?? "Snapchat refused the call (status \(response.status)).",
            until: kind == .rateLimited ? resume(response, now) : nil,
            detail: (facts + [body["debug_message"].filledString ?? said].compactMap(\.self)).joined(separator: ", "))
        return Refusal(failure: failure, status: response.status, remedy: remedy(kind, response.status))
    }

    static func isSuccess(_ state: String) -> Bool { state.lowercased() == "success" }

    /// A request that failed under status 200 has only its code: a fault of ours, or a new one.
    private static func kind(_ code: String?) -> ConnectorFailure.Kind { code == nil ? .contract : .permanent }

    private static func kind(_ status: Int) -> ConnectorFailure.Kind {
        switch status {
        case 401, 403: .auth
        case 429: .rateLimited
        case 408, 500...599: .transient
        case 400...499: .permanent
        default: .contract
        }
    }

    private static func say(_ kind: ConnectorFailure.Kind, _ status: Int) -> String? {
        switch (kind, status) {
        case (.auth, 403): "The access lacks a permission for this ad account. Give it a role there, or connect again."
        case (.auth, _): "Snapchat does not accept the access any more: connect again."
        case (.rateLimited, _): "Too many calls: Snapchat asks to slow down."
        case (.transient, _): "Snapchat has a trouble of its own (status \(status))."
        default: nil
        }
    }

    private static func remedy(_ kind: ConnectorFailure.Kind, _ status: Int) -> Refusal.Remedy {
        switch (kind, status) {
        case (.rateLimited, _): .wait
        case (.transient, _): .again
        case (.auth, 403): .skip
        default: .none
        }
    }

    /// The second at which the limit begins anew, where a header tells it.
    private static func resume(_ response: Response, _ now: Instant) -> Instant? {
        if let after = response.retryAfter { return after }
        guard let seconds = response.header("x-rate-limit-reset").flatMap({ Int64($0) }) else { return nil }
        let until = Instant(seconds: seconds)
        // A clock that runs wrong must not stop a sync for a year.
        return until > now && until < now.adding(seconds: 86_400) ? until : nil
    }
}

/// A call that Snapchat refused.
struct Refusal: Error {
    /// What may be done about it before the read fails.
    enum Remedy: Equatable {
        case none
        /// Too many calls: wait, longer each time.
        case wait
        /// Simply again, a few times.
        case again
        /// This account can not be read; others can.
        case skip
    }

    let failure: ConnectorFailure
    let status: Int
    let remedy: Remedy

    /// Whether the object is gone.
    var isGone: Bool { status == 404 || status == 410 }

    /// Whether the refusal is about that field.
    func names(_ field: String) -> Bool {
        failure.kind == .permanent && [failure.message, failure.detail ?? ""].contains { Words.contains($0, field) }
    }
}

/// Words in a sentence.
enum Words {
    /// Whether a text holds that word as a whole: `uniques` is not in `attachment_uniques`.
    static func contains(_ text: String, _ word: String) -> Bool {
        text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == word[...] }
    }
}
