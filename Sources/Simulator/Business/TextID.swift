/// Ids of letters and digits, as payment and mail platforms make them.
enum TextID {
    private static let alphanumeric = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let crockford = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// A prefix and as many letters and digits as asked for.
    static func mixed(_ prefix: StaticString, _ length: Int, seed: UInt64, _ key: Int) -> String {
        var stream = RandomStream(seed: seed, prefix, key)
        return "\(prefix)" + text(length, alphanumeric, &stream)
    }

    /// 26 characters that begin with `01`.
    static func sortable(_ purpose: StaticString, seed: UInt64, _ key: Int) -> String {
        var stream = RandomStream(seed: seed, purpose, key)
        return "01" + text(24, crockford, &stream)
    }

    /// Letters and digits without a prefix.
    static func plain(_ length: Int, _ stream: inout RandomStream) -> String { text(length, alphanumeric, &stream) }

    private static func text(_ length: Int, _ letters: [UInt8], _ stream: inout RandomStream) -> String {
        String(unsafeUninitializedCapacity: length) { buffer in
            for place in 0..<length { buffer[place] = letters[stream.below(letters.count)] }
            return length
        }
    }
}
