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

    /// What a platform sends a person back with: all that stands in the address, as it was given.
    struct Answer: Sendable {
        let parameters: [(name: String, value: String)]

        init(_ parameters: [(name: String, value: String)]) { self.parameters = parameters }

        subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

        var state: ConsentState? { self["state"].flatMap { ConsentState($0) } }
        var error: String? { self["error"] ?? self["error_code"] }
        var shop: String? { self["shop"]?.lowercased() }
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
        let cookie = ConsentCookie(state, isSecure: !settings.isLoopback)
        let until = settings.time.now + Authorization.lifetime
        let sealed = try await seal(verifier, state)
        try await database.inTenant(tenant) { tx in
            try await AuthorizationStore.insert(
                state, Authorization(connection: id, startedBy: subject, browserHash: cookie.hash), sealedVerifier: sealed, until: until, tx)
        }
        var parameters = oauth.authorizationParameters + [("response_type", "code"), (oauth.clientIDParameter, client.id)]
        parameters += [("redirect_uri", settings.callbackURL), ("state", state.text)]
        if !oauth.scopes.isEmpty { parameters.append(("scope", oauth.scopes.joined(separator: oauth.scopeSeparator))) }
        if let verifier {
            parameters += [("code_challenge", Base64URL.encode(sha256(verifier.reveal()))), ("code_challenge_method", "S256")]
        }
        return ConsentAddress(url: "\(screen.opened)?\(FormText.encoded(parameters))", expiresAt: until, cookie: cookie)
    }

    /// - Parameters:
    ///   - principal: who is signed in in the browser, where anyone is.
    ///   - cookie: gives the browser's cookies.
    /// - Throws: `ConsentFault`.
    func finish(_ answer: Answer, as principal: Principal?, cookie: @Sendable (String) -> String?) async throws -> Outcome {
        guard let state = answer.state else { throw ConsentFault.unknownState }
        let taken = try await take(state, answer, principal, browser: cookie(ConsentCookie.name(state)))
        if let error = answer.error { throw ConsentFault.denied(TokenRefusal.word(error)) }
        let (consent, endpoint) = (taken.consent, taken.endpoint)
        guard let code = answer[endpoint.oauth.codeParameter], !code.isEmpty else { throw ConsentFault.noCode }
        let grant: TokenGrant
        do { grant = try await endpoint.exchange(code: Secret(code), verifier: taken.verifier) } catch {
            switch error {
            case .refused(let word), .client(let word), .unavailable(let word): throw ConsentFault.exchange(word)
            }
        }
        let missing = grant.scopes.map { granted in endpoint.oauth.scopes.filter { !granted.contains($0) } } ?? []
        guard missing.isEmpty else { throw ConsentFault.missingScopes(missing) }
        let accounts = try await store(grant, endpoint, taken.connector, consent.connection, state.tenant)
        return Outcome(
            connection: consent.connection, tenant: state.tenant, startedBy: consent.startedBy, name: taken.connection.name,
            accounts: accounts)
    }

    private struct Taken: Sendable {
        let consent: StandingConsent
        let connection: Connection
        let connector: ConnectorManifest
        let endpoint: TokenEndpoint
        var verifier: Secret?
    }

    /// Uses a state up. It stays unused where the wrong person or browser brings it, or the platform did not sign it.
    private func take(_ state: ConsentState, _ answer: Answer, _ principal: Principal?, browser: String?) async throws -> Taken {
        var taken = try await database.inTenant(state.tenant) { tx in
            guard let found = try await AuthorizationStore.lock(state, tx) else { throw ConsentFault.unknownState }
            guard !found.isUsed else { throw ConsentFault.used }
            guard found.expiresAt > settings.time.now else { throw ConsentFault.expired }
            if let principal, principal.tenant != state.tenant || principal.subject.description != found.startedBy { throw ConsentFault.otherPerson }
            guard let browser, constantTimeEqual(sha256(browser), found.browserHash) else { throw ConsentFault.otherBrowser }
            guard let connection = try await ConnectionStore.find(found.connection, tx), let connector = connectors.newest(connection.connector),
                let endpoint = TokenEndpoint(connector, config: connection.config, settings)
            else { throw ConsentFault.gone }
            if answer.error == nil {
                guard endpoint.verifies(CallbackSignature(answer.parameters)) else { throw ConsentFault.badSignature }
                guard answer.shop == nil || answer.shop == endpoint.host else { throw ConsentFault.otherShop }
            }
            try await AuthorizationStore.use(state, tx)
            return Taken(consent: found, connection: connection, connector: connector, endpoint: endpoint)
        }
        if let sealed = taken.consent.sealedVerifier { taken.verifier = try await keyring(state.tenant).openText(sealed, in: state.place) }
        return taken
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
