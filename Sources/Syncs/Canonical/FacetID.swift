import Core
import Crypto

/// The id of a fact among those of its day and site, made of texts that are too long for an index: a UUID of version 8 (RFC 9562) of the first bits
/// of SHA-256 over them.
enum FacetID {
    /// - Parameter texts: in their order; none holds U+0000, which parts them.
    static func of(_ texts: [String]) -> UniqueID {
        let hash = SHA256.hash(data: Array(texts.joined(separator: "\u{0}").utf8))
        let (high, low) = hash.withUnsafeBytes { digest in
            (UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)), UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        return UniqueID(high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}
