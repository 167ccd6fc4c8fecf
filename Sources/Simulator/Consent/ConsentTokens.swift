import Core
import Foundation

/// The endpoint that gives tokens for codes, and new ones for old ones.
struct ConsentTokens {
    private let consent: SimulatedConsent
    private let platform: String
    private let manner: ConsentManner
    private let advertisers: (UInt64) -> [String]

    init(_ consent: SimulatedConsent, _ platform: String, _ manner: ConsentManner, advertisers: @escaping (UInt64) -> [String]) {
        self.consent = consent
        self.platform = platform
        self.manner = manner
        self.advertisers = advertisers
    }

    func answer(_ request: SimulatedRequest, now: Instant) -> SimulatedResponse {
        let asked = parameters(request)
        guard manner.proof == .query || request.method == "POST" else { return refusal("invalid_request", "POST is needed") }
        guard let (id, secret) = client(request, asked), SimulatorToken(id) != nil, secret == SimulatedConsent.secret(id) else {
            return refusal("invalid_client", "The application is not known", status: 401)
        }
        switch asked["grant_type"] {
        case "refresh_token": return refreshed(asked["refresh_token"] ?? "", id)
        case "fb_exchange_token" where platform == "meta": return exchanged(asked["fb_exchange_token"] ?? "", id, now)
        default: return granted(asked, id, now)
        }
    }

    private func granted(_ asked: [String: String], _ client: String, _ now: Instant) -> SimulatedResponse {
        let code = asked["auth_code"] ?? asked["code"] ?? ""
        guard let grant = consent.takeCode(code), grant.platform == platform, grant.client == client, grant.until > now else {
            return refusal("invalid_grant", "The code is not good")
        }
        if manner.proof != .json, let redirect = asked["redirect_uri"], redirect != grant.redirect {
            return refusal("invalid_grant", "The redirect address is another one")
        }
        if let challenge = grant.challenge, SimulatedConsent.challenge(asked["code_verifier"] ?? "") != challenge {
            return refusal("invalid_grant", "The code verifier does not fit")
        }
        let gives = manner.givesRefreshToken && (!manner.wantsOffline || grant.isOffline)
        let tokens = consent.makeTokens(grant, keeping: nil, rotates: manner.rotates, givesRefreshToken: gives)
        return token(tokens.access, tokens.refresh, grant.scopes, lifetime: platform == "meta" ? 3_600 : manner.lifetime)
    }

    private func refreshed(_ old: String, _ client: String) -> SimulatedResponse {
        guard let grant = consent.grant(refreshToken: old), grant.platform == platform, grant.client == client else {
            return refusal("invalid_grant", "The refresh token is not good")
        }
        let tokens = consent.makeTokens(grant, keeping: old, rotates: manner.rotates, givesRefreshToken: true)
        return token(tokens.access, manner.wantsOffline ? nil : tokens.refresh, grant.scopes, lifetime: manner.lifetime)
    }

    /// A token for a token (Meta): the old one need not be kept here, as it says whose it is.
    private func exchanged(_ old: String, _ client: String, _ now: Instant) -> SimulatedResponse {
        guard let known = SimulatorToken(old), !known.hasExpired, known.seed == SimulatorToken(client)?.seed else {
            return refusal("OAuthException", "The token has expired")
        }
        let first = consent.grant(accessToken: old)
        let grant = SimulatedConsent.Grant(
            platform: platform, client: client, redirect: "", challenge: nil, scopes: first?.scopes ?? [], declined: first?.declined ?? [],
            isOffline: false, until: now)
        let tokens = consent.makeTokens(grant, keeping: old, rotates: false, givesRefreshToken: false)
        return token(tokens.access, nil, [], lifetime: manner.lifetime)
    }

    private func token(_ access: String, _ refresh: String?, _ scopes: [String], lifetime: Int64?) -> SimulatedResponse {
        if platform == "tiktok" {
            let named = SimulatorToken(access).map { advertisers($0.seed) } ?? []
            return SimulatedResponse([
                "code": 0, "message": "OK", "request_id": "1",
                "data": ["access_token": .string(access), "scope": [4], "advertiser_ids": .array(named.map { .string($0) })],
            ])
        }
        var json: JSON = ["access_token": .string(access), "token_type": "bearer"]
        if let lifetime { json = json.setting("expires_in", .integer(lifetime)) }
        if let refresh { json = json.setting("refresh_token", .string(refresh)) }
        if platform == "linkedin" { json = json.setting("refresh_token_expires_in", 31_536_000) }
        if let separator = manner.scopeSeparator { json = json.setting("scope", .string(scopes.joined(separator: separator))) }
        return SimulatedResponse(json)
    }

    private func refusal(_ code: String, _ text: String, status: Int = 400) -> SimulatedResponse {
        switch platform {
        case "meta":
            SimulatedResponse(
                status: 400, ["error": ["message": .string(text), "type": .string(code == "invalid_client" ? code : "OAuthException"), "code": 190]],
                outcome: .failed)
        case "tiktok": SimulatedResponse(["code": 40_110, "message": .string(text), "data": [:]], outcome: .failed)
        default: SimulatedResponse(status: status, ["error": .string(code), "error_description": .string(text)], outcome: .failed)
        }
    }

    private func parameters(_ request: SimulatedRequest) -> [String: String] {
        guard request.headers["content-type"]?.hasPrefix("application/json") == true, let json = try? JSON(parsing: request.body) else {
            return request.parameters
        }
        return (json.members ?? []).reduce(into: request.parameters) { $0[$1.name] = $1.value.string }
    }

    private func client(_ request: SimulatedRequest, _ asked: [String: String]) -> (id: String, secret: String)? {
        guard manner.proof == .basic else {
            guard let id = asked[manner.client] ?? asked["client_id"], let secret = asked["secret"] ?? asked["client_secret"] else { return nil }
            return (id, secret)
        }
        guard let text = request.headers["authorization"], text.hasPrefix("Basic "), let bytes = Data(base64Encoded: String(text.dropFirst(6))) else {
            return nil
        }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
}
