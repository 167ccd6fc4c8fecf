import Core

/// A failure in Klaviyo's envelope: `{"errors": [{"id", "status", "code", "title", "detail", "source"}]}`. The status is a number.
struct KlaviyoError: Error, Sendable, Hashable {
    var status: Int
    var code: String
    var title: String
    var detail: String
    /// The query parameter that is wrong.
    var parameter: String?
    /// The place in the body that is wrong.
    var pointer: String?
    var retryAfter: Int?

    static func parameter(_ name: String, _ detail: String) -> KlaviyoError {
        KlaviyoError(status: 400, code: "invalid", title: "Invalid input.", detail: detail, parameter: name)
    }

    static func body(_ pointer: String, _ detail: String) -> KlaviyoError {
        KlaviyoError(status: 400, code: "invalid", title: "Invalid input.", detail: detail, pointer: pointer)
    }

    static func missing(_ path: String) -> KlaviyoError {
        KlaviyoError(status: 404, code: "not_found", title: "Not found.", detail: "There is nothing at \(path).")
    }

    static func throttled(_ seconds: Int) -> KlaviyoError {
        KlaviyoError(
            status: 429, code: "throttled", title: "Request was throttled.",
            detail: "Request was throttled. Expected available in \(seconds) seconds.",
            retryAfter: seconds)
    }

    static let revision = KlaviyoError(
        status: 400, code: "invalid", title: "Invalid revision.", detail: "The revision header is missing or names no supported revision.")
    static let key = KlaviyoError(
        status: 401, code: "not_authenticated", title: "Authentication credentials were not provided.", detail: "Missing or invalid private key.")
    static let method = KlaviyoError(status: 405, code: "method_not_allowed", title: "Method not allowed.", detail: "This path has no such method.")
    static let type = KlaviyoError(
        status: 415, code: "unsupported_media_type", title: "Unsupported media type.", detail: "Send application/vnd.api+json.")
    static let outage = KlaviyoError(status: 500, code: "error", title: "A server error occurred.", detail: "Please try again.")

    var response: SimulatedResponse {
        var error: JSON = [
            "id": "00000000-0000-4000-8000-000000000000", "status": .integer(status), "code": .string(code), "title": .string(title),
            "detail": .string(detail),
        ]
        if let parameter { error = error.setting("source", ["parameter": .string(parameter)]) }
        if let pointer { error = error.setting("source", ["pointer": .string(pointer)]) }
        return SimulatedResponse(
            status: status, ["errors": [error]], headers: retryAfter.map { [(name: "Retry-After", value: String($0))] } ?? [],
            outcome: status == 429 ? .throttled : .failed)
    }
}
