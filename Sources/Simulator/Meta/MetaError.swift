import Core

/// A failure in Meta's envelope. Codes after the error handling pages of the Graph API and the bodies that connectors have recorded.
struct MetaError: Error, Sendable, Hashable {
    var status = 400
    var code: Int
    var subcode: Int?
    var type = "OAuthException"
    var message: String
    var isTransient = false
    var title: String?
    var userMessage: String?

    static func parameter(_ message: String) -> MetaError { MetaError(code: 100, message: "(#100) \(message)") }

    static func nonexistentField(_ field: String, on type: String) -> MetaError {
        parameter("Tried accessing nonexistent field (\(field)) on node type (\(type))")
    }

    static func missing(_ id: String) -> MetaError {
        MetaError(
            code: 100, subcode: 33, type: "GraphMethodException",
            message: "Unsupported get request. Object with ID '\(id)' does not exist, cannot be loaded due to missing permissions, "
                + "or does not support this operation."
        )
    }

    static func version(_ text: String) -> MetaError {
        MetaError(code: 2635, message: "(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: \(text).")
    }

    static let tooLarge = MetaError(
        code: 100, subcode: 1_487_534, message: "Invalid parameter", title: "Too Much Data",
        userMessage: "There is too much data to be fetched at once: ask for a shorter range, or for a report run.")
    static let invalidToken = MetaError(code: 190, message: "Invalid OAuth access token - Cannot parse access token")
    static let expiredToken = MetaError(
        code: 190, subcode: 463, message: "Error validating access token: Session has expired. The current time is past the expiration time.")
    static let wrongProof = MetaError(code: 100, type: "GraphMethodException", message: "Invalid appsecret_proof provided in the API argument")
    static let outage = MetaError(
        status: 500, code: 2, message: "An unexpected error has occurred. Please retry your request later.", isTransient: true)

    /// The code depends on what was called: insights and ads management have budgets of their own.
    static func throttled(insights: Bool) -> MetaError {
        MetaError(
            code: insights ? 80_000 : 80_004, subcode: 2_446_079,
            message: "(#\(insights ? 80_000 : 80_004)) There have been too many calls from this ad-account. Wait a bit and try again.",
            isTransient: true,
            title: "Ad account has too many API calls", userMessage: "There have been too many calls from this ad-account. Wait a bit and try again.")
    }

    /// - Parameter trace: the value of `fbtrace_id`.
    func json(trace: String) -> JSON {
        var members: [JSON.Member] = [.init("message", .string(message)), .init("type", .string(type)), .init("code", .integer(code))]
        if let subcode { members.append(.init("error_subcode", .integer(subcode))) }
        members.append(.init("is_transient", .bool(isTransient)))
        if let title { members.append(.init("error_user_title", .string(title))) }
        if let userMessage { members.append(.init("error_user_msg", .string(userMessage))) }
        members.append(.init("fbtrace_id", .string(trace)))
        return ["error": .object(members)]
    }

    var response: SimulatedResponse {
        let isThrottle = [4, 17, 32, 613].contains(code) || (80_000...80_008).contains(code)
        return SimulatedResponse(
            status: status, json(trace: "A\(String(code, radix: 36))SimTrace"),
            headers: [(name: "WWW-Authenticate", value: "OAuth \"Facebook Platform\" \"invalid_request\" \"\(code)\"")],
            outcome: isThrottle ? .throttled : .failed)
    }
}
