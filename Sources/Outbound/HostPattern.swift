/// A host that a manifest allows: a name, or a name with settings in it, `{shop}.myshopify.com`. A setting fills exactly one label.
package struct HostPattern: Sendable, Hashable, CustomStringConvertible {
    private enum Part: Sendable, Hashable {
        case label(String)
        case setting(String)
    }

    private let parts: [Part]
    package let description: String

    /// `nil` for anything that is no such pattern, and for one whose last two labels are not fixed: a setting must not choose the domain.
    package init?(_ text: String) {
        var parts: [Part] = []
        for label in text.lowercased().split(separator: ".", omittingEmptySubsequences: false) {
            if label.first == "{", label.last == "}", label.count > 2 {
                parts.append(.setting(String(label.dropFirst().dropLast())))
            } else if HostName.isLabel(label) {
                parts.append(.label(String(label)))
            } else {
                return nil
            }
        }
        let fixedEnd = parts.suffix(2).allSatisfy { if case .label = $0 { true } else { false } }
        guard parts.count >= 2, fixedEnd else { return nil }
        self.parts = parts
        description = text.lowercased()
    }

    /// The settings that the host stands for, lower case; `nil` when it does not match.
    package func settings(in host: String) -> [String: String]? {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count == parts.count else { return nil }
        var found: [String: String] = [:]
        for (part, label) in zip(parts, labels) {
            switch part {
            case .label(let fixed): if fixed != label { return nil }
            case .setting(let name):
                guard HostName.isLabel(label), found[name, default: String(label)] == label else { return nil }
                found[name] = String(label)
            }
        }
        return found
    }

    /// Whether the host is this pattern with these settings. A pattern with a setting that is not given matches nothing.
    package func matches(_ host: String, settings bound: [String: String]) -> Bool {
        guard let found = settings(in: host) else { return false }
        return found.allSatisfy { name, value in bound.first { $0.key.lowercased() == name }?.value.lowercased() == value }
    }
}
