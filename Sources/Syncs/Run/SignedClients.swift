import ConnectorHost
import Core
import Outbound

/// Gives the connection's credential anew. With the access token that the platform has just refused, it renews that one first; without, one that runs out.
/// - Throws: `SyncFault` of the kind `auth` where only a new consent helps, `transient` where there is no token for now; anything else leaves the old one in
///   use as long as it goes.
typealias CredentialRenewal = @Sendable (_ refused: Secret?) async throws -> Secret?

/// The clients that sign a connection's requests, by credential slot. They change with the credential.
actor SignedClients {
    /// A client and the access token that it signs with.
    struct Signed: Sendable {
        let client: OutboundClient
        let token: Secret?
    }

    /// Tokens are renewed so long before they run out.
    private static let margin = Duration.seconds(300)

    private let auth: AuthDescription
    private let renewal: CredentialRenewal?
    private let time: TimeSource
    private let make: @Sendable (RequestSigner) -> OutboundClient
    private var credential: Secret?
    private var scheme: CredentialScheme
    private var ordinary: OutboundClient
    private var slots: [String: OutboundClient] = [:]

    /// - Throws: `SyncFault` where a credential is needed and missing, or its scheme is unknown.
    init(
        _ auth: AuthDescription, _ credential: Secret?, renewal: CredentialRenewal?, time: TimeSource,
        make: @escaping @Sendable (RequestSigner) -> OutboundClient
    ) throws(SyncFault) {
        self.auth = auth
        self.credential = credential
        self.renewal = renewal
        self.time = time
        self.make = make
        scheme = CredentialScheme(auth, credential)
        ordinary = make(try scheme.signer())
    }

    /// The client of a slot. A token that is about to run out is renewed first; where that fails for now, the old one is used as long as it goes.
    /// - Throws: `SyncFault`, `HostRefusal` for a slot that there is not.
    func signed(slot name: String) async throws -> Signed {
        if let expiry = scheme.expiresAt, expiry - Self.margin <= time.now, renewal != nil {
            do { try await renew(refused: nil) } catch let fault as SyncFault { throw fault } catch {
                try Task.checkCancellation()
            }
        }
        guard name != CredentialScheme.ordinary else { return Signed(client: ordinary, token: scheme.accessToken) }
        if let known = slots[name] { return Signed(client: known, token: nil) }
        let client = make(try scheme.signer(slot: name))
        slots[name] = client
        return Signed(client: client, token: nil)
    }

    /// The client to repeat a request with whose token was refused; `nil` where there is no other token.
    /// - Throws: `SyncFault`, `HostRefusal` where no new token came for now.
    func replacement(for refused: Secret) async throws -> OutboundClient? {
        guard renewal != nil else { return nil }
        if scheme.accessToken == refused {
            do { try await renew(refused: refused) } catch let fault as SyncFault { throw fault } catch {
                try Task.checkCancellation()
                throw HostRefusal(.failed, "The platform refused the access token, and no new one came.")
            }
        }
        return scheme.accessToken == refused ? nil : ordinary
    }

    private func renew(refused: Secret?) async throws {
        guard let next = try await renewal?(refused), next != credential else { return }
        let scheme = CredentialScheme(auth, next)
        ordinary = make(try scheme.signer())
        self.scheme = scheme
        credential = next
        slots = [:]
    }
}
