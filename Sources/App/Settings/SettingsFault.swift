/// One setting that can not be used: which variable, what is wrong, and what to do.
package struct SettingsFault: Sendable, Hashable, CustomStringConvertible {
    package let variable: String
    package let sentence: String

    package var description: String { "\(variable): \(sentence)" }
}

/// All faults of the environment at once. Never shows a value that may be a secret.
package struct SettingsError: Error, CustomStringConvertible {
    package let faults: [SettingsFault]

    /// The faults in one line.
    package var summary: String { faults.map(\.description).joined(separator: " ") }

    package var description: String {
        let lines = faults.map { "  \($0)" }
        return "The settings can not be used:\n" + lines.joined(separator: "\n") + "\n`tactics doctor` lists every setting."
    }
}
