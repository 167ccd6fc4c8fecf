/// Which metadata is not written: keys whose name says that the value is a secret.
package enum Redaction {
    /// What stands in the place of a hidden value.
    package static let mark = "<redacted>"

    private static let words: [[UInt8]] = [
        "authorization", "password", "passwd", "passphrase", "token", "secret", "credit", "credential", "cookie", "apikey", "privatekey",
    ].map { Array($0.utf8) }

    /// Whether a metadata key looks like the name of a secret: case, hyphens, underscores and dots do not matter.
    package static func hides(_ key: String) -> Bool {
        let plain = key.utf8.compactMap(letter)
        return words.contains { holds(plain, $0) }
    }

    /// A log line asks this for each of its keys: bytes are compared, as the search of strings costs more than the rest of the line.
    private static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        return (0...(text.count - word.count)).contains { start in text[start] == word[0] && text[start...].starts(with: word) }
    }

    private static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " "): nil
        default: byte
        }
    }
}
