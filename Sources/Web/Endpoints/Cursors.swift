package import Core
import Crypto

/// Places in lists as opaque texts: signed, and bound to the tenant, the route and the query that they were made for.
package struct Cursors: Sendable {
    /// With the key in it already; copied for each text.
    private let keyed: HMAC<SHA256>

    /// - Throws: where the key has fewer than 32 bytes.
    package init(key: [UInt8]) throws {
        guard key.count >= 32 else {
            throw Problem(status: 500, code: "weak_key", title: "Weak key", detail: "The cursor key must have at least 32 bytes.")
        }
        keyed = HMAC(key: SymmetricKey(data: key))
    }

    /// - Parameter query: normalised, without `cursor` and `limit`.
    package func seal(_ position: JSON, tenant: TenantID?, route: String, query: String) -> String {
        let payload = position.encoded()
        return Base64URL.encode(mac(payload, tenant, route, query) + payload)
    }

    /// The position in a cursor; `nil` for one that was made up, changed, or made for another tenant, route or query.
    package func open(_ text: String, tenant: TenantID?, route: String, query: String) -> JSON? {
        guard let bytes = Base64URL.decode(text), bytes.count > Self.macBytes else { return nil }
        let payload = Array(bytes[Self.macBytes...])
        guard constantTimeEqual(bytes[..<Self.macBytes], mac(payload, tenant, route, query)) else { return nil }
        return try? JSON(parsing: payload)
    }

    private static let macBytes = 16

    /// HMAC-SHA-256, cut to 128 bits (RFC 2104, 5); each part goes in behind its length, so that no two inputs are one text.
    private func mac(_ payload: [UInt8], _ tenant: TenantID?, _ route: String, _ query: String) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(64 + route.utf8.count + query.utf8.count + payload.count + 16)
        func add(_ part: some Collection<UInt8>) {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { message.append(contentsOf: $0) }
            message.append(contentsOf: part)
        }
        add("cursor-1".utf8)
        add(tenant?.value.bytes ?? [])
        add(route.utf8)
        add(query.utf8)
        add(payload)
        var code = keyed
        code.update(data: message)
        return Array(code.finalize().prefix(Self.macBytes))
    }
}
