import Core
import Sealing

/// A refresh token as its holder has it: `rt_<tenant>_<secret>`. The tenant stands in clear, so that the row can be looked for within it.
struct RefreshToken: Sendable {
    let tenant: TenantID
    let secret: Secret

    init(tenant: TenantID) {
        self.tenant = tenant
        secret = RandomToken.make()
    }

    /// `nil` for a text that is no refresh token.
    init?(_ text: Secret) {
        let parts = text.reveal().split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "rt", parts[2].utf8.count == 43, let tenant = Base32.decode(parts[1]).flatMap({ UniqueID(bytes: $0) })
        else {
            return nil
        }
        self.tenant = TenantID(tenant)
        secret = Secret(String(parts[2]))
    }

    var text: Secret { Secret("rt_\(Base32.encode(tenant.value.bytes))_\(secret.reveal())") }

    /// What is stored of it.
    var hash: [UInt8] { sha256(secret.reveal()) }
}
