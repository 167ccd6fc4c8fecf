import Core

/// What a token endpoint gave.
struct TokenGrant: Sendable {
    let accessToken: Secret
    /// A new one where the platform rotates them, or gave the first.
    let refreshToken: Secret?
    let lifetime: Duration?
    /// What was granted; `nil` where the answer does not say it, which means all that was asked for (RFC 6749, 5.1).
    var scopes: Set<String>?
    /// The ad accounts that the consent named, where the answer lists them.
    let accounts: [String]
}

/// Why a token endpoint gave no token.
enum TokenRefusal: Error, Sendable, Hashable {
    /// The grant is void: only a new consent helps. With the platform's word for it.
    case refused(String)
    /// The operator's application is not known there, or its secret is wrong.
    case client(String)
    /// The platform is away or answered what can not be read: later.
    case unavailable(String)

    /// Reads an answer.
    static func read(_ answer: TokenAnswer, _ oauth: OAuthDescription) throws(TokenRefusal) -> TokenGrant {
        let json = try? JSON(parsing: answer.body, limits: .trusted)
        guard (200..<300).contains(answer.status) else { throw refusal(answer.status, json) }
        guard let json, let token = json.at(oauth.tokenPath)?.string, !token.isEmpty else {
            // Some platforms refuse with status 200 and a code of their own.
            if let code = json?["code"]?.integer, code != 0 { throw .refused(word("code \(code)")) }
            throw .unavailable("the answer holds no token")
        }
        let place = json.at(String(oauth.tokenPath.reversed().drop { $0 != "/" }.dropFirst().reversed())) ?? json
        let seconds = place["expires_in"]?.integer ?? place["expires_in"]?.string.flatMap { Int64($0) }
        return TokenGrant(
            accessToken: Secret(token), refreshToken: place["refresh_token"]?.string.map { Secret($0) },
            lifetime: seconds.flatMap { $0 > 0 ? .seconds($0) : nil }, scopes: scopes(place["scope"]),
            accounts: (json.at(oauth.accountsPath)?.array ?? []).compactMap { $0.string ?? $0.integer.map { String($0) } })
    }

    private static func scopes(_ json: JSON?) -> Set<String>? {
        json?.string.map { Set($0.split { $0 == " " || $0 == "," }.map(String.init)) }
    }

    private static func refusal(_ status: Int, _ json: JSON?) -> TokenRefusal {
        let code = json?["error"]?.string ?? json?["error"]?["type"]?.string ?? json?["error"]?["code"]?.integer.map { "code \($0)" }
        let said = word(code ?? "status \(status)")
        switch (status, code) {
        case (_, "invalid_client"), (_, "unauthorized_client"): return .client(said)
        case (_, "temporarily_unavailable"), (_, "server_error"): return .unavailable(said)
        case (400, _), (401, _), (403, _): return .refused(said)
        default: return .unavailable(said)
        }
    }

    /// A platform's word, cut to what may be shown.
    static func word(_ text: String) -> String {
        String(
            text.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || "0123456789_- .".unicodeScalars.contains($0)) }.map(
                Character.init
            ).prefix(80))
    }
}

extension JSON {
    /// The value at a JSON pointer (RFC 6901) whose names hold neither `~` nor `/`.
    func at(_ pointer: String) -> JSON? {
        pointer.split(separator: "/").reduce(Optional(self)) { $0?[String($1)] }
    }
}
