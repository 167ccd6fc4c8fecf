/// A text that must not be seen: it prints, logs and reflects as `<secret>`. `reveal` is the one way to it, and greppable.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    package init(_ text: String) { self.text = text }

    package func reveal() -> String { text }

    package var isEmpty: Bool { text.isEmpty }

    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Compares in a time that depends on the length alone.
    package static func == (left: Self, right: Self) -> Bool { constantTimeEqual(left.text.utf8, right.text.utf8) }
}

/// Whether two byte sequences are equal, in a time that depends on their lengths and not on where they differ.
package func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(left, right) { difference |= a ^ b }
    return difference == 0
}
