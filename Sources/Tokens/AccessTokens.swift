package import Core
import Crypto
import Synchronization

/// Issues and verifies access tokens (JWT, RFC 7519). libjwt does the signatures; what is accepted is decided here, in the order that nothing reaches
/// libjwt which is not well-formed: form, header, key and its one algorithm, length of the signature, payload, signature, claims, revocation.
package final class AccessTokens: Sendable {
    private struct State {
        var keyring: TokenKeyring
        var verified: VerifiedTokens
        var revoked = Revocations()
    }

    private let state: Mutex<State>
    private let rules: ClaimRules
    private let time: TimeSource
    private let isRevoked: @Sendable (AccessClaims) -> Bool

    /// - Parameters:
    ///   - longestLifetime: What a token may live at most; one that claims more is refused, whoever signed it. 15 minutes by default (ASVS 5.0, 7.4).
    ///   - cacheCapacity: How many verified tokens are remembered, about 1 KB each; none for 0.
    ///   - isRevoked: Asked on every verification, also of a remembered token; must be quick.
    package init(
        keyring: TokenKeyring, issuer: String, audience: String, time: TimeSource = .wall, longestLifetime: Duration = .seconds(900),
        cacheCapacity: Int = 10_000,
        isRevoked: @escaping @Sendable (AccessClaims) -> Bool = { _ in false }
    ) {
        state = Mutex(State(keyring: keyring, verified: VerifiedTokens(capacity: cacheCapacity)))
        rules = ClaimRules(issuer: issuer, audience: audience, longestLifetime: longestLifetime.components.seconds)
        self.time = time
        self.isRevoked = isRevoked
    }

    /// A signed token that is valid from now on for the lifetime; the claims' own times are not looked at.
    /// - Throws: `TokenKeyError` for a lifetime outside one second to the longest, or claims that are too large.
    package func issue(_ claims: AccessClaims, lifetime: Duration) throws(TokenKeyError) -> Secret {
        let seconds = lifetime.components.seconds
        guard seconds >= 1, seconds <= rules.longestLifetime else { throw .lifetime }
        var dated = claims
        dated.issuedAt = Instant(seconds: time.now.seconds)
        dated.expiresAt = Instant(seconds: dated.issuedAt.seconds + seconds)
        let key = state.withLock { $0.keyring.current }
        guard let token = JWTLibrary.sign(claims: rules.write(dated), with: key) else { throw .cannotSign(keyID: key.id) }
        guard token.utf8.count <= CompactToken.longest else { throw .tooLarge }
        return Secret(token)
    }

    /// The claims of a valid token.
    /// - Throws: `TokenError`, whose `problem` is the same 401 for every reason.
    package func verify(_ token: String) throws(TokenError) -> AccessClaims {
        guard token.utf8.count <= CompactToken.longest else { throw .form }
        let now = time.now
        let fingerprint = Self.fingerprint(of: token)
        let known = state.withLock { state in
            state.verified.find(fingerprint).map { claims in (claims: claims, isRevoked: state.revoked.covers(claims)) }
        }
        guard let known else { return try verifyAnew(token, fingerprint, now: now) }
        guard now.seconds < known.claims.expiresAt.seconds else { throw .expired }
        guard !known.isRevoked, !isRevoked(known.claims) else { throw .revoked }
        return known.claims
    }

    /// Refuses one token from now on.
    package func revoke(tokenID: UniqueID) { revoke(tokenID, lifetime: rules.longestLifetime) }

    /// Refuses all tokens of a session from now on: at sign-out, at a change of password, at reuse of a refresh token.
    package func revoke(session: SessionID) { revoke(session.value, lifetime: rules.longestLifetime) }

    /// Takes another ring into use. Tokens of keys that are gone are refused at once.
    package func rotate(to keyring: TokenKeyring) {
        state.withLock { state in
            state.keyring = keyring
            state.verified.removeAll()
        }
    }

    /// The public keys for the JWKS route.
    package var jwks: JSON { state.withLock { $0.keyring.jwks } }

    private func revoke(_ id: UniqueID, lifetime: Int64) {
        let now = time.now
        state.withLock { $0.revoked.add(id, until: now + .seconds(lifetime + ClaimRules.skew), now: now) }
    }

    private func verifyAnew(_ token: String, _ fingerprint: VerifiedTokens.Fingerprint, now: Instant) throws(TokenError) -> AccessClaims {
        let parts = try CompactToken(token)
        let header = try TokenHeader(parts.header)
        guard let key = state.withLock({ $0.keyring[header.keyID] }) else { throw .unknownKey }
        guard header.algorithm == key.algorithm.rawValue else { throw .algorithm }
        guard parts.signature.count == key.signatureBytes else { throw .signature }
        let payload = try rules.parse(parts.payload)
        guard JWTLibrary.verifies(token, with: key) else { throw .signature }
        let claims = try rules.read(payload, now: now)
        let isRevokedHere = state.withLock { state in
            // Only while the key is still in the ring: a rotation may have emptied the memory in between.
            if state.keyring[header.keyID] != nil { state.verified.insert(claims, for: fingerprint) }
            return state.revoked.covers(claims)
        }
        guard !isRevokedHere, !isRevoked(claims) else { throw .revoked }
        return claims
    }

    private static func fingerprint(of token: String) -> VerifiedTokens.Fingerprint {
        var token = token
        let digest = token.withUTF8 { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize()
        }
        return digest.withUnsafeBytes { bytes in
            VerifiedTokens.Fingerprint(
                words: (
                    bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                    bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
                ))
        }
    }
}
