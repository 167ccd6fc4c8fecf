/// A version as semver.org 2.0.0 defines it, with its order. Build metadata is kept out: it does not count.
package struct SemanticVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let major: Int
    package let minor: Int
    package let patch: Int
    /// The dot-separated identifiers of a prerelease.
    package let prerelease: [String]

    package var isPrerelease: Bool { !prerelease.isEmpty }

    package init?(_ text: String) {
        let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let halves = withoutBuild.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], let patch = numbers[2] else { return nil }
        let identifiers = halves.count == 2 ? halves[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init) : []
        guard identifiers.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isIdentifier) }) else { return nil }
        self.major = major
        self.minor = minor
        self.patch = patch
        prerelease = identifiers
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text == "0" || !text.hasPrefix("0") else {
            return nil
        }
        return Int(text)
    }

    private static func isIdentifier(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }

    package static func < (left: Self, right: Self) -> Bool {
        let leftCore = (left.major, left.minor, left.patch)
        let rightCore = (right.major, right.minor, right.patch)
        guard leftCore == rightCore else { return leftCore < rightCore }
        if left.prerelease.isEmpty || right.prerelease.isEmpty { return !left.prerelease.isEmpty && right.prerelease.isEmpty }
        for (one, other) in zip(left.prerelease, right.prerelease) where one != other { return precedes(one, other) }
        return left.prerelease.count < right.prerelease.count
    }

    /// Numbers by value and before words, words by their bytes.
    private static func precedes(_ one: String, _ other: String) -> Bool {
        switch (Int(one), Int(other)) {
        case (let one?, let other?): one < other
        case (.some, nil): true
        case (nil, .some): false
        case (nil, nil): one < other
        }
    }

    package var description: String { "\(major).\(minor).\(patch)" + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: ".")) }
}
