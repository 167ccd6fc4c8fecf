import Core

/// A failure in Stripe's envelope. Types and codes after its official libraries.
struct StripeError: Error, Sendable, Hashable {
    var status = 400
    var type = "invalid_request_error"
    var code: String?
    var message: String
    var parameter: String?

    static func parameter(_ name: String, _ message: String, code: String? = nil) -> StripeError {
        StripeError(code: code, message: message, parameter: name)
    }

    static func missing(_ kind: String, _ id: String, parameter: String = "id", status: Int = 404) -> StripeError {
        StripeError(status: status, code: "resource_missing", message: "No such \(kind): '\(id)'", parameter: parameter)
    }

    static func unknownURL(_ request: SimulatedRequest) -> StripeError {
        StripeError(
            status: 404,
            message: "Unrecognized request URL (\(request.method): /\(request.path.joined(separator: "/"))). "
                + "This simulated API only reads.")
    }

    static let invalidKey = StripeError(status: 401, message: "Invalid API Key provided: sim_***")
    static let expiredKey = StripeError(status: 401, code: "api_key_expired", message: "Expired API Key provided: sim_***")
    static let foreignAccount = StripeError(
        status: 403, code: "account_invalid",
        message: "The provided key does not have access to this account (or that account does not exist). Application access may have been revoked.")
    static let outage = StripeError(status: 500, type: "api_error", message: "An unknown error occurred")
    static let throttled = StripeError(
        status: 429, code: "rate_limit", message: "Request rate limit exceeded. You can learn more about rate limits in the documentation.")

    var response: SimulatedResponse {
        var members: [JSON.Member] = []
        if let code { members.append(.init("code", .string(code))) }
        members.append(.init("message", .string(message)))
        if let parameter { members.append(.init("param", .string(parameter))) }
        members.append(.init("type", .string(type)))
        return SimulatedResponse(status: status, ["error": .object(members)], outcome: status == 429 ? .throttled : .failed)
    }
}
