package import Core
import Crypto

/// The key of somebody who signs connectors.
package struct TrustKey: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        case trusted
        /// Nothing that it signed is used any more, also what is installed already.
        case revoked
    }

    /// What a SIGNATURE names: 1 to 64 letters, digits, dots, hyphens and underscores.
    package let id: String
    /// Ed25519, 32 bytes.
    package let publicKey: [UInt8]
    package var state: State
    /// Whose it is, or why it was revoked; for people.
    package var note: String?

    /// `nil` for an id of another form or bytes that are no public key.
    package init?(id: String, publicKey: [UInt8], state: State = .trusted, note: String? = nil) {
        guard Self.isID(id), (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else { return nil }
        self.id = id
        self.publicKey = publicKey
        self.state = state
        self.note = note
    }

    /// As people pass it on: base64url without padding.
    package var text: String { Base64URL.encode(publicKey) }

    static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
            }
    }

    /// Whether this key made the signature over these bytes.
    func verifies(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}

/// The private half of a key that signs connectors. Prints as its id alone.
package struct SigningKey: Sendable, CustomStringConvertible {
    package let id: String
    private let key: Curve25519.Signing.PrivateKey

    /// A fresh key; `nil` for an id of another form.
    package init?(id: String) {
        guard TrustKey.isID(id) else { return nil }
        self.id = id
        key = Curve25519.Signing.PrivateKey()
    }

    /// Reads `ID BASE64URL`, the one line of a key's file; `nil` where it is not of the form.
    package init?(parsing text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, TrustKey.isID(String(words[0])), let bytes = Base64URL.decode(words[1]),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        id = String(words[0])
        self.key = key
    }

    /// The line of the key's file: a secret.
    package var secret: Secret { Secret("\(id) \(Base64URL.encode(Array(key.rawRepresentation)))\n") }

    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    package var description: String { "\(id) <secret>" }

    /// Signs the bytes of a CHECKSUMS.
    /// - Throws: what the machine's source of randomness throws.
    package func sign(_ checksums: [UInt8]) throws -> BundleSignature {
        BundleSignature(keyID: id, bytes: Array(try key.signature(for: checksums)))
    }
}
