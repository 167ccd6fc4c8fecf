package import Core
import Foundation

/// Reads settings from an environment and collects every fault instead of stopping at the first.
package struct SettingsReader {
    let environment: [String: String]
    private let readFile: (String) -> String?
    package private(set) var faults: [SettingsFault] = []

    init(_ environment: [String: String], readFile: @escaping (String) -> String?) {
        self.environment = environment
        self.readFile = readFile
    }

    /// Runs `body` over the environment. What it builds counts only when no fault was found; otherwise all faults are thrown together.
    package static func read<Value>(
        _ environment: [String: String], readFile: @escaping (String) -> String? = Self.contents, _ body: (inout SettingsReader) -> Value
    ) throws(SettingsError) -> Value {
        var reader = SettingsReader(environment, readFile: readFile)
        let value = body(&reader)
        guard reader.faults.isEmpty else { throw SettingsError(faults: reader.faults) }
        return value
    }

    package static func contents(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    package mutating func fault(_ setting: Setting, _ sentence: String) {
        faults.append(SettingsFault(variable: setting.name, sentence: sentence))
    }

    /// The value, or its default, or `nil`. Surrounding white space is not part of a value; an empty one counts as unset.
    package mutating func optional(_ setting: Setting) -> String? {
        if let value = trimmed(environment[setting.name]) { return value }
        if setting.isSecret, let path = trimmed(environment[setting.fileVariable]) {
            guard let content = readFile(path) else {
                faults.append(
                    SettingsFault(variable: setting.fileVariable, sentence: "the file \(path) can not be read. Check the path and who may read it."))
                return nil
            }
            if let value = trimmed(content) { return value }
            faults.append(SettingsFault(variable: setting.fileVariable, sentence: "the file \(path) is empty."))
            return nil
        }
        return trimmed(setting.fallback)
    }

    /// The value; a fault and an empty text where there is none.
    package mutating func required(_ setting: Setting) -> String {
        let before = faults.count
        if let value = optional(setting) { return value }
        if faults.count == before {
            let also = setting.isSecret ? " (or name a file with \(setting.fileVariable))" : ""
            fault(setting, "it is not set. Set it\(also): \(setting.sentence)")
        }
        return ""
    }

    package mutating func secret(_ setting: Setting) -> Secret { Secret(required(setting)) }

    package mutating func optionalSecret(_ setting: Setting) -> Secret? { optional(setting).map { Secret($0) } }

    package mutating func integer(_ setting: Setting, in range: ClosedRange<Int>) -> Int {
        let text = required(setting)
        guard let value = Int(text), range.contains(value) else {
            fault(setting, "\"\(text)\" is not a whole number from \(range.lowerBound) to \(range.upperBound).")
            return range.lowerBound
        }
        return value
    }

    package mutating func flag(_ setting: Setting) -> Bool {
        let text = required(setting)
        switch text {
        case "on", "true", "yes", "1": return true
        case "off", "false", "no", "0": return false
        default:
            fault(setting, "\"\(text)\" is neither on nor off.")
            return false
        }
    }

    /// Comma-separated entries without the empty ones.
    package mutating func list(_ setting: Setting, separator: Character = ",") -> [String] {
        (optional(setting) ?? "").split(separator: separator).compactMap { trimmed(String($0)) }
    }

    /// Comma-separated `name=value` pairs.
    package mutating func pairs(_ setting: Setting) -> [String: String] {
        var pairs: [String: String] = [:]
        for entry in list(setting) {
            guard let (name, value) = split(entry, at: "=") else {
                fault(setting, "\"\(entry)\" is not of the form name=value.")
                continue
            }
            pairs[name] = value
        }
        return pairs
    }

    private func trimmed(_ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
        return text
    }
}

/// The parts before and after the first `separator`; `nil` unless both are there and not empty.
func split(_ text: String, at separator: Character) -> (String, String)? {
    guard let index = text.firstIndex(of: separator) else { return nil }
    let (left, right) = (text[..<index], text[text.index(after: index)...])
    return left.isEmpty || right.isEmpty ? nil : (String(left), String(right))
}
