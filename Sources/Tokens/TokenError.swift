package import Core

/// Why a token was not accepted. The caller is told the same for every reason; the reason is for the log.
package enum TokenError: Error, Sendable, Hashable {
    /// Not three parts of canonical base64url, not ASCII, or longer than 8,192 bytes.
    case form
    /// The header is not exactly `alg`, `kid` and `typ` = `JWT`, each once.
    case header
    /// No key of that id is in the ring.
    case unknownKey
    /// The header names another algorithm than the one that its key is for.
    case algorithm
    case signature
    /// A claim is missing, stands twice, has the wrong type or the wrong value; the name of the first one.
    case claim(String)
    case expired
    /// The token or its session was revoked.
    case revoked
}

extension TokenError: DomainError {
    package var problem: Problem { .unauthenticated }
}

/// Why a key or a key ring was refused at construction, or a token could not be made: faults of the configuration.
package enum TokenKeyError: Error, Sendable, Hashable, CustomStringConvertible {
    case keyID(String)
    /// A secret of fewer than 32 bytes.
    case tooShort(keyID: String)
    /// The PEM text is no key of the kind that the algorithm needs: RSA of 2048 bits or more for RS256, P-256 for ES256.
    case notSuitable(keyID: String)
    /// The private and the public key do not belong together.
    case mismatch(keyID: String)
    /// Two keys of the ring have one id.
    case duplicate(keyID: String)
    /// The current key can not sign.
    case cannotSign(keyID: String)
    /// The lifetime is not from one second to the longest allowed.
    case lifetime
    /// The claims do not fit in 8,192 bytes.
    case tooLarge

    package var description: String {
        switch self {
        case .keyID(let id): "the key id \(id) is not 1 to 64 letters, digits, '-', '_' or '.'"
        case .tooShort(let id): "the signing key \(id) is shorter than 32 bytes"
        case .notSuitable(let id): "the signing key \(id) does not suit its algorithm"
        case .mismatch(let id): "the private and the public key \(id) do not belong together"
        case .duplicate(let id): "the key id \(id) stands twice in the ring"
        case .cannotSign(let id): "the key \(id) has no private part"
        case .lifetime: "a token lives one second at least and no longer than the longest lifetime"
        case .tooLarge: "the claims are too many for one token"
        }
    }
}
