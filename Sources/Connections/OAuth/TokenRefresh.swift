import ConnectorHost
import Core
import Postgres
import Sealing

/// Renews the token of a connection: once, whoever asks and in how many processes. The connection's row is held from the look at the old token to the
/// storing of the new one, so that a refresh token that the platform rotates is never used twice.
struct TokenRefresh: Sendable {
    let database: Database
    let connectors: Connectors
    let keyring: KeyringSource
    let settings: OAuthSettings

    private enum Outcome: Sendable {
        case credential(Secret?)
        case refused(String)
        case unavailable(String)
    }

    /// Whether the credential could and should be renewed now.
    func isNeeded(_ document: TokenDocument, of connector: String, refused: Secret?) -> Bool {
        guard let oauth = connectors.newest(connector).flatMap({ OAuthDescription($0.auth) }), oauth.refreshGrant != nil,
            document.exchanged(oauth) != nil, settings.clients[connector] != nil
        else { return false }
        return wants(document, refused)
    }

    /// The credential with a token that is good: the stored one where another has renewed it meanwhile.
    /// - Throws: `CredentialRefused`, with the connection set to `reconnect_needed`; `CredentialUnavailable`; `Problem.notFound`.
    func run(_ tenant: TenantID, _ connection: ConnectionID, refused: Secret?) async throws -> Secret? {
        let keys = try await keyring(tenant)
        let outcome = try await database.inTenant(tenant) { tx in try await renew(connection, refused, keys, tx) }
        switch outcome {
        case .credential(let credential): return credential
        case .refused(let sentence): throw CredentialRefused(sentence: sentence)
        case .unavailable(let sentence): throw CredentialUnavailable(sentence: sentence)
        }
    }

    private func renew(
        _ id: ConnectionID, _ refused: Secret?, _ keys: TenantKeyring, _ tx: borrowing TenantTransaction
    ) async throws -> Outcome {
        guard let held = try await ConnectionStore.holdCredential(id, tx) else { throw Problem.notFound }
        guard let sealed = held.sealed else { return .credential(nil) }
        let document = TokenDocument(try keys.openText(sealed, in: Credential.place(id)))
        guard wants(document, refused), let connector = connectors.newest(held.connector),
            let endpoint = TokenEndpoint(connector, config: held.config, settings), let exchanged = document.exchanged(endpoint.oauth)
        else { return .credential(document.secret) }
        do {
            let grant = try await endpoint.refresh(exchanged)
            let next = document.renewed(grant, now: settings.time.now, lifetime: endpoint.oauth.lifetime)
            var edit = ConnectionEdit()
            edit.set(sealedCredential: try keys.seal(next.secret.reveal(), in: Credential.place(id)))
            try await ConnectionStore.update(id, edit, tx)
            return .credential(next.secret)
        } catch let refusal as TokenRefusal {
            return try await outcome(of: refusal, document, refused, connector, id, tx)
        }
    }

    private func outcome(
        of refusal: TokenRefusal, _ document: TokenDocument, _ refused: Secret?, _ connector: ConnectorManifest, _ id: ConnectionID,
        _ tx: borrowing TenantTransaction
    ) async throws -> Outcome {
        // A token that still holds is better than none.
        let stillHolds = refused == nil && !document.hasExpired(settings.time.now)
        switch refusal {
        case .refused(let word):
            let sentence = "\(connector.name) does not renew its access any more (\(word)). Connect it again."
            var edit = ConnectionEdit()
            edit.set(state: .reconnectNeeded, reason: sentence)
            try await ConnectionStore.update(id, edit, tx)
            return .refused(sentence)
        case .client(let word):
            return stillHolds
                ? .credential(document.secret)
                : .unavailable("\(connector.name) does not know the operator's application (\(word)). Its id and secret have to be checked.")
        case .unavailable(let word):
            return stillHolds ? .credential(document.secret) : .unavailable("\(connector.name) gave no new access token: \(word).")
        }
    }

    /// A token that was refused is renewed only while it is the one that stands.
    private func wants(_ document: TokenDocument, _ refused: Secret?) -> Bool {
        if let refused { return document.accessToken == refused }
        return document.isDue(settings.time.now)
    }
}
