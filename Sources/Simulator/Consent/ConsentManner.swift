/// How a platform's consent screen and token endpoint differ from those of the others: its paths, names and habits, as its documentation has them.
struct ConsentManner: Sendable {
    enum Proof: Sendable {
        case form, basic, json, query
    }

    /// The segments behind the platform's prefix; `*` stands for any one.
    let screen: [String]
    let token: [String]
    var client = "client_id"
    var proof = Proof.form
    var needsPKCE = false
    /// Seconds that a token lasts; `nil` for ever.
    var lifetime: Int64? = 3_600
    var givesRefreshToken = true
    /// A refresh token is good once, and brings the next.
    var rotates = false
    /// Only for those who ask with `access_type=offline`.
    var wantsOffline = false
    /// Scopes of the answer: `nil` where it has none.
    var scopeSeparator: String? = " "

    static let google = ConsentManner(screen: ["o", "oauth2", "v2", "auth"], token: ["token"], wantsOffline: true)

    static let all: [String: ConsentManner] = [
        "meta": ConsentManner(
            screen: ["*", "dialog", "oauth"], token: ["*", "oauth", "access_token"], proof: .query, lifetime: 5_184_000, givesRefreshToken: false,
            scopeSeparator: nil),
        "google-ads": google, "google-analytics": google, "search-console": google,
        "tiktok": ConsentManner(
            screen: ["portal", "auth"], token: ["open_api", "*", "oauth2", "access_token"], client: "app_id", proof: .json, lifetime: nil,
            givesRefreshToken: false, scopeSeparator: nil),
        "snapchat": ConsentManner(screen: ["login", "oauth2", "authorize"], token: ["login", "oauth2", "access_token"]),
        "linkedin": ConsentManner(screen: ["oauth", "v2", "authorization"], token: ["oauth", "v2", "accessToken"], lifetime: 5_184_000),
        "klaviyo": ConsentManner(
            screen: ["oauth", "authorize"], token: ["oauth", "token"], proof: .basic, needsPKCE: true, rotates: true),
        "shopify": ConsentManner(
            screen: ["*", "admin", "oauth", "authorize"], token: ["*", "admin", "oauth", "access_token"], lifetime: nil, givesRefreshToken: false,
            scopeSeparator: ","),
    ]

    static func fits(_ path: [String], _ pattern: [String]) -> Bool {
        path.count == pattern.count && zip(path, pattern).allSatisfy { $1 == "*" || $0 == $1 }
    }
}
