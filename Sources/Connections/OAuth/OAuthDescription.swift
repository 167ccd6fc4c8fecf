import ConnectorHost
import Core

/// How a connector's platform grants access, as its manifest's `auth` says it (RFC 6749).
struct OAuthDescription: Sendable {
    /// Where the client's id and secret go in a call of the token endpoint.
    enum ClientProof: String, Sendable {
        /// Among the parameters.
        case form
        /// HTTP Basic.
        case basic
    }

    /// How the parameters of a token call travel.
    enum Encoding: Sendable {
        case form, json, query
    }

    let authorizationEndpoint: String
    let tokenEndpoint: String
    let scopes: [String]
    private let auth: JSON

    /// `nil` where the connector has no consent screen.
    init?(_ auth: AuthDescription) {
        guard let authorization = auth.authorizationEndpoint, let token = auth.tokenEndpoint else { return nil }
        authorizationEndpoint = authorization
        tokenEndpoint = token
        scopes = auth.scopes
        self.auth = auth.document
    }

    /// Parameters that the consent screen wants beside the usual ones.
    var authorizationParameters: [(name: String, value: String)] {
        (auth["authorization_parameters"]?.members ?? []).compactMap { member in member.value.string.map { (member.name, $0) } }
    }

    var clientIDParameter: String { text("client_id_parameter") ?? "client_id" }
    /// What the callback's code is called.
    var codeParameter: String { text("code_parameter") ?? "code" }
    var scopeSeparator: String { text("scope_separator") ?? " " }
    var usesPKCE: Bool { (auth["oauth"]?["pkce"]?.string ?? text("pkce")) == "S256" }

    var proof: ClientProof {
        (auth["oauth"]?["client"]?.string ?? auth["refresh"]?["client"]?.string).flatMap { ClientProof(rawValue: $0) } ?? .form
    }

    /// What a parameter of the code's exchange is called on this platform.
    func parameter(_ name: String) -> String { auth["token_request"]?[name]?.string ?? name }

    /// Platforms that exchange an old token for a new one take the parameters in the query (Meta, "Long-Lived Access Tokens").
    var encoding: Encoding {
        if auth["token_request"]?["encoding"]?.string == "json" { return .json }
        return exchangesToken ? .query : .form
    }

    /// Whether a code brings a short-lived token, which is exchanged for one that lasts.
    var exchangesToken: Bool { auth["refresh"]?["rule"]?.string == "exchange" }

    /// The grant that renews a token; `nil` where tokens do not run out.
    var refreshGrant: String? {
        switch auth["refresh"]?["rule"]?.string {
        case "refresh_token", "exchange": auth["refresh"]?["grant_type"]?.string ?? "refresh_token"
        default: auth["oauth"]?["grant_type"]?.string
        }
    }

    /// The parameter that carries what is exchanged for a new token.
    var refreshParameter: String { auth["refresh"]?["parameter"]?.string ?? "refresh_token" }

    /// How long a token lasts where the platform does not say it.
    var lifetime: Duration? { auth["refresh"]?["lifetime_seconds"]?.integer.map { .seconds($0) } }

    /// Where the token stands in the answer: a JSON pointer.
    var tokenPath: String { text("token_path") ?? "/access_token" }

    /// Where the answer lists the accounts that the consent is for: a JSON pointer.
    var accountsPath: String {
        text("accounts_path") ?? String(tokenPath.reversed().drop { $0 != "/" }.reversed()) + "advertiser_ids"
    }

    /// The setting that names accounts: called as the list of the answer.
    var accountSetting: String? { accountsPath.split(separator: "/").last.map(String.init) }

    /// Whether the credential has to hold the application's own secret: for proofs and for slots that are signed with it.
    var needsAppSecret: Bool {
        text("proof") == "appsecret_proof" || (auth["slots"]?.members ?? []).contains { $0.value["member"]?.string == "app_secret" }
    }

    private func text(_ name: String) -> String? { auth[name]?.string }
}
