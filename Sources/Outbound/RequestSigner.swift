package import Core

/// How a credential gets onto a request. The list grows in the host, never in a plugin (decisions 23).
package struct RequestSigner: Sendable {
    private let sign: @Sendable (inout OutboundRequest) -> Void

    private init(_ sign: @escaping @Sendable (inout OutboundRequest) -> Void) { self.sign = sign }

    package func callAsFunction(_ request: inout OutboundRequest) { sign(&request) }

    package static let none = RequestSigner { _ in }

    /// `Authorization: Bearer …` (RFC 6750).
    package static func bearer(_ token: Secret) -> RequestSigner {
        RequestSigner { $0.setHeader("Authorization", "Bearer \(token.reveal())") }
    }

    /// A header of any name, with a prefix where the platform wants one (`Klaviyo-API-Key `).
    package static func header(_ name: String, _ value: Secret, prefix: String = "") -> RequestSigner {
        RequestSigner { $0.setHeader(name, prefix + value.reveal()) }
    }

    /// A query parameter.
    package static func query(_ name: String, _ value: Secret) -> RequestSigner {
        RequestSigner { $0.addQuery(name, value.reveal()) }
    }

    /// Meta's proof that the caller holds the app's secret: `appsecret_proof` = hexadecimal HMAC-SHA256 of the access token under the app secret
    /// (Meta, Graph API, "Securing Graph API calls").
    /// - Parameter hmac: HMAC-SHA256 of (key, message).
    package static func appSecretProof(
        token: Secret, appSecret: Secret, hmac: @escaping @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    ) -> RequestSigner {
        RequestSigner { request in
            request.addQuery("appsecret_proof", hexadecimal(hmac(Array(appSecret.reveal().utf8), Array(token.reveal().utf8))))
        }
    }

    /// One after the other.
    package static func all(_ signers: [RequestSigner]) -> RequestSigner {
        RequestSigner { request in for signer in signers { signer(&request) } }
    }
}
