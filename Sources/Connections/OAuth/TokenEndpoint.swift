import ConnectorHost
import Core
import Sealing

/// A connector's token endpoint, for one connection and with the operator's application.
struct TokenEndpoint: Sendable {
    let oauth: OAuthDescription
    private let client: OAuthClient
    private let address: PlatformAddress
    private let settings: OAuthSettings

    /// `nil` where the connector has none, the operator has no application there, or a setting that the address needs is missing.
    init?(_ connector: ConnectorManifest, config: JSON, _ settings: OAuthSettings) {
        guard let oauth = OAuthDescription(connector.auth), let client = settings.clients[connector.id],
            let address = PlatformAddress(oauth.tokenEndpoint, settings: config.texts, base: settings.baseURLs[connector.id])
        else { return nil }
        self.oauth = oauth
        self.client = client
        self.address = address
        self.settings = settings
    }

    /// The platform's own host.
    var host: String { address.host }

    var checks: PlatformChecks { PlatformChecks(host: address.host) }

    /// Whether a platform that signs its callbacks signed this one.
    func verifies(_ signature: CallbackSignature) -> Bool {
        checks != .signedCallback || signature.isGood(client.secret, now: settings.time.now)
    }

    /// The application's secret where requests have to be signed with it too.
    var appSecret: Secret? { oauth.needsAppSecret ? client.secret : nil }

    /// Exchanges the code of a consent.
    func exchange(code: Secret, verifier: Secret?) async throws(TokenRefusal) -> TokenGrant {
        var parameters: [(name: String, value: String)] = [(oauth.parameter("code"), code.reveal())]
        if oauth.encoding == .form { parameters.insert(("grant_type", "authorization_code"), at: 0) }
        if oauth.encoding != .json { parameters.append(("redirect_uri", settings.callbackURL)) }
        if let verifier { parameters.append(("code_verifier", verifier.reveal())) }
        let grant = try await call(parameters)
        // The token of a code lasts an hour or two there; the one that it is exchanged for, weeks.
        var lasting = oauth.exchangesToken ? try await refresh(grant.accessToken) : grant
        if checks == .listedRights { lasting.scopes = try await rights(of: lasting.accessToken) }
        return lasting
    }

    /// The rights that a person left ticked: `{"data": [{"permission", "status"}]}` at `/{version}/me/permissions`.
    private func rights(of token: Secret) async throws(TokenRefusal) -> Set<String> {
        let version = address.path.split(separator: "/").first.map { "/\($0)" } ?? ""
        let proof = hexadecimal(hmacSHA256(key: client.secret.reveal().utf8, message: token.reveal().utf8))
        let query = FormText.encoded([("access_token", token.reveal()), ("appsecret_proof", proof)])
        let call = TokenCall(
            isPost: false, url: "https://\(address.host)\(version)/me/permissions?\(query)", headers: [("Accept", "application/json")], body: [],
            host: address.host, base: address.base)
        let answer: TokenAnswer
        do { answer = try await settings.send(call) } catch { throw .unavailable("it did not say which rights it gave") }
        guard answer.status == 200, let rows = (try? JSON(parsing: answer.body, limits: .trusted))?["data"]?.array else {
            throw .unavailable("it did not say which rights it gave")
        }
        return Set(rows.filter { $0["status"]?.string == "granted" }.compactMap { $0["permission"]?.string })
    }

    /// Exchanges a refresh token, or the token itself, for a new token.
    func refresh(_ exchanged: Secret) async throws(TokenRefusal) -> TokenGrant {
        try await call([("grant_type", oauth.refreshGrant ?? "refresh_token"), (oauth.refreshParameter, exchanged.reveal())])
    }

    private func call(_ given: [(name: String, value: String)]) async throws(TokenRefusal) -> TokenGrant {
        let answer: TokenAnswer
        do { answer = try await settings.send(message(given)) } catch { throw .unavailable("it gave no answer") }
        return try TokenRefusal.read(answer, oauth)
    }

    private func message(_ given: [(name: String, value: String)]) -> TokenCall {
        var headers = [(name: "Accept", value: "application/json")]
        var parameters = given
        switch oauth.proof {
        case .form:
            parameters += [(oauth.parameter("client_id"), client.id), (oauth.parameter("client_secret"), client.secret.reveal())]
        case .basic:
            headers.append(("Authorization", "Basic " + FormText.base64("\(client.id):\(client.secret.reveal())")))
        }
        var url = address.url
        var body = ""
        switch oauth.encoding {
        case .query: url += "?" + FormText.encoded(parameters)
        case .form:
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            body = FormText.encoded(parameters)
        case .json:
            headers.append(("Content-Type", "application/json"))
            body = JSON.object(parameters.map { JSON.Member($0.name, .string($0.value)) }).description
        }
        return TokenCall(
            isPost: oauth.encoding != .query, url: url, headers: headers, body: Array(body.utf8), host: address.host, base: address.base)
    }
}

extension JSON {
    /// The members that are texts, by name.
    var texts: [String: String] { (members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string } }
}
