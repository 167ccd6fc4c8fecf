package import Core
import Crypto

/// Places in lists as opaque texts: signed, and bound to the tenant, the route and the query that they were made for.
package struct Cursors: Sendable {
    private let key: SymmetricKey

    /// - Throws: where the key has fewer than 32 bytes.
    package init(key: [UInt8]) throws {
        guard key.count >= 32 else {
            throw Problem(status: 500, code: "weak_key", title: "Weak key", detail: "The cursor key must have at least 32 bytes.")
        }
        self.key = SymmetricKey(data: key)
    }

    /// - Parameter query: normalised, without `cursor` and `limit`.
    package func seal(_ position: JSON, tenant: TenantID?, route: String, query: String) -> String {
        let payload = position.encoded()
        return base64URL(mac(payload, tenant, route, query) + payload)
    }

    /// The position in a cursor; `nil` for one that was made up, changed, or made for another tenant, route or query.
    package func open(_ text: String, tenant: TenantID?, route: String, query: String) -> JSON? {
        guard let bytes = base64URLDecoded(text), bytes.count > Self.macBytes else { return nil }
        let payload = Array(bytes[Self.macBytes...])
        guard constantTimeEqual(bytes[..<Self.macBytes], mac(payload, tenant, route, query)) else { return nil }
        return try? JSON(parsing: payload)
    }

    private static let macBytes = 16

    /// HMAC-SHA-256, cut to 128 bits (RFC 2104, 5); each part goes in behind its length, so that no two inputs are one text.
    private func mac(_ payload: [UInt8], _ tenant: TenantID?, _ route: String, _ query: String) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: key)
        for part in [Array("cursor-1".utf8), tenant?.value.bytes ?? [], Array(route.utf8), Array(query.utf8), payload] {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { hmac.update(data: $0) }
            hmac.update(data: part)
        }
        return Array(hmac.finalize().prefix(Self.macBytes))
    }
}

private let base64URLAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

/// Base64url without padding (RFC 4648, 5).
func base64URL(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 4 / 3 + 3)
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for byte in bytes {
        buffer = buffer << 8 | UInt32(byte)
        bits += 8
        while bits >= 6 {
            bits -= 6
            text.append(base64URLAlphabet[Int(buffer >> bits & 63)])
        }
    }
    if bits > 0 { text.append(base64URLAlphabet[Int(buffer << (6 - bits) & 63)]) }
    return String(decoding: text, as: UTF8.self)
}

/// The bytes of a base64url text; `nil` for any that is not the one way to write them.
func base64URLDecoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for character in text.utf8 {
        guard let value = base64URLAlphabet.firstIndex(of: character) else { return nil }
        buffer = buffer << 6 | UInt32(value)
        bits += 6
        if bits >= 8 {
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
        }
    }
    return base64URL(bytes) == text ? bytes : nil
}
