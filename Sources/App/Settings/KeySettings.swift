import Core
import Foundation
package import Sealing

/// A key with the name that values made with it carry. Prints as its name alone.
package struct NamedKey: Sendable, CustomStringConvertible {
    package let id: String
    package let bytes: [UInt8]

    package init(id: String, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }

    package var description: String { "\(id):<secret>" }
}

extension SettingsReader {
    /// Comma-separated `id:base64` keys, the first one being the one in use. At least one; ids unique; every length allowed.
    package mutating func keys(_ setting: Setting, length: ClosedRange<Int>) -> [NamedKey] {
        let before = faults.count
        let text = required(setting)
        var keys: [NamedKey] = []
        for (index, entry) in text.split(separator: ",").enumerated() {
            // The entry itself is never repeated in a fault: it may be the key.
            guard let (id, encoded) = split(entry.trimmingCharacters(in: .whitespaces), at: ":"), isKeyName(id) else {
                fault(setting, "entry \(index + 1) is not of the form id:base64 (an id is 1 to 32 letters, digits, - or _).")
                continue
            }
            guard let bytes = base64(encoded) else {
                fault(setting, "the key \(id) is not base64. Make one with: openssl rand -base64 32")
                continue
            }
            guard length.contains(bytes.count) else {
                fault(setting, "the key \(id) has \(bytes.count) bytes and must have \(describe(length)). Make one with: openssl rand -base64 32")
                continue
            }
            if keys.contains(where: { $0.id == id }) { fault(setting, "the key id \(id) stands twice.") }
            keys.append(NamedKey(id: id, bytes: bytes))
        }
        if keys.isEmpty, faults.count == before { fault(setting, "it holds no key. Set it to id:base64, for example k1:$(openssl rand -base64 32)") }
        return keys
    }

    /// The keys that wrap tenants' data keys, as the sealing kit reads them.
    package mutating func masterKeys() -> MasterKeys {
        let before = faults.count
        let text = secret(.masterKey)
        do {
            // After a fault any well-formed key will do: what is built of it is thrown away.
            return try MasterKeys(parsing: faults.count == before ? text : Self.filler)
        } catch {
            fault(.masterKey, "\(error). Make one with: openssl rand -base64 32")
            return Self.anyKey
        }
    }

    private static let filler = Secret(String(repeating: "0", count: 64))
    private static var anyKey: MasterKeys {
        guard let keys = try? MasterKeys(parsing: filler) else { preconditionFailure("64 hexadecimal digits are a key") }
        return keys
    }

    /// Named secrets: the environment first, then the file or folder that is set.
    package mutating func secretSource() -> SecretSource {
        let environment = SecretSource.environment(self.environment)
        guard let path = optional(.secretsFile) else { return environment }
        return .first(of: [environment, Program.isFolder(path) ? .directory(path) : .file(path)])
    }

    /// One key as base64, without an id.
    package mutating func key(_ setting: Setting, atLeast length: Int) -> [UInt8] {
        let before = faults.count
        let text = required(setting)
        guard faults.count == before else { return [] }
        guard let bytes = base64(text) else {
            fault(setting, "it is not base64. Make one with: openssl rand -base64 32")
            return []
        }
        if bytes.count < length { fault(setting, "it has \(bytes.count) bytes and needs at least \(length). Make one with: openssl rand -base64 32") }
        return bytes
    }

    private func describe(_ length: ClosedRange<Int>) -> String {
        length.lowerBound == length.upperBound ? "exactly \(length.lowerBound)" : "\(length.lowerBound) to \(length.upperBound)"
    }

    private func isKeyName(_ id: String) -> Bool {
        (1...32).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    private func base64(_ text: String) -> [UInt8]? {
        // Both alphabets, padded or not: people paste what their tools print.
        var standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        while standard.utf8.count % 4 != 0, !standard.hasSuffix("==") { standard += "=" }
        return Data(base64Encoded: standard).map { [UInt8]($0) }
    }
}
