import Core

/// Blots out the values under a manifest's secret_paths, as the host does before a connector reads an answer.
struct SecretPaths: Sendable {
    private let paths: [[String]]

    init(_ pointers: [String]) { paths = pointers.map { $0.split(separator: "/").map(String.init) } }

    func redacted(_ bytes: [UInt8]) -> [UInt8] {
        guard !paths.isEmpty, let document = try? JSON(parsing: bytes, limits: .trusted) else { return bytes }
        return paths.reduce(document) { blotted($0, $1[...]) }.encoded()
    }

    private func blotted(_ value: JSON, _ path: ArraySlice<String>) -> JSON {
        guard let name = path.first else { return value.isNull ? value : "<redacted>" }
        switch value {
        case .object(let members):
            return .object(members.map { name == "*" || $0.name == name ? JSON.Member($0.name, blotted($0.value, path.dropFirst())) : $0 })
        case .array(let items):
            return .array(items.enumerated().map { name == "*" || name == String($0) ? blotted($1, path.dropFirst()) : $1 })
        default: return value
        }
    }
}
