import ConnectorHost
import Core
import Crypto
import Outbound

/// Turns a connection's credential into the signature that the connector's manifest names.
enum CredentialScheme {
    /// A credential is the platform's token as it stands, or an object with `access_token` and, where the platform wants a proof, `app_secret`. Further
    /// members go into the headers that the manifest names for them (`"headers": {"developer-token": "developer_token"}`).
    /// - Throws: `SyncFault` where a credential is needed and missing, or the scheme is unknown.
    static func signer(_ auth: AuthDescription, _ credential: Secret?) throws(SyncFault) -> RequestSigner {
        if auth.scheme == "none" { return .none }
        guard let credential, !credential.isEmpty else { throw SyncFault(.auth, "The connection has no credential. Store one first.") }
        let parts = (try? JSON(parsing: credential.reveal())).flatMap { $0.members == nil ? nil : $0 }
        guard let token = parts.map({ $0["access_token"]?.string ?? $0["token"]?.string }) ?? credential.reveal() else {
            throw SyncFault(.auth, "The connection's credential has no member access_token. Store it again.")
        }
        let access = Secret(token)
        guard let scheme = scheme(auth, access) else {
            throw SyncFault(.config, "This host does not know the credential scheme \"\(auth.scheme)\" of the connector.")
        }
        let headers = (auth.document["headers"]?.members ?? []).compactMap { header in
            header.value.string.flatMap { parts?[$0]?.string }.map { RequestSigner.header(header.name, Secret($0)) }
        }
        guard headers.isEmpty else { return .all([scheme] + headers) }
        guard auth.document["proof"]?.string == "appsecret_proof", let appSecret = parts?["app_secret"]?.string else { return scheme }
        return .all([scheme, .appSecretProof(token: access, appSecret: Secret(appSecret), hmac: hmac)])
    }

    private static func scheme(_ auth: AuthDescription, _ token: Secret) -> RequestSigner? {
        let name = auth.document["name"]?.string
        switch (auth.scheme, name) {
        case ("bearer", _): return .bearer(token)
        case ("header", let name?): return .header(name, token, prefix: auth.document["prefix"]?.string ?? "")
        case ("query", let name?): return .query(name, token)
        default: return nil
        }
    }

    private static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}
