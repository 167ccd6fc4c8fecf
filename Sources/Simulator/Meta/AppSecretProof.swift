import Core
import Crypto

/// `appsecret_proof`: the lower-case hex of HMAC-SHA-256 with the app's secret over the access token.
enum AppSecretProof {
    static func proof(of token: String, secret: String) -> String {
        hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(token.utf8), using: SymmetricKey(data: Array(secret.utf8))))
    }
}
