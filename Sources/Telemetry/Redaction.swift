/// Which metadata is not written: keys whose name says that the value is a secret.
package enum Redaction {
    /// What stands in the place of a hidden value.
    package static let mark = "<redacted>"

    private static let words: [[UInt8]] = [
        "authorization", "password", "passwd", "passphrase", "token", "secret", "credit", "credential", "cookie", "apikey", "privatekey",
    ].map { Array($0.utf8) }

    /// Which bytes begin a word.
    private static let initials: [Bool] = (0...255).map { byte in words.contains { Int($0[0]) == byte } }

    /// Whether a metadata key looks like the name of a secret: case, hyphens, underscores and dots do not matter. A log line asks this for each of its
    /// keys, so bytes are compared.
    package static func hides(_ key: String) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: key.utf8.count) { plain in
            var count = 0
            var mayHide = false
            for byte in key.utf8 {
                guard let letter = letter(byte) else { continue }
                plain[count] = letter
                count += 1
                mayHide = mayHide || initials[Int(letter)]
            }
            guard mayHide else { return false }
            return (0..<count).contains { start in
                initials[Int(plain[start])] && words.contains { plain[start..<count].starts(with: $0) }
            }
        }
    }

    private static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " "): nil
        default: byte
        }
    }
}
