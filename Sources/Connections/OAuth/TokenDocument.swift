import Core

/// A credential as it is sealed: the token as it stands, or an object with `access_token` and what belongs to it.
struct TokenDocument: Sendable {
    /// Tokens are renewed so long before they run out.
    static let margin = Duration.seconds(300)

    /// The members; `nil` for a token as it stands.
    private let members: JSON?
    private let plain: Secret

    init(_ credential: Secret) {
        plain = credential
        members = (try? JSON(parsing: credential.reveal(), limits: .trusted)).flatMap { $0.members == nil ? nil : $0 }
    }

    var secret: Secret { plain }
    var accessToken: Secret? { members.map { $0["access_token"]?.string ?? $0["token"]?.string }.map { $0.map { Secret($0) } } ?? plain }
    var refreshToken: Secret? { members?["refresh_token"]?.string.map { Secret($0) } }
    var expiresAt: Instant? { members?["expires_at"]?.string.flatMap { Instant($0) } }
    /// Whether it came by consent.
    var isGranted: Bool { members?["grant"]?.string == "oauth" }
    /// The accounts that the consent named.
    var accounts: [String] { (members?["accounts"]?.array ?? []).compactMap(\.string) }

    /// Whether the token has run out, or will before anything useful was done with it.
    func isDue(_ now: Instant) -> Bool { expiresAt.map { $0 - Self.margin <= now } ?? false }

    func hasExpired(_ now: Instant) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// What is exchanged for a new token: the refresh token, or the token itself where the platform has none.
    func exchanged(_ oauth: OAuthDescription) -> Secret? { oauth.exchangesToken ? accessToken : refreshToken }

    /// With a new token in the place of the old one; what the platform left out of its answer stays.
    func renewed(_ grant: TokenGrant, now: Instant, lifetime: Duration?) -> TokenDocument {
        var next = (members ?? .object([])).setting("token", nil).setting("access_token", .string(grant.accessToken.reveal()))
        if let refresh = grant.refreshToken { next = next.setting("refresh_token", .string(refresh.reveal())) }
        let expiry = (grant.lifetime ?? lifetime).map { now + $0 }
        next = next.setting("expires_at", expiry.map { .string($0.description) })
        return TokenDocument(Secret(String(decoding: next.encoded(), as: UTF8.self)))
    }

    /// What a consent gave, over what was stored before: members that no consent gives (a developer token) stay.
    static func granted(
        _ grant: TokenGrant, over old: Secret?, appSecret: Secret?, now: Instant, lifetime: Duration?
    ) -> TokenDocument {
        var base = old.map { TokenDocument($0) }?.members ?? .object([])
        for name in ["access_token", "refresh_token", "expires_at", "accounts"] { base = base.setting(name, nil) }
        base = base.setting("grant", "oauth")
        if let appSecret { base = base.setting("app_secret", .string(appSecret.reveal())) }
        if !grant.accounts.isEmpty { base = base.setting("accounts", .array(grant.accounts.map { .string($0) })) }
        if let scopes = grant.scopes { base = base.setting("scope", .string(scopes.sorted().joined(separator: " "))) }
        return TokenDocument(Secret(base.description)).renewed(grant, now: now, lifetime: lifetime)
    }
}
