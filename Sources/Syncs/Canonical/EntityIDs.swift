import Core
import Crypto

/// Derives the id of what a platform owns from tenant, platform, kind and the platform's own id (UUID version 8, RFC 9562). So a row has the same id on
/// every run and in every database, a fact can name its campaign before the campaign was read, and a batch that comes twice merges into itself
/// without a look-up.
///
/// The first 48 bits are the `IDNeighborhood`, the other 74 free ones are of SHA-256: records that a platform numbers one after the other come to stand
/// one after the other in the index, which takes half the time to write that ids at random places take.
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
        return UniqueID(
            high: IDNeighborhood.of(externalID) << 16 | high & 0x0FFF | 0x8000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    func id(_ kind: EntityKind, _ externalID: String) -> UniqueID {
        var copy = externalID
        return copy.withUTF8 { id(kind, UnsafeRawBufferPointer($0)) }
    }
}
