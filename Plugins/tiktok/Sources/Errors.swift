import ConnectorKit

/// What TikTok's refusals mean. The answer is HTTP 200 even for a failure: the member `code` says what happened, and 0 is success. Gateways in front
/// of it answer with real statuses and pages of HTML.
enum TikTokErrors {
    /// Seconds until a call is worth trying again after a daily allowance or a lock.
    static let longWait: Int64 = 300

    /// Why an answer is none, and what helps; nil when it is one.
    static func refusal(_ response: Response, _ body: JSONView, now: Instant) -> Refusal? {
        if let code = body["code"].integer { return code == 0 && response.isSuccess ? nil : refusal(code, body, response, now) }
        if let failure = ErrorTable.standard.failure(response, body) { return Refusal(failure: failure, code: nil, remedy: remedy(failure)) }
        let failure = ConnectorFailure(.contract, "TikTok's answer lacks \"code\".", detail: String(body.json.prefix(300)))
        return Refusal(failure: failure, code: nil, remedy: .none)
    }

    private static func remedy(_ failure: ConnectorFailure) -> Refusal.Remedy {
        switch failure.kind {
        case .rateLimited: .wait
        case .transient: .again
        default: .none
        }
    }

    private static func refusal(_ code: Int64, _ body: JSONView, _ response: Response, _ now: Instant) -> Refusal {
        let said = body["message"].filledString.map { String($0.prefix(500)) }
        let request = body["request_id"].filledString.map { ", request \($0.prefix(64))" } ?? ""
        func refusal(_ kind: ConnectorFailure.Kind, _ say: String?, _ remedy: Refusal.Remedy, until: Instant? = nil) -> Refusal {
            let failure = ConnectorFailure(
                kind, say ?? said ?? "TikTok refused the call (code \(code)).", until: until,
                detail: "code \(code)\(request)" + (say == nil ? "" : said.map { ": \($0)" } ?? ""))
            return Refusal(failure: failure, code: code, remedy: remedy)
        }
        switch code {
        case 40100: return refusal(.rateLimited, "Too many calls: TikTok asks to slow down.", .wait, until: response.retryAfter)
        case 40016, 40133:
            return refusal(
                .quota, "TikTok's allowance of calls is used up.", .none, until: response.retryAfter ?? now.adding(seconds: longWait))
        case 40067: return refusal(.transient, "TikTok finds the report too large.", .shorterRange)
        case 40001: return refusal(.auth, "The access lacks a permission for this advertiser. Connect again and allow it.", .skip)
        case 40002: return refusal(.permanent, nil, .skip)
        case 40101...40110: return refusal(.auth, "TikTok does not accept the access any more: connect again.", .none)
        case 60001: return refusal(.transient, "TikTok is under maintenance. The next sync tries again.", .again)
        case 40200, 40201, 40202, 40700, 50000...59999: return refusal(.transient, "TikTok has a trouble of its own.", .again)
        case 0: return refusal(.transient, "TikTok's gateway answered \(response.status).", .again)
        case 40000...49999: return refusal(.permanent, nil, .none)
        default: return refusal(.contract, nil, .none)
        }
    }
}

/// A call that TikTok refused.
struct Refusal: Error {
    /// What may be done about it before the read fails.
    enum Remedy: Equatable {
        case none
        /// Too many calls: wait, longer each time.
        case wait
        /// Simply again, a few times.
        case again
        /// Fewer days in a report.
        case shorterRange
        /// This advertiser can not be read; others can.
        case skip
    }

    let failure: ConnectorFailure
    /// TikTok's own code; nil where a gateway answered.
    let code: Int64?
    let remedy: Remedy

    /// Whether the refusal is about that parameter.
    func names(_ parameter: String) -> Bool {
        code == 40002 && [failure.message, failure.detail ?? ""].contains { Words.contains($0, parameter) }
    }
}

/// Words in a sentence.
enum Words {
    /// Whether a text holds that word as a whole: `purchase` is not in `total_purchase`.
    static func contains(_ text: String, _ word: String) -> Bool {
        text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == word[...] }
    }
}
