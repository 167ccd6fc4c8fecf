package import Core

/// Where the data keys of a tenant come from.
package typealias KeyringSource = @Sendable (TenantID) async throws -> TenantKeyring

/// All versions of one tenant's data key that are in use: the newest seals, each opens what it sealed.
package struct TenantKeyring: Sendable {
    private let keys: [UInt16: TenantKey]
    /// The key that seals.
    package let current: TenantKey

    /// `nil` without keys, or with keys of several tenants.
    package init?(_ keys: [TenantKey]) {
        guard let newest = keys.max(by: { $0.version < $1.version }), keys.allSatisfy({ $0.tenant == newest.tenant }) else { return nil }
        self.keys = Dictionary(keys.map { ($0.version, $0) }) { first, _ in first }
        current = newest
    }

    package var tenant: TenantID { current.tenant }

    package func seal(_ plain: [UInt8], in place: FieldPlace) throws -> [UInt8] { try current.seal(plain, in: place) }

    package func seal(_ text: String, in place: FieldPlace) throws -> [UInt8] { try current.seal(text, in: place) }

    /// - Throws: `SealingError`, also when the value's key is not among these.
    package func open(_ sealed: [UInt8], in place: FieldPlace) throws(SealingError) -> [UInt8] {
        let id = try SealedBytes.keyID(of: sealed)
        guard let key = keys[id] else { throw .unknownKey(id) }
        return try key.open(sealed, in: place)
    }

    package func openText(_ sealed: [UInt8], in place: FieldPlace) throws(SealingError) -> Secret {
        let bytes = try open(sealed, in: place)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
        return Secret(text)
    }

    /// Whether a value should be sealed anew, as a newer key is at hand.
    package func needsReseal(_ sealed: [UInt8]) throws(SealingError) -> Bool { try SealedBytes.keyID(of: sealed) != current.version }

    package var blindIndex: BlindIndex { current.blindIndex }
}
