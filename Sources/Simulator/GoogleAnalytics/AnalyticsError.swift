import Core

/// A failure in the short form of Google's envelope.
struct AnalyticsError: Error, Sendable, Hashable {
    var code = 400
    var status = "INVALID_ARGUMENT"
    var message: String

    static func argument(_ message: String) -> AnalyticsError { AnalyticsError(message: message) }

    static func unknownField(_ name: String, _ kind: String) -> AnalyticsError {
        argument(
            "Field \(name) is not a valid \(kind). For a list of valid dimensions and metrics, see "
                + "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema")
    }

    static let incompatible = argument(
        "Please remove some dimensions or metrics to make the request compatible. The selected dimensions and metrics can't be queried together.")
    static let invalidToken = AnalyticsError(
        code: 401, status: "UNAUTHENTICATED",
        message:
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.")
    static let permission = AnalyticsError(
        code: 403, status: "PERMISSION_DENIED", message: "User does not have sufficient permissions for this property.")
    static let nothing = AnalyticsError(code: 404, status: "NOT_FOUND", message: "Requested entity was not found.")
    static let outage = AnalyticsError(code: 500, status: "INTERNAL", message: "Internal error encountered.")
    static let concurrent = AnalyticsError(
        code: 429, status: "RESOURCE_EXHAUSTED", message: "Exhausted concurrent requests quota. Please send fewer requests concurrently.")
    static let hourly = AnalyticsError(
        code: 429, status: "RESOURCE_EXHAUSTED", message: "Exhausted property tokens per hour. These quota tokens will return in under an hour.")
    static let daily = AnalyticsError(
        code: 429, status: "RESOURCE_EXHAUSTED", message: "Exhausted property tokens per day. These quota tokens will return in under a day.")

    var response: SimulatedResponse {
        let error: JSON = ["code": .integer(code), "message": .string(message), "status": .string(status)]
        return SimulatedResponse(status: code, ["error": error], outcome: code == 429 ? .throttled : .failed)
    }
}
