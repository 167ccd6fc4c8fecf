package import Core

/// What an access token says of who holds it.
package struct AccessClaims: Sendable, Hashable {
    package let subject: UserID
    package let tenant: TenantID
    package let roles: [String]
    package let permissions: [String]
    package let session: SessionID
    /// `jti`: names this one token.
    package let tokenID: UniqueID
    /// Whole seconds. The epoch until the token is issued.
    package internal(set) var issuedAt: Instant
    /// Whole seconds; the token is not valid from this instant on. The epoch until the token is issued.
    package internal(set) var expiresAt: Instant

    /// Claims for a token that is still to be issued.
    package init(
        subject: UserID, tenant: TenantID, roles: [String], permissions: [String], session: SessionID, tokenID: UniqueID = UniqueID()
    ) {
        self.subject = subject
        self.tenant = tenant
        self.roles = roles
        self.permissions = permissions
        self.session = session
        self.tokenID = tokenID
        issuedAt = Instant(seconds: 0)
        expiresAt = Instant(seconds: 0)
    }
}
