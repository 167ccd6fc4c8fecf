package import Core

/// Unguessable texts and bytes, from the kernel's generator (`getrandom`, which is what Swift's system generator reads on Linux).
package enum RandomToken {
    /// A fresh token of 256 random bits as 43 characters of base64url. Store `sha256` of it, never itself.
    package static func make() -> Secret { Secret(Base64URL.encode(bytes(32))) }

    package static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
