import Core

/// How claims are written, and what is demanded of those that come in: point 6 of the wrapper. The one reader of a payload.
struct ClaimRules: Sendable {
    let issuer: String
    let audience: String
    /// Seconds.
    let longestLifetime: Int64

    /// How far the clocks of two servers may differ, in seconds.
    static let skew: Int64 = 30

    func write(_ claims: AccessClaims) -> String {
        var writer = JSONWriter(reservingCapacity: 512)
        writer.value(
            .object([
                JSON.Member("iss", .string(issuer)), JSON.Member("aud", .string(audience)), JSON.Member("sub", .string(claims.subject.description)),
                JSON.Member("tenant_id", .string(claims.tenant.description)), JSON.Member("roles", .array(claims.roles.map { .string($0) })),
                JSON.Member("permissions", .array(claims.permissions.map { .string($0) })), JSON.Member("sid", .string(claims.session.description)),
                JSON.Member("jti", .string(claims.tokenID.description)), JSON.Member("iat", .integer(claims.issuedAt.seconds)),
                JSON.Member("nbf", .integer(claims.issuedAt.seconds)), JSON.Member("exp", .integer(claims.expiresAt.seconds)),
                JSON.Member("token_use", "access"),
            ]))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// An object with unique names, not empty, within limits. Claims that are not known are passed over, for a newer server's sake.
    func parse(_ payload: [UInt8]) throws(TokenError) -> JSON {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: payload, limits: JSONLimits(depth: 4, elements: 1_000, stringBytes: 1_024))
        } catch {
            throw .claim("payload")
        }
        guard let members = json.members, !members.isEmpty else { throw .claim("payload") }
        return json
    }

    func read(_ json: JSON, now: Instant) throws(TokenError) -> AccessClaims {
        guard json["iss"]?.string == issuer else { throw .claim("iss") }
        guard json["aud"]?.string == audience else { throw .claim("aud") }
        guard json["token_use"]?.string == "access" else { throw .claim("token_use") }
        let (issued, expires) = try times(json, now: now.seconds)
        guard let subject = json["sub"]?.string.flatMap({ UserID($0) }) else { throw .claim("sub") }
        guard let tenant = json["tenant_id"]?.string.flatMap({ TenantID($0) }) else { throw .claim("tenant_id") }
        guard let session = json["sid"]?.string.flatMap({ SessionID($0) }) else { throw .claim("sid") }
        guard let tokenID = json["jti"]?.string.flatMap({ UniqueID($0) }) else { throw .claim("jti") }
        var claims = AccessClaims(
            subject: subject, tenant: tenant, roles: try texts("roles", json), permissions: try texts("permissions", json), session: session,
            tokenID: tokenID)
        claims.issuedAt = Instant(seconds: issued)
        claims.expiresAt = Instant(seconds: expires)
        return claims
    }

    /// All three times are required whole seconds. An expiry is never stretched; a start may lie ahead by the clocks' skew.
    private func times(_ json: JSON, now: Int64) throws(TokenError) -> (issued: Int64, expires: Int64) {
        let plausible = Int64(0)...253_402_300_799
        guard let expires = json["exp"]?.integer, plausible.contains(expires) else { throw .claim("exp") }
        guard let issued = json["iat"]?.integer, plausible.contains(issued), issued <= now + Self.skew else { throw .claim("iat") }
        guard let start = json["nbf"]?.integer, plausible.contains(start), start <= now + Self.skew else { throw .claim("nbf") }
        guard expires > issued, expires - issued <= longestLifetime else { throw .claim("exp") }
        guard now < expires else { throw .expired }
        return (issued, expires)
    }

    private func texts(_ name: String, _ json: JSON) throws(TokenError) -> [String] {
        guard let items = json[name]?.array else { throw .claim(name) }
        let texts = items.compactMap(\.string)
        guard texts.count == items.count else { throw .claim(name) }
        return texts
    }
}
