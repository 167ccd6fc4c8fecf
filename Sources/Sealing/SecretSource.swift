package import Core
import Foundation

/// Where secrets come from: the environment, one file of `NAME=value` lines, a directory with one file a secret, or several of these in turn.
/// Names are letters, digits, `_`, `-` and `.`, and do not start with a point.
package struct SecretSource: Sendable {
    private let look: @Sendable (String) throws -> Secret?

    private init(_ look: @escaping @Sendable (String) throws -> Secret?) { self.look = look }

    /// The secret of that name; `nil` where the source has none, or an empty one.
    /// - Throws: `SecretSourceError` for a name that can not be one, or for a file that can not be read.
    package func secret(named name: String) throws -> Secret? {
        guard Self.isName(name) else { throw SecretSourceError.invalidName }
        guard let secret = try look(name), !secret.isEmpty else { return nil }
        return secret
    }

    /// Environment variables. `NAME_FILE` may name a file whose content is the secret; `NAME` itself comes first.
    package static func environment(_ variables: [String: String] = ProcessInfo.processInfo.environment) -> SecretSource {
        SecretSource { name in
            if let value = variables[name] { return Secret(value) }
            return try variables["\(name)_FILE"].map { Secret(withoutLineEnd(try read($0))) }
        }
    }

    /// One file of `NAME=value` lines; empty lines and lines that start with `#` are passed over, and a value may stand in double or single quotes.
    /// Read anew at each look-up, so that a rotated secret is found.
    package static func file(_ path: String) -> SecretSource {
        SecretSource { name in lines(of: try read(path))[name] }
    }

    /// A directory with one file a secret, as container platforms mount them; the line end at the end of a file is not part of the secret.
    package static func directory(_ path: String) -> SecretSource {
        SecretSource { name in
            let file = "\(path)/\(name)"
            guard FileManager.default.fileExists(atPath: file) else { return nil }
            return Secret(withoutLineEnd(try read(file)))
        }
    }

    /// The first of the sources that has the secret.
    package static func first(of sources: [SecretSource]) -> SecretSource {
        SecretSource { name in
            for source in sources {
                if let secret = try source.secret(named: name) { return secret }
            }
            return nil
        }
    }

    static func isName(_ name: String) -> Bool {
        guard (1...128).contains(name.utf8.count), name.utf8.first != UInt8(ascii: ".") else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
        }
    }

    private static func lines(of text: String) -> [String: Secret] {
        var secrets: [String: Secret] = [:]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            secrets[parts[0].trimmingCharacters(in: .whitespaces)] = Secret(unquoted(parts[1].trimmingCharacters(in: .whitespaces)))
        }
        return secrets
    }

    private static func unquoted(_ text: String) -> String {
        for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst().dropLast())
        }
        return text
    }

    private static func withoutLineEnd(_ text: String) -> String {
        text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20, let text = String(validating: data, as: UTF8.self) else {
            throw SecretSourceError.unreadable(path: path)
        }
        return text
    }
}

/// Why a secret could not be looked up.
package enum SecretSourceError: Error, Sendable, Hashable, CustomStringConvertible {
    case invalidName
    /// The file is missing, may not be read, is larger than 1 MiB, or is not UTF-8.
    case unreadable(path: String)

    package var description: String {
        switch self {
        case .invalidName: "a secret's name is letters, digits, _, - and ., and does not start with a point"
        case .unreadable(let path): "the secrets file \(path) can not be read"
        }
    }
}
