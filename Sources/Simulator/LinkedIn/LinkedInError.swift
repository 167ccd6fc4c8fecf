import Core

/// A failure in LinkedIn's envelope: `{"status", "serviceErrorCode", "code", "message"}`.
struct LinkedInError: Error, Sendable, Hashable {
    var status: Int
    var number: Int?
    var code: String
    var message: String
    var retryAfter: Int?

    static func argument(_ message: String) -> LinkedInError { LinkedInError(status: 400, code: "ILLEGAL_ARGUMENT", message: message) }

    static func parameter(_ name: String) -> LinkedInError {
        LinkedInError(status: 400, code: "PARAM_INVALID", message: "Invalid param. \(name) is missing or malformed")
    }

    static func missing(_ what: String) -> LinkedInError { LinkedInError(status: 404, code: "NOT_FOUND", message: "Could not find entity \(what)") }

    static func refused(_ message: String) -> LinkedInError { LinkedInError(status: 422, code: "INPUT_VALIDATION_ERROR", message: message) }

    static func version(_ text: String) -> LinkedInError {
        LinkedInError(status: 426, code: "NONEXISTENT_VERSION", message: "Requested version \(text)01 is not active")
    }

    static let invalidToken = LinkedInError(status: 401, number: 65_600, code: "INVALID_ACCESS_TOKEN", message: "Invalid access token")
    static let expiredToken = LinkedInError(status: 401, number: 65_602, code: "EXPIRED_ACCESS_TOKEN", message: "Expired access token")
    static let noVersion = LinkedInError(status: 400, code: "VERSION_MISSING", message: "A version must be present. Please specify a version.")
    static let method = LinkedInError(status: 405, code: "METHOD_NOT_ALLOWED", message: "Method not allowed")
    static let longURL = LinkedInError(status: 414, code: "URI_TOO_LONG", message: "Request-URI Too Long")
    static let outage = LinkedInError(status: 500, code: "INTERNAL_SERVER_ERROR", message: "Internal Server Error")
    static let day = LinkedInError(
        status: 429, number: 101, code: "TOO_MANY_REQUESTS",
        message: "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.")
    static let metricValues = LinkedInError(
        status: 429, code: "TOO_MANY_REQUESTS",
        message: "Your application requested more than 45 million metric values in a rolling 5 minutes window.")

    static func throttled(_ retryAfter: Int?) -> LinkedInError {
        LinkedInError(
            status: 429, number: 101, code: "TOO_MANY_REQUESTS", message: "Resource level throttle limit is reached.", retryAfter: retryAfter)
    }

    var response: SimulatedResponse {
        var members: [JSON.Member] = [.init("status", .integer(status))]
        if let number { members.append(.init("serviceErrorCode", .integer(number))) }
        members += [.init("code", .string(code)), .init("message", .string(message))]
        return SimulatedResponse(
            status: status, .object(members), headers: retryAfter.map { [(name: "Retry-After", value: String($0))] } ?? [],
            outcome: status == 429 ? .throttled : .failed)
    }
}
