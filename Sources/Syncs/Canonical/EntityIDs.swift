import Core
import Crypto

/// Derives the id of what a platform owns from tenant, platform, kind and the platform's own id (UUID version 8, RFC 9562: the first 128 bits of SHA-256).
/// So a row has the same id on every run and in every database, a fact can name its campaign before the campaign was read, and a batch that comes
/// twice merges into itself without a look-up.
struct EntityIDs: Sendable {
    private let prefixes: [EntityKind: SHA256]

    init(tenant: TenantID, platform: String) {
        prefixes = Dictionary(
            uniqueKeysWithValues: EntityKind.allCases.map { kind in
                var hash = SHA256()
                hash.update(data: tenant.value.bytes)
                hash.update(data: Array("\(platform)\u{0}\(kind.rawValue)\u{0}".utf8))
                return (kind, hash)
            })
    }

    func id(_ kind: EntityKind, _ externalID: UnsafeRawBufferPointer) -> UniqueID {
        guard var hash = prefixes[kind] else { preconditionFailure("every kind has a prefix") }
        hash.update(bufferPointer: externalID)
        let (high, low) = hash.finalize().withUnsafeBytes { digest in
            (UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)), UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        return UniqueID(high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    func id(_ kind: EntityKind, _ externalID: String) -> UniqueID {
        var copy = externalID
        return copy.withUTF8 { id(kind, UnsafeRawBufferPointer($0)) }
    }
}
