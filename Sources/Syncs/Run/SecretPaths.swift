import Core

/// Blots out what a platform writes into its answers and a connector must not see: a next page's address with the token in it, for example.
struct SecretPaths: Sendable {
    private let paths: [[String]]

    /// - Parameter pointers: JSON pointers, `*` for any member or element.
    init(_ pointers: [String]) { paths = pointers.map { $0.split(separator: "/").map(String.init) } }

    var isEmpty: Bool { paths.isEmpty }

    /// The document without the values under the paths; what is no JSON stays as it is.
    func redacted(_ bytes: [UInt8]) -> [UInt8] {
        guard let json = try? JSON(parsing: bytes, limits: .trusted) else { return bytes }
        return paths.reduce(json) { Self.redact($0, $1[...]) }.encoded()
    }

    private static func redact(_ json: JSON, _ path: ArraySlice<String>) -> JSON {
        guard let name = path.first else { return json.isNull ? json : "<redacted>" }
        let rest = path.dropFirst()
        switch json {
        case .object(let members):
            return .object(members.map { name == "*" || $0.name == name ? JSON.Member($0.name, redact($0.value, rest)) : $0 })
        case .array(let elements):
            return .array(elements.enumerated().map { name == "*" || name == String($0) ? redact($1, rest) : $1 })
        default: return json
        }
    }
}
