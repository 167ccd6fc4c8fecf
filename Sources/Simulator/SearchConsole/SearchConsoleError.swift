import Core

/// A failure in Google's envelope with its list of reasons.
struct SearchConsoleError: Error, Sendable, Hashable {
    var code = 400
    var status = "INVALID_ARGUMENT"
    var domain = "global"
    var reason = "badRequest"
    var message: String
    var retryAfter: Int?

    static func argument(_ message: String) -> SearchConsoleError { SearchConsoleError(message: message) }

    static func forbidden(_ site: String) -> SearchConsoleError {
        SearchConsoleError(
            code: 403, status: "PERMISSION_DENIED", reason: "forbidden",
            message: "User does not have sufficient permission for site '\(site)'. See also: https://support.google.com/webmasters/answer/2451999.")
    }

    static let nothing = SearchConsoleError(code: 404, status: "NOT_FOUND", reason: "notFound", message: "Not Found")
    static let invalidToken = SearchConsoleError(
        code: 401, status: "UNAUTHENTICATED", reason: "authError", message: "Request had invalid authentication credentials.")
    static let outage = SearchConsoleError(code: 500, status: "INTERNAL", reason: "backendError", message: "Internal error encountered.")

    static func load(_ seconds: Int) -> SearchConsoleError {
        SearchConsoleError(
            code: 429, status: "RESOURCE_EXHAUSTED", domain: "usageLimits", reason: "rateLimitExceeded",
            message: "Search Analytics QPS quota exceeded", retryAfter: seconds)
    }

    var response: SimulatedResponse {
        let item: JSON = ["message": .string(message), "domain": .string(domain), "reason": .string(reason)]
        let error: JSON = ["code": .integer(code), "message": .string(message), "errors": [item], "status": .string(status)]
        return SimulatedResponse(
            status: code, ["error": error], headers: retryAfter.map { [(name: "Retry-After", value: String($0))] } ?? [],
            outcome: code == 429 ? .throttled : .failed)
    }
}
