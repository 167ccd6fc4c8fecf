package import Core
import Crypto

/// The keys that wrap tenants' data keys. The one with the highest id wraps; all of them unwrap, so that a new key can be put in before the old one
/// goes.
package struct MasterKeys: Sendable {
    private let keys: [UInt16: SymmetricKey]
    /// The id of the key that wraps.
    package let current: UInt16

    /// Reads `<id>:<key>` pairs that are separated by commas or line ends; a lone key without an id has the id 1.
    /// A key is 32 bytes: 64 hexadecimal digits, or base64 in either alphabet. An id is 1 to 65535.
    /// - Throws: `SealingError.invalidMasterKey`; its text never shows a part of a key.
    package init(parsing text: Secret) throws(SealingError) {
        let entries = text.reveal().split(whereSeparator: { $0 == "," || $0.isNewline }).map(Self.trimmed).filter { !$0.isEmpty }
        var keys: [UInt16: SymmetricKey] = [:]
        for entry in entries {
            let (id, key) = try Self.entry(entry, isAlone: entries.count == 1)
            guard keys.updateValue(key, forKey: id) == nil else { throw .invalidMasterKey("the id \(id) stands twice") }
        }
        guard let current = keys.keys.max() else { throw .invalidMasterKey("there is none") }
        self.keys = keys
        self.current = current
    }

    /// Makes a new data key for a tenant: version 1, with a new key for look-ups.
    package func makeTenantKey(_ tenant: TenantID) -> TenantKey {
        TenantKey(tenant: tenant, version: 1, secrets: RandomToken.bytes(TenantKey.secretBytes))
    }

    /// Seals a data key under the newest master key, for storage in the tenant's row.
    package func wrap(_ key: TenantKey) throws -> [UInt8] {
        guard let master = keys[current] else { throw SealingError.unknownKey(current) }
        return try SealedBytes.seal(key.secrets, under: master, id: current, place: Self.place(key.tenant, key.version))
    }

    /// - Throws: `SealingError` when the bytes were changed, or were wrapped for another tenant, version or master key.
    package func unwrap(_ wrapped: [UInt8], tenant: TenantID, version: UInt16) throws(SealingError) -> TenantKey {
        let id = try SealedBytes.keyID(of: wrapped)
        guard let master = keys[id] else { throw .unknownKey(id) }
        let secrets = try SealedBytes.open(wrapped, under: master, place: Self.place(tenant, version))
        guard secrets.count == TenantKey.secretBytes else { throw .malformed }
        return TenantKey(tenant: tenant, version: version, secrets: secrets)
    }

    /// Whether a wrapped key should be wrapped anew, as a newer master key is at hand.
    package func needsRewrap(_ wrapped: [UInt8]) throws(SealingError) -> Bool { try SealedBytes.keyID(of: wrapped) != current }

    private static func place(_ tenant: TenantID, _ version: UInt16) -> String { "data key|\(tenant)|\(version)" }

    private static func entry(_ text: Substring, isAlone: Bool) throws(SealingError) -> (UInt16, SymmetricKey) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let id: UInt16?
        if parts.count == 2 { id = UInt16(trimmed(parts[0])) } else { id = isAlone ? 1 : nil }
        guard let id, id > 0 else { throw .invalidMasterKey("each of several keys needs an id from 1 to 65535 and a colon before it") }
        guard let bytes = bytes(of: trimmed(parts[parts.count - 1])), bytes.count == 32 else {
            throw .invalidMasterKey("the key with the id \(id) is not 32 bytes in base64 or hexadecimal")
        }
        return (id, SymmetricKey(data: bytes))
    }

    private static func bytes(of text: Substring) -> [UInt8]? {
        if text.utf8.count == 64 {
            let digits = text.utf8.compactMap(hexadecimalValue)
            guard digits.count == 64 else { return nil }
            return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        }
        let isPadded = text.hasSuffix("=")
        let urlSafe = String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
        return Base64URL.decode(isPadded ? String(urlSafe.dropLast()) : urlSafe)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
