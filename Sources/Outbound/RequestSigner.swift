package import Core

/// How a credential gets onto a request. The list grows in the host, never in a plugin (decisions 23).
package struct RequestSigner: Sendable {
    private let sign: @Sendable (inout OutboundRequest) -> Void

    private init(_ sign: @escaping @Sendable (inout OutboundRequest) -> Void) { self.sign = sign }

    package func callAsFunction(_ request: inout OutboundRequest) { sign(&request) }

    package static let none = RequestSigner { _ in }

    /// Shorter values are no secrets, and would be found by chance.
    private static let shortest = 8

    /// Whether a request's address or headers hold what this signer would put on, as it is or percent-encoded.
    func isHeld(by request: OutboundRequest) -> Bool {
        var signed = OutboundRequest(.get, "https://signed/")
        sign(&signed)
        let query = signed.url.drop { $0 != "?" }.dropFirst()
        let parameters = query.split(separator: "&").map { $0.drop { $0 != "=" }.dropFirst() }
        // `Bearer …`: the secret is a word of the header or the whole of it.
        let words = signed.headers.flatMap { [$0.value[...]] + $0.value.split(separator: " ") }
        let secrets = (parameters + words).map(String.init).filter { $0.utf8.count >= Self.shortest }
        let places = [request.url] + request.headers.map(\.value)
        return secrets.contains { secret in
            places.contains { $0.contains(secret) || $0.contains(OutboundRequest.percentEncoded(secret)) || $0.contains(secret.percentDecoded) }
        }
    }

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

extension String {
    /// The text with `%41` as `A`; what is no text then stays as it was.
    fileprivate var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? self
    }
}
