package import Core
import Crypto

/// One version of a tenant's data key: seals fields and makes look-up digests. Erasing its wrapped form makes all that it sealed unreadable.
package struct TenantKey: Sendable {
    package let tenant: TenantID
    /// Counts from 1; stands in every value that the key seals.
    package let version: UInt16
    /// 32 bytes for sealing, then 32 bytes for blind indexes.
    let secrets: [UInt8]

    static let secretBytes = 64

    /// The next version: fresh for sealing, the same for look-ups, so that indexes need not be rebuilt when the key rotates.
    package func successor() -> TenantKey {
        TenantKey(tenant: tenant, version: version + 1, secrets: RandomToken.bytes(32) + secrets[32...])
    }

    /// Seals a value for its place; see `SealedBytes` for the form. 31 bytes longer than the plain text.
    package func seal(_ plain: [UInt8], in place: FieldPlace) throws -> [UInt8] {
        try SealedBytes.seal(plain, under: SymmetricKey(data: secrets[..<32]), id: version, place: place.text(in: tenant))
    }

    package func seal(_ text: String, in place: FieldPlace) throws -> [UInt8] { try seal(Array(text.utf8), in: place) }

    /// - Throws: `SealingError` when the value was changed, moved, or sealed by another key.
    package func open(_ sealed: [UInt8], in place: FieldPlace) throws(SealingError) -> [UInt8] {
        let id = try SealedBytes.keyID(of: sealed)
        guard id == version else { throw .unknownKey(id) }
        return try SealedBytes.open(sealed, under: SymmetricKey(data: secrets[..<32]), place: place.text(in: tenant))
    }

    /// The digests by which sealed values of this tenant can be looked up.
    package var blindIndex: BlindIndex { BlindIndex(key: Array(secrets[32...])) }
}

extension TenantKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "<data key \(version) of \(tenant)>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
