package import Core
import Crypto

/// The algorithms that a token may be signed with. A key is for exactly one.
package enum TokenAlgorithm: String, Sendable, Hashable, CaseIterable {
    case hs256 = "HS256"
    case rs256 = "RS256"
    case es256 = "ES256"
}

/// One key of the ring, by its id. Secrets and PEM keys are different cases of one type, so that a public key can never serve as a secret.
package struct TokenKey: Sendable {
    enum Material: Sendable {
        case symmetric([UInt8])
        case asymmetric(publicPEM: [UInt8], privatePEM: [UInt8]?, parameters: PublicKeyParameters)
    }

    /// What stands as `kid` in the header.
    package let id: String
    package let algorithm: TokenAlgorithm
    let material: Material

    /// A secret for HS256.
    /// - Throws: `TokenKeyError`, for fewer than 32 bytes above all.
    package init(id: String, secret: Secret) throws(TokenKeyError) {
        try self.init(id: id, secretBytes: Array(secret.reveal().utf8))
    }

    package init(id: String, secretBytes: [UInt8]) throws(TokenKeyError) {
        guard Self.isID(id) else { throw .keyID(id) }
        guard secretBytes.count >= 32 else { throw .tooShort(keyID: id) }
        self.id = id
        algorithm = .hs256
        material = .symmetric(secretBytes)
    }

    /// An RSA key pair for RS256; without the private half it verifies only. PEM texts: SubjectPublicKeyInfo, and PKCS #8 or PKCS #1.
    package static func rsa(id: String, publicPEM: String, privatePEM: Secret? = nil) throws(TokenKeyError) -> TokenKey {
        guard let parameters = PublicKeyParameters(rsaPEM: publicPEM) else { throw .notSuitable(keyID: id) }
        return try TokenKey(id: id, algorithm: .rs256, publicPEM: publicPEM, privatePEM: privatePEM, parameters: parameters)
    }

    /// A P-256 key pair for ES256; without the private half it verifies only. PEM texts: SubjectPublicKeyInfo, and PKCS #8 or SEC 1.
    package static func ecdsa(id: String, publicPEM: String, privatePEM: Secret? = nil) throws(TokenKeyError) -> TokenKey {
        guard let parameters = PublicKeyParameters(p256PEM: publicPEM) else { throw .notSuitable(keyID: id) }
        return try TokenKey(id: id, algorithm: .es256, publicPEM: publicPEM, privatePEM: privatePEM, parameters: parameters)
    }

    private init(
        id: String, algorithm: TokenAlgorithm, publicPEM: String, privatePEM: Secret?, parameters: PublicKeyParameters
    ) throws(TokenKeyError) {
        guard Self.isID(id) else { throw .keyID(id) }
        self.id = id
        self.algorithm = algorithm
        material = .asymmetric(publicPEM: Array(publicPEM.utf8), privatePEM: privatePEM.map { Array($0.reveal().utf8) }, parameters: parameters)
        if canSign { try probe() }
    }

    var canSign: Bool {
        switch material {
        case .symmetric: true
        case .asymmetric(_, let privatePEM, _): privatePEM != nil
        }
    }

    /// How long a signature of this key is, in bytes.
    var signatureBytes: Int {
        switch material {
        case .symmetric: 32
        case .asymmetric(_, _, .p256): 64
        case .asymmetric(_, _, .rsa(let modulus, _)): modulus.count
        }
    }

    /// Signs a probe and verifies it, so that halves that do not belong together are found at the start.
    private func probe() throws(TokenKeyError) {
        guard let token = JWTLibrary.sign(claims: #"{"probe":1}"#, with: self) else { throw .notSuitable(keyID: id) }
        guard JWTLibrary.verifies(token, with: self) else { throw .mismatch(keyID: id) }
    }

    private static func isID(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                }
            }
    }
}

extension TokenKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "<\(algorithm.rawValue) key \(id)>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
