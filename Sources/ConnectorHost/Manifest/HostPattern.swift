/// Where a connector's requests may go: one entry of `hosts`.
package enum HostPattern: Sendable, Hashable {
    /// A name, or one with `{setting}` in it: `{shop}.myshopify.com`.
    case name(String)
    /// The address that a setting holds (`config:url`); the policy for addresses that tenants give applies.
    case setting(String)
    /// A file that was uploaded to the host (`upload:current`): no network at all.
    case upload(String)

    /// `nil` for anything else. A name is lower case and has at least two labels, of which the last two are literal: a setting can choose a
    /// subdomain, not the domain.
    package init?(_ text: String) {
        if text.hasPrefix("config:") {
            self = .setting(String(text.dropFirst(7)))
        } else if text.hasPrefix("upload:") {
            self = .upload(String(text.dropFirst(7)))
        } else {
            guard Self.isName(text) else { return nil }
            self = .name(text)
        }
    }

    private static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, text.utf8.count <= 253 else { return false }
        return labels.enumerated().allSatisfy { index, label in
            if index < labels.count - 2, label.hasPrefix("{"), label.hasSuffix("}") {
                return label.dropFirst().dropLast().utf8.allSatisfy(isNameByte) && label.count > 2
            }
            return !label.isEmpty && label.utf8.count <= 63 && label.utf8.allSatisfy { isNameByte($0) && $0 != 0x5F }
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
    }

    /// The settings that it is bound to.
    package var settings: [String] {
        switch self {
        case .setting(let name): [name]
        case .name(let text): text.split(separator: ".").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        case .upload: []
        }
    }

    /// The host name with the settings' values in place; `nil` where one is missing or is no single label of a host name.
    package func resolved(_ setting: (String) -> String?) -> String? {
        guard case .name(let text) = self else { return nil }
        var labels: [String] = []
        for label in text.split(separator: ".") {
            guard label.hasPrefix("{") else {
                labels.append(String(label))
                continue
            }
            guard let value = setting(String(label.dropFirst().dropLast()))?.lowercased(), Self.isLabel(value) else { return nil }
            labels.append(value)
        }
        return labels.joined(separator: ".")
    }

    private static func isLabel(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 63 && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.utf8.allSatisfy { isNameByte($0) && $0 != 0x5F }
    }
}
