/// A text with `*` for anything.
struct Glob: Sendable, Hashable {
    private let parts: [String]
    let text: String

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    }

    func matches(_ candidate: String) -> Bool {
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return candidate == text }
        guard candidate.hasPrefix(first) else { return false }
        var rest = candidate.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}

extension String {
    /// The text with `%41` as `A`.
    var removingPercentEscapes: String {
        guard utf8.contains(0x25) else { return self }
        let bytes = Array(utf8)
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                plain.append(value)
                index += 3
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
