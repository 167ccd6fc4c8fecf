/// Digests by which a sealed value can be found without opening any: HMAC-SHA-256 under a key of the tenant. Equal texts of one tenant and column
/// have equal digests; across tenants and columns they differ.
package struct BlindIndex: Sendable {
    private let key: [UInt8]

    /// A key of at least 32 random bytes.
    package init(key: [UInt8]) {
        precondition(key.count >= 32, "a blind index needs a key of 32 bytes or more")
        self.key = key
    }

    /// 32 bytes. The caller brings the text to its one form first (`normalizedEmail`), as only equal bytes are found.
    package func digest(of text: String, column: StaticString) -> [UInt8] {
        hmacSHA256(key: key, message: Array("\(column)|".utf8) + Array(text.utf8))
    }

    /// The form of an e-mail address that is indexed: without white space around it, in lower case.
    package static func normalizedEmail(_ text: String) -> String {
        var rest = text[...].drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest.lowercased()
    }
}
