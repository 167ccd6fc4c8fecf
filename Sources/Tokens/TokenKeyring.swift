package import Core

/// The keys in use: the current one signs; the next one is accepted already, as another server may have moved on; previous ones are accepted until
/// their tokens have run out.
package struct TokenKeyring: Sendable {
    package let current: TokenKey
    private let keys: [String: TokenKey]

    /// - Throws: `TokenKeyError` when two keys have one id, or the current one can not sign.
    package init(current: TokenKey, next: TokenKey? = nil, previous: [TokenKey] = []) throws(TokenKeyError) {
        guard current.canSign else { throw .cannotSign(keyID: current.id) }
        var keys: [String: TokenKey] = [:]
        for key in [current] + (next.map { [$0] } ?? []) + previous {
            guard keys.updateValue(key, forKey: key.id) == nil else { throw .duplicate(keyID: key.id) }
        }
        self.current = current
        self.keys = keys
    }

    /// The key of that id; there is no other way to a key.
    subscript(id: String) -> TokenKey? { keys[id] }

    /// The public keys as a JSON Web Key Set (RFC 7517), in the order of their ids; secrets are not in it.
    package var jwks: JSON {
        .object([JSON.Member("keys", .array(keys.values.sorted { $0.id < $1.id }.compactMap(Self.jwk)))])
    }

    private static func jwk(_ key: TokenKey) -> JSON? {
        guard case .asymmetric(_, _, let parameters) = key.material else { return nil }
        let common = [JSON.Member("kid", .string(key.id)), JSON.Member("alg", .string(key.algorithm.rawValue)), JSON.Member("use", "sig")]
        switch parameters {
        case .p256(let x, let y):
            return .object(
                common + [
                    JSON.Member("kty", "EC"), JSON.Member("crv", "P-256"), JSON.Member("x", .string(TokenText.encode(x))),
                    JSON.Member("y", .string(TokenText.encode(y))),
                ])
        case .rsa(let modulus, let exponent):
            return .object(
                common + [
                    JSON.Member("kty", "RSA"), JSON.Member("n", .string(TokenText.encode(modulus))),
                    JSON.Member("e", .string(TokenText.encode(exponent))),
                ])
        }
    }
}
