import Crypto
import Foundation

/// The form of everything that is sealed, both fields and data keys:
///
/// | bytes | content |
/// | --- | --- |
/// | 1 | version of this form: 1 |
/// | 2 | id of the key, big-endian: a tenant's data key for fields, a master key for data keys |
/// | 12 | nonce, random for every value |
/// | n | ciphertext of AES-256-GCM, as long as the plain text |
/// | 16 | tag |
///
/// The associated data covers the place of the value and the key's id, so that neither a moved value nor a changed id opens. A random nonce of 96
/// bits allows 2^32 values under one key (NIST SP 800-38D, 8.3); rotate a data key before that.
enum SealedBytes {
    static let version: UInt8 = 1
    static let overhead = 31

    static func seal(_ plain: [UInt8], under key: SymmetricKey, id: UInt16, place: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(plain, using: key, authenticating: Array("\(place)|\(id)".utf8))
        return [version, UInt8(id >> 8), UInt8(truncatingIfNeeded: id)] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    static func keyID(of sealed: [UInt8]) throws(SealingError) -> UInt16 {
        guard sealed.count >= overhead, sealed[0] == version else { throw .malformed }
        return UInt16(sealed[1]) << 8 | UInt16(sealed[2])
    }

    static func open(_ sealed: [UInt8], under key: SymmetricKey, place: String) throws(SealingError) -> [UInt8] {
        let id = try keyID(of: sealed)
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed[3..<15]), ciphertext: sealed[15..<(sealed.count - 16)], tag: sealed[(sealed.count - 16)...])
            return Array(try AES.GCM.open(box, using: key, authenticating: Array("\(place)|\(id)".utf8)))
        } catch {
            throw .notAuthentic
        }
    }
}
