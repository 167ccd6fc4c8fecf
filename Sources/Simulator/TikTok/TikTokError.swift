import Core

/// A failure in TikTok's envelope: HTTP 200, and a code that is not 0.
struct TikTokError: Error, Sendable, Hashable {
    let code: Int
    let message: String

    static func parameter(_ message: String) -> TikTokError { TikTokError(code: 40_002, message: message) }

    static let throttled = TikTokError(code: 40_100, message: "Too many requests. Please retry in some seconds.")
    static let invalidToken = TikTokError(code: 40_105, message: "Access token is incorrect or has been revoked.")
    static let expiredToken = TikTokError(code: 40_102, message: "Access token has expired.")
    static let outage = TikTokError(code: 50_000, message: "System error")
    static let tooLarge = TikTokError(code: 40_067, message: "The query is too large. Please shorten the date range.")

    static func noPermission(_ advertiser: String) -> TikTokError {
        TikTokError(code: 40_001, message: "No permission to operate advertiser \(advertiser)")
    }

    var response: SimulatedResponse {
        SimulatedResponse(TikTokEnvelope.json(code: code, message: message, data: [:]), outcome: code == Self.throttled.code ? .throttled : .failed)
    }
}

/// What stands around every answer.
enum TikTokEnvelope {
    static func json(code: Int = 0, message: String = "OK", data: JSON) -> JSON {
        ["code": .integer(code), "message": .string(message), "request_id": "20260501010101010A1B2CSIM", "data": data]
    }
}
