import Core

/// A failure in Snapchat's envelope.
struct SnapchatError: Error, Sendable, Hashable {
    let status: Int
    var code: String?
    let message: String
    /// Seconds until the limit begins anew, for 429.
    var reset: Instant?

    static func query(_ message: String) -> SnapchatError {
        SnapchatError(status: 400, code: "E1008", message: "Unsupported Stats Query: \(message)")
    }

    static func invalid(_ message: String) -> SnapchatError { SnapchatError(status: 400, code: "E1001", message: message) }
    static let missing = SnapchatError(status: 404, code: "E3001", message: "Resource can not be found")
    static let unauthorized = SnapchatError(status: 401, code: "E2001", message: "Unauthorized")
    static let forbidden = SnapchatError(status: 403, code: "E2002", message: "You do not have access to this entity")
    static let outage = SnapchatError(status: 500, code: "E9999", message: "Internal error")
    static func throttled(until: Instant) -> SnapchatError { SnapchatError(status: 429, message: "Too many requests", reset: until) }

    var response: SimulatedResponse {
        var members: [JSON.Member] = [
            .init("request_status", "ERROR"), .init("request_id", "57ad240f00sim"), .init("debug_message", .string(message)),
            .init("display_message", .string("We're sorry, but the requested operation could not be done: \(message)")),
        ]
        if let code { members.append(.init("error_code", .string(code))) }
        let headers = reset.map { [(name: "X-Rate-Limit-Reset", value: String($0.seconds)), (name: "X-Rate-Limit-Remaining", value: "0")] } ?? []
        return SimulatedResponse(status: status, .object(members), headers: headers, outcome: status == 429 ? .throttled : .failed)
    }
}
