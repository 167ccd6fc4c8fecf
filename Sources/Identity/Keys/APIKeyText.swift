import Core
import Sealing

/// An API key as its holder has it: `tk_<tenant>_<key>_<secret>`, ids in base32. The tenant stands in clear, so that the row can be looked for within it.
struct APIKeyText: Sendable {
    let tenant: TenantID
    let key: APIKeyID
    let secret: Secret

    init(tenant: TenantID, key: APIKeyID, secret: Secret) {
        self.tenant = tenant
        self.key = key
        self.secret = secret
    }

    /// `nil` for a text that is no API key.
    init?(_ text: Secret) {
        let parts = text.reveal().split(separator: "_", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "tk", parts[3].utf8.count == 43, let tenant = Base32.decode(parts[1]).flatMap({ UniqueID(bytes: $0) }),
            let key = Base32.decode(parts[2]).flatMap({ UniqueID(bytes: $0) })
        else { return nil }
        self.init(tenant: TenantID(tenant), key: APIKeyID(key), secret: Secret(String(parts[3])))
    }

    /// The whole key: shown once, when it is made.
    var text: String { "tk_\(Base32.encode(tenant.value.bytes))_\(Base32.encode(key.value.bytes))_\(secret.reveal())" }

    /// What is stored of the secret.
    var hash: [UInt8] { sha256(secret.reveal()) }
}
