import Core

/// A failure in Google's envelope: a status of gRPC, and in its details a `GoogleAdsFailure` with member and value of the error.
struct GoogleAdsError: Error, Sendable, Hashable {
    var status = 400
    /// The word of gRPC.
    var word = "INVALID_ARGUMENT"
    /// Member and value of `errorCode`; without them the details name a reason instead.
    var member: String
    var value: String
    var message: String
    /// What set it off.
    var trigger: String?
    /// Where in the request: names with their places.
    var path: [Step] = []
    var quota: Quota?

    /// A part of a field path.
    struct Step: Sendable, Hashable {
        let name: String
        let place: Int?

        init(_ name: String, _ place: Int? = nil) {
            self.name = name
            self.place = place
        }
    }

    /// Which allowance is used up, and for how long.
    struct Quota: Sendable, Hashable {
        let scope: String
        let name: String
        let seconds: Int64
    }

    static func query(_ value: String, _ message: String) -> GoogleAdsError {
        GoogleAdsError(member: "queryError", value: value, message: message)
    }

    static func request(_ value: String, _ message: String) -> GoogleAdsError {
        GoogleAdsError(member: "requestError", value: value, message: message)
    }

    static func authorization(_ value: String, _ message: String) -> GoogleAdsError {
        GoogleAdsError(status: 403, word: "PERMISSION_DENIED", member: "authorizationError", value: value, message: message)
    }

    static func authentication(_ value: String, _ message: String) -> GoogleAdsError {
        GoogleAdsError(status: 401, word: "UNAUTHENTICATED", member: "authenticationError", value: value, message: message)
    }

    static let invalidToken = authentication("OAUTH_TOKEN_INVALID", "The OAuth token in the header is not valid.")
    static let expiredToken = authentication("OAUTH_TOKEN_EXPIRED", "The OAuth token in the header has expired.")
    static let outage = GoogleAdsError(
        status: 500, word: "INTERNAL", member: "internalError", value: "INTERNAL_ERROR", message: "An internal error has occurred.")

    /// Too much in a short time.
    static func throttled(seconds: Int) -> GoogleAdsError {
        GoogleAdsError(
            status: 429, word: "RESOURCE_EXHAUSTED", member: "quotaError", value: "RESOURCE_TEMPORARILY_EXHAUSTED",
            message: "Too many requests. Retry in \(seconds) seconds.",
            quota: Quota(scope: "ACCOUNT", name: "Requests per service per method", seconds: Int64(seconds)))
    }

    /// The day's operations are used up.
    static func exhausted(seconds: Int64) -> GoogleAdsError {
        GoogleAdsError(
            status: 429, word: "RESOURCE_EXHAUSTED", member: "quotaError", value: "RESOURCE_EXHAUSTED",
            message: "Too many requests. Retry in \(seconds) seconds.",
            quota: Quota(scope: "DEVELOPER", name: "Number of operations for basic access", seconds: seconds))
    }

    /// The error as one of `errors`.
    var json: JSON {
        var members: [JSON.Member] = [
            .init("errorCode", .object([.init(member, .string(value))])), .init("message", .string(message)),
        ]
        if let trigger { members.append(.init("trigger", ["stringValue": .string(trigger)])) }
        if !path.isEmpty {
            let steps = path.map { step -> JSON in
                let name: JSON = ["fieldName": .string(step.name)]
                return step.place.map { name.setting("index", .integer($0)) } ?? name
            }
            members.append(.init("location", ["fieldPathElements": .array(steps)]))
        }
        if let quota {
            let details: JSON = [
                "rateScope": .string(quota.scope), "rateName": .string(quota.name), "retryDelay": .string("\(quota.seconds)s"),
            ]
            members.append(.init("details", ["quotaErrorDetails": details]))
        }
        return .object(members)
    }

    /// A `GoogleAdsFailure` with several errors.
    static func failure(_ errors: [GoogleAdsError], version: String, id: String) -> JSON {
        [
            "@type": .string("type.googleapis.com/google.ads.googleads.\(version).errors.GoogleAdsFailure"), "errors": .array(errors.map(\.json)),
            "requestId": .string(id),
        ]
    }

    /// The whole answer. A stream wraps it in an array.
    func response(version: String, id: String, isStream: Bool = false) -> SimulatedResponse {
        var details = [Self.failure([self], version: version, id: id)]
        if let quota {
            details.append(["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string("\(quota.seconds)s")])
        }
        let error: JSON = [
            "code": .integer(status), "message": status == 400 ? "Request contains an invalid argument." : .string(message), "status": .string(word),
            "details": .array(details),
        ]
        let body: JSON = ["error": error]
        return SimulatedResponse(
            status: status, isStream ? .array([body]) : body, headers: [(name: "request-id", value: id)],
            outcome: quota == nil ? .failed : .throttled)
    }
}
