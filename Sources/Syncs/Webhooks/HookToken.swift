import Core
import Sealing

/// The last part of a hook's address: `<tenant>_<secret>`. The tenant stands in clear, so that the row is looked for within it and no query crosses tenants.
struct HookToken: Sendable {
    let tenant: TenantID
    let secret: Secret

    /// A fresh one.
    init(tenant: TenantID) {
        self.tenant = tenant
        secret = RandomToken.make()
    }

    /// `nil` for a text that is no such token.
    init?(_ text: String) {
        let parts = text.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 43, let tenant = Base32.decode(parts[0]).flatMap({ UniqueID(bytes: $0) }) else { return nil }
        self.tenant = TenantID(tenant)
        secret = Secret(String(parts[1]))
    }

    /// As it stands in the address: shown once, when it is made.
    var text: String { "\(Base32.encode(tenant.value.bytes))_\(secret.reveal())" }

    /// What of such a token is no secret.
    static func shown(_ tenant: TenantID) -> String { "\(Base32.encode(tenant.value.bytes))_…" }

    /// What is stored of the secret.
    var hash: [UInt8] { sha256(secret.reveal()) }
}
