import Foundation

/// Every setting with the value that holds, secrets hidden.
enum SettingsReport {
    static func lines(_ environment: [String: String]) -> [String] {
        Setting.all.flatMap { setting in ["  \(setting.name) = \(value(of: setting, environment))", "      \(setting.sentence)"] }
    }

    private static func value(of setting: Setting, _ environment: [String: String]) -> String {
        if let value = environment[setting.name], !value.isEmpty { return setting.isSecret ? "<secret>" : value }
        if setting.isSecret, let file = environment[setting.fileVariable], !file.isEmpty { return "<secret> (from \(file))" }
        return setting.fallback.map { $0.isEmpty ? "(none)" : "\($0) (default)" } ?? "(not set)"
    }
}
