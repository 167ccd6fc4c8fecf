import ConnectorHost
import Core
import Postgres
import Sealing
import Web

/// Connects a platform by a person's consent: sends the person to the platform's screen, and takes what the person comes back with
/// (RFC 6749, 4.1; PKCE as in RFC 7636).
struct Consent: Sendable {
    let database: Database
    let connectors: Connectors
    let keyring: KeyringSource
    let settings: OAuthSettings

    /// What a platform sends a person back with.
    struct Answer: Sendable {
        let state: String?
        /// The code under each of its names.
        let codes: [String: String]
        let error: String?
        let shop: String?
    }

    /// What became of a connection.
    struct Outcome: Sendable {
        let connection: ConnectionID
        let tenant: TenantID
        let startedBy: String
        let name: String
        /// The accounts to choose from; empty where there is nothing to choose.
        let accounts: [String]
    }

    /// - Throws: `Problem.notFound`, 409 `no_consent`, `no_client`, `settings_missing`.
    func begin(_ id: ConnectionID, tenant: TenantID, by subject: String) async throws -> ConsentAddress {
        guard let row = try await database.once(tenant, ConnectionStore.one(tenant, id)).first else { throw Problem.notFound }
        let connection = try ConnectionStore.connection(row)
        guard let connector = connectors.newest(connection.connector) else { throw ConnectionEditor.connectorMissing(connection.connector) }
        guard let oauth = OAuthDescription(connector.auth) else {
            throw Problem.conflict("no_consent", "\(connector.name) has no consent screen. Store a credential instead.")
        }
        guard let client = settings.clients[connector.id] else {
            throw Problem.conflict("no_client", "This installation has no application at \(connector.name). Store a credential, or ask the operator.")
        }
        guard
            let screen = PlatformAddress(
                oauth.authorizationEndpoint, settings: connection.config.texts, base: settings.baseURLs[connector.id])
        else { throw Problem.conflict("settings_missing", "The consent screen's address needs a setting that this connection does not have.") }

        let state = ConsentState(tenant: tenant)
        let verifier = oauth.usesPKCE ? RandomToken.make() : nil
        let until = settings.time.now + Authorization.lifetime
        let sealed = try await seal(verifier, state)
        try await database.inTenant(tenant) { tx in
            try await AuthorizationStore.insert(
                state, Authorization(connection: id, startedBy: subject, verifier: verifier), sealedVerifier: sealed, until: until, tx)
        }
        var parameters = oauth.authorizationParameters + [("response_type", "code"), (oauth.clientIDParameter, client.id)]
        parameters += [("redirect_uri", settings.callbackURL), ("state", state.text)]
        if !oauth.scopes.isEmpty { parameters.append(("scope", oauth.scopes.joined(separator: oauth.scopeSeparator))) }
        if let verifier {
            parameters += [("code_challenge", Base64URL.encode(sha256(verifier.reveal()))), ("code_challenge_method", "S256")]
        }
        return ConsentAddress(url: "\(screen.opened)?\(FormText.encoded(parameters))", expiresAt: until)
    }

    /// - Parameter principal: who is signed in in the browser, where anyone is.
    /// - Throws: `ConsentFault`.
    func finish(_ answer: Answer, as principal: Principal?) async throws -> Outcome {
        guard let state = answer.state.flatMap({ ConsentState($0) }) else { throw ConsentFault.unknownState }
        let authorization = try await take(state, principal)
        if let error = answer.error { throw ConsentFault.denied(TokenRefusal.word(error)) }
        guard let row = try await database.once(state.tenant, ConnectionStore.one(state.tenant, authorization.connection)).first,
            let connection = Optional(try ConnectionStore.connection(row)), let connector = connectors.newest(connection.connector),
            let endpoint = TokenEndpoint(connector, config: connection.config, settings)
        else { throw ConsentFault.gone }
        guard answer.shop == nil || answer.shop?.lowercased() == endpoint.host else { throw ConsentFault.otherShop }
        guard let code = answer.codes[endpoint.oauth.codeParameter], !code.isEmpty else { throw ConsentFault.noCode }
        let grant: TokenGrant
        do { grant = try await endpoint.exchange(code: Secret(code), verifier: authorization.verifier) } catch {
            switch error {
            case .refused(let word), .client(let word), .unavailable(let word): throw ConsentFault.exchange(word)
            }
        }
        let missing = grant.scopes.map { granted in endpoint.oauth.scopes.filter { !granted.contains($0) } } ?? []
        guard missing.isEmpty else { throw ConsentFault.missingScopes(missing) }
        let accounts = try await store(grant, endpoint, connector, authorization.connection, state.tenant)
        return Outcome(
            connection: authorization.connection, tenant: state.tenant, startedBy: authorization.startedBy, name: connection.name,
            accounts: accounts)
    }

    /// Uses a state up. It stays unused where the wrong person brings it.
    private func take(_ state: ConsentState, _ principal: Principal?) async throws -> Authorization {
        let found = try await database.inTenant(state.tenant) { tx in
            guard let found = try await AuthorizationStore.lock(state, tx) else { throw ConsentFault.unknownState }
            guard !found.isUsed else { throw ConsentFault.used }
            guard found.expiresAt > settings.time.now else { throw ConsentFault.expired }
            if let principal, principal.tenant != state.tenant || principal.subject.description != found.startedBy { throw ConsentFault.otherPerson }
            try await AuthorizationStore.use(state, tx)
            return found
        }
        var verifier: Secret?
        if let sealed = found.verifier { verifier = try await keyring(state.tenant).openText(sealed, in: state.place) }
        return Authorization(connection: found.connection, startedBy: found.startedBy, verifier: verifier)
    }

    /// Stores the credential and lets the connection run, unless an account is still to be chosen. Gives those to choose from.
    private func store(
        _ grant: TokenGrant, _ endpoint: TokenEndpoint, _ connector: ConnectorManifest, _ id: ConnectionID, _ tenant: TenantID
    ) async throws -> [String] {
        let keys = try await keyring(tenant)
        return try await database.inTenant(tenant) { tx in
            guard let standing = try await ConnectionStore.lock(id, tx), let held = try await ConnectionStore.holdCredential(id, tx) else {
                throw ConsentFault.gone
            }
            let old = try held.sealed.map { try keys.openText($0, in: Credential.place(id)) }
            let document = TokenDocument.granted(
                grant, over: old, appSecret: endpoint.appSecret, now: settings.time.now, lifetime: endpoint.oauth.lifetime)
            var edit = ConnectionEdit()
            edit.set(sealedCredential: try keys.seal(document.secret.reveal(), in: Credential.place(id)))
            let choice = AccountChoice(connector, endpoint.oauth, held.config, offered: grant.accounts)
            if let config = choice.config { edit.set(config: config) }
            if !choice.open.isEmpty {
                edit.set(state: .reconnectNeeded, reason: AccountChoice.reason)
            } else if let next = StateRules.afterChange(standing.state, needsCredential: true, hasCredential: true) {
                edit.set(state: next.0, reason: next.reason)
            }
            try await ConnectionStore.update(id, edit, tx)
            return choice.open
        }
    }

    private func seal(_ verifier: Secret?, _ state: ConsentState) async throws -> [UInt8]? {
        guard let verifier else { return nil }
        return try await keyring(state.tenant).seal(verifier.reveal(), in: state.place)
    }
}
