import Sealing

/// Finds the one tenant of an address at a sign-in that names none: a keyed hash that is the same in all tenants.
package struct EmailLocator: Sendable {
    private let key: [UInt8]

    /// - Parameter key: 32 bytes, the same on every server.
    package init(key: [UInt8]) { self.key = key }

    func digest(of email: String) -> [UInt8] {
        hmacSHA256(key: key, message: Array("email-locator\u{0}\(BlindIndex.normalizedEmail(email))".utf8))
    }
}
