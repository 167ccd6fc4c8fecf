import CLibJWT
import Glibc

/// libjwt, which signs and checks signatures and does nothing else here.
///
/// Bare, libjwt 1.10 takes the algorithm from the token, treats an empty key as `none`, reads lax base64, and overruns its buffer on empty parts. So
/// it sees only what `CompactToken` and `TokenHeader` have found well-formed, with a key of 32 bytes or more whose algorithm the header repeats; and
/// what it parsed is not read back but for the algorithm.
enum JWTLibrary {
    /// A signed token over claims that are a JSON object with one member at least; `nil` when the key does not suit.
    static func sign(claims: String, with key: TokenKey) -> String? {
        var created: OpaquePointer?
        guard jwt_new(&created) == 0, let token = created else { return nil }
        defer { jwt_free(token) }
        guard let secret = signingKey(of: key), !secret.isEmpty, jwt_add_grants_json(token, claims) == 0, jwt_add_header(token, "kid", key.id) == 0,
            jwt_set_alg(token, algorithm(of: key), secret, Int32(secret.count)) == 0, let text = jwt_encode_str(token)
        else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// Whether the token's signature is the key's, by the key's own algorithm.
    static func verifies(_ text: String, with key: TokenKey) -> Bool {
        let secret = verifyingKey(of: key)
        guard !secret.isEmpty else { return false }
        var decoded: OpaquePointer?
        guard jwt_decode(&decoded, text, secret, Int32(secret.count)) == 0, let token = decoded else { return false }
        defer { jwt_free(token) }
        return jwt_get_alg(token) == algorithm(of: key)
    }

    private static func algorithm(of key: TokenKey) -> jwt_alg_t {
        switch key.algorithm {
        case .hs256: JWT_ALG_HS256
        case .rs256: JWT_ALG_RS256
        case .es256: JWT_ALG_ES256
        }
    }

    private static func signingKey(of key: TokenKey) -> [UInt8]? {
        switch key.material {
        case .symmetric(let secret): secret
        case .asymmetric(_, let privatePEM, _): privatePEM
        }
    }

    private static func verifyingKey(of key: TokenKey) -> [UInt8] {
        switch key.material {
        case .symmetric(let secret): secret
        case .asymmetric(let publicPEM, _, _): publicPEM
        }
    }
}
