import Crypto

/// The SHA-256 of some bytes: 32 bytes.
package func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] { Array(SHA256.hash(data: Array(bytes))) }

/// The SHA-256 of a text's UTF-8 bytes.
package func sha256(_ text: String) -> [UInt8] { sha256(text.utf8) }

/// HMAC-SHA-256 (RFC 2104) of a message: 32 bytes.
package func hmacSHA256(key: some Sequence<UInt8>, message: some Sequence<UInt8>) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(message), using: SymmetricKey(data: Array(key))))
}
