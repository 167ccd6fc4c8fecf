import Core
import Sealing

/// What a platform's consent has to be checked for beyond RFC 6749, by the host of its token endpoint. It stands here and not in manifests: no connector
/// may leave a check out.
enum PlatformChecks: Sendable, Hashable {
    case usual
    /// It signs the address that it sends people back to (Shopify, "Implement authorization code grant": `hmac`).
    case signedCallback
    /// It says which rights were granted only where it is asked for them (Meta, Graph API reference, "User Permissions").
    case listedRights

    init(host: String) {
        switch host {
        case "graph.facebook.com": self = .listedRights
        case _ where host.hasSuffix(".myshopify.com"): self = .signedCallback
        default: self = .usual
        }
    }
}

/// A signature on the callback's parameters: HMAC-SHA-256 by the application's secret over all the others, sorted by name and encoded as a query.
struct CallbackSignature: Sendable {
    /// A signed address is taken for so long, and so far ahead of this clock.
    static let tolerance = Duration.seconds(90)

    private let parameters: [(name: String, value: String)]

    init(_ parameters: [(name: String, value: String)]) { self.parameters = parameters }

    func isGood(_ secret: Secret, now: Instant) -> Bool {
        guard let given = value("hmac"), let seconds = value("timestamp").flatMap({ Int64($0) }), value("shop") != nil else { return false }
        let age = now.seconds.subtractingReportingOverflow(seconds)
        guard !age.overflow, abs(age.partialValue) <= Self.tolerance.components.seconds else { return false }
        let signed = parameters.filter { $0.name != "hmac" }.sorted { $0.name < $1.name }
        let expected = hmacSHA256(key: secret.reveal().utf8, message: FormText.encoded(signed).utf8)
        return constantTimeEqual(hexadecimal(expected).utf8, given.lowercased().utf8)
    }

    private func value(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
}
