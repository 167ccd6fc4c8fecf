/// Which metadata is not written: keys whose name says that the value is a secret.
package enum Redaction {
    /// What stands in the place of a hidden value.
    package static let mark = "<redacted>"

    private static let words = [
        "authorization", "password", "passwd", "passphrase", "token", "secret", "credit", "credential", "cookie", "apikey", "privatekey",
    ]

    /// Whether a metadata key looks like the name of a secret: case, hyphens, underscores and dots do not matter.
    package static func hides(_ key: String) -> Bool {
        let plain = String(decoding: key.utf8.compactMap(letter), as: UTF8.self)
        return words.contains { plain.contains($0) }
    }

    private static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " "): nil
        default: byte
        }
    }
}
