import ConnectorHost
import Core
import Crypto
import Outbound

/// Turns a connection's credential into the signature that the connector's manifest names.
///
/// A credential is the platform's token as it stands, or an object with `access_token` and, where the platform wants a proof, `app_secret`. Further
/// members go into the headers that the manifest names for them (`"headers": {"developer-token": "developer_token"}`), and sign the requests of the
/// slots that the manifest names (`"slots": {"app": {"scheme": "query", "name": "secret", "member": "app_secret"}}`).
struct CredentialScheme {
    private let auth: AuthDescription
    private let text: Secret?
    private let parts: JSON?

    /// The slot that holds the access token.
    static let ordinary = "default"

    init(_ auth: AuthDescription, _ credential: Secret?) {
        self.auth = auth
        text = credential.flatMap { $0.isEmpty ? nil : $0 }
        parts = text.flatMap { try? JSON(parsing: $0.reveal(), limits: .trusted) }.flatMap { $0.members == nil ? nil : $0 }
    }

    /// The access token; `nil` where the credential has none.
    var accessToken: Secret? {
        guard let parts else { return text }
        return (parts["access_token"]?.string ?? parts["token"]?.string).map { Secret($0) }
    }

    /// When the access token runs out, where that is known.
    var expiresAt: Instant? { parts?["expires_at"]?.string.flatMap { Instant($0) } }

    /// The names of the slots beside the ordinary one.
    static func slots(_ auth: AuthDescription) -> [String] { (auth.document["slots"]?.members ?? []).map(\.name) }

    /// Signs with the access token.
    /// - Throws: `SyncFault` where a credential is needed and missing, or the scheme is unknown.
    func signer() throws(SyncFault) -> RequestSigner {
        if auth.scheme == "none" { return .none }
        guard text != nil else { throw SyncFault(.auth, "The connection has no credential. Store one first.") }
        guard let token = accessToken else {
            throw SyncFault(.auth, "The connection's credential has no member access_token. Store it again.")
        }
        guard let scheme = Self.signer(granted ?? auth.document, token) else {
            throw SyncFault(.config, "This host does not know the credential scheme \"\(auth.scheme)\" of the connector.")
        }
        let signers = [scheme] + headers + proof(token)
        return signers.count == 1 ? scheme : .all(signers)
    }

    /// Signs with the member of a slot, and with nothing else.
    /// - Throws: `HostRefusal` where the manifest has no such slot, or the credential no such member.
    func signer(slot name: String) throws(HostRefusal) -> RequestSigner {
        guard let slot = auth.document["slots"]?[name], let member = slot["member"]?.string else {
            throw HostRefusal(.invalid, "The manifest has no credential slot \"\(name)\".")
        }
        guard let value = parts?[member]?.string else {
            throw HostRefusal(.refused, "The connection's credential has no member \(member), which this request is signed with.")
        }
        guard let signer = Self.signer(slot, Secret(value)) else {
            throw HostRefusal(.invalid, "This host does not know the scheme of the credential slot \"\(name)\".")
        }
        return signer
    }

    /// Some platforms take tokens that came by consent in another way than keys: `"oauth": {"scheme": "bearer"}`.
    private var granted: JSON? {
        guard parts?["grant"]?.string == "oauth", let other = auth.document["oauth"], other["scheme"]?.string != nil else { return nil }
        return other
    }

    private var headers: [RequestSigner] {
        (auth.document["headers"]?.members ?? []).compactMap { header in
            header.value.string.flatMap { parts?[$0]?.string }.map { RequestSigner.header(header.name, Secret($0)) }
        }
    }

    private func proof(_ token: Secret) -> [RequestSigner] {
        guard auth.document["proof"]?.string == "appsecret_proof", let appSecret = parts?["app_secret"]?.string else { return [] }
        return [.appSecretProof(token: token, appSecret: Secret(appSecret), hmac: Self.hmac)]
    }

    private static func signer(_ rule: JSON, _ token: Secret) -> RequestSigner? {
        switch (rule["scheme"]?.string, rule["name"]?.string) {
        case ("bearer", _): .bearer(token)
        case ("header", let name?): .header(name, token, prefix: rule["prefix"]?.string ?? "")
        case ("query", let name?): .query(name, token)
        default: nil
        }
    }

    private static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}
