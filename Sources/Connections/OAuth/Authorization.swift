package import Core
import Postgres
import Sealing
import Web

/// A consent that was asked for.
struct Authorization: Sendable {
    /// How long a person may take at the platform's screen.
    static let lifetime = Duration.seconds(900)

    let connection: ConnectionID
    let startedBy: String
    /// SHA-256 of what the browser's cookie holds.
    let browserHash: [UInt8]
}

/// What goes to the platform and comes back: the tenant in clear, so that its rows can be asked, and what nobody can guess.
struct ConsentState: Sendable {
    let tenant: TenantID
    let secret: Secret

    init(tenant: TenantID) {
        self.tenant = tenant
        secret = RandomToken.make()
    }

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let tenant = TenantID(String(parts[0])), parts[1].utf8.count == 43 else { return nil }
        self.tenant = tenant
        secret = Secret(String(parts[1]))
    }

    var text: String { "\(tenant).\(secret.reveal())" }
    var hash: [UInt8] { sha256(secret.reveal()) }
    var place: FieldPlace { FieldPlace(table: "ingest.authorizations", column: "verifier", row: hexadecimal(hash)) }
}

/// Where a person is sent, and what the person's browser keeps meanwhile.
package struct ConsentAddress: Sendable {
    /// The platform's consent screen.
    package let url: String
    package let expiresAt: Instant
    package let cookie: ConsentCookie
}

extension Schema where Value == ConsentAddress {
    static let consentAddress = Schema.record(
        "ConsentAddress",
        field("url", \.url, .string(), "The platform's consent screen: send the person there. It is good once."),
        field("expires_at", \.expiresAt, .instant, "Until when the person has to be back, in the browser that took this answer's cookie."))
}

/// A consent as it stands stored.
struct StandingConsent: Sendable {
    let connection: ConnectionID
    let startedBy: String
    let sealedVerifier: [UInt8]?
    let expiresAt: Instant
    let isUsed: Bool
    let browserHash: [UInt8]
}

/// The SQL of consents.
enum AuthorizationStore {
    /// Adds one, and removes the connection's that are long over.
    static func insert(
        _ state: ConsentState, _ authorization: Authorization, sealedVerifier: [UInt8]?, until: Instant, _ tx: borrowing TenantTransaction
    ) async throws {
        try await tx.execute(
            """
            DELETE FROM ingest.authorizations
            WHERE tenant_id = \(tx.tenant)
              AND connection_id = \(authorization.connection)
              AND expires_at < now() - interval '1 day'
            """)
        try await tx.execute(
            """
            INSERT INTO ingest.authorizations (
              tenant_id, state_hash, connection_id, started_by, verifier_sealed, expires_at, browser_hash)
            VALUES (
              \(tx.tenant), \(state.hash), \(authorization.connection), \(authorization.startedBy), \(sealedVerifier), \(until),
              \(authorization.browserHash))
            """)
    }

    /// A consent by its state, held until the transaction ends.
    static func lock(_ state: ConsentState, _ tx: borrowing TenantTransaction) async throws -> StandingConsent? {
        let row = try await tx.first(
            """
            SELECT connection_id, started_by, verifier_sealed, expires_at, used_at IS NOT NULL, browser_hash
            FROM ingest.authorizations
            WHERE tenant_id = \(tx.tenant)
              AND state_hash = \(state.hash)
            FOR UPDATE
            """)
        guard let values = try row?.decode(ConnectionID.self, String.self, [UInt8]?.self, Instant.self, Bool.self, [UInt8].self) else { return nil }
        return StandingConsent(
            connection: values.0, startedBy: values.1, sealedVerifier: values.2, expiresAt: values.3, isUsed: values.4, browserHash: values.5)
    }

    static func use(_ state: ConsentState, _ tx: borrowing TenantTransaction) async throws {
        try await tx.execute(
            """
            UPDATE ingest.authorizations
            SET used_at = now()
            WHERE tenant_id = \(tx.tenant)
              AND state_hash = \(state.hash)
            """)
    }
}
