import ConnectorHost
import Core
import Foundation

/// `tactics connector trust`: the keys whose signatures count on this host, and keys to sign with.
package struct ConnectorTrusting: Sendable {
    private let path: String

    /// The trust file of the settings.
    /// - Throws: `SettingsError`.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current) throws {
        path = try ConnectorCommands.settings(environment, program: program).trust.trustFile ?? ""
    }

    /// One line a key.
    package func list() throws -> ConnectorAnswer {
        let file = try TrustFile(path: path)
        let lines = file.keys.map { "\($0.id)\t\($0.state.rawValue)\t\($0.text)" + ($0.note.map { "\t" + $0 } ?? "") }
        return ConnectorAnswer(lines.isEmpty ? "No key is trusted (\(path))." : lines.joined(separator: "\n"), file.document)
    }

    /// Trusts a key from now on.
    package func add(_ id: String, publicKey: String, note: String?) throws -> ConnectorAnswer {
        var file = try TrustFile(path: path)
        guard let bytes = Base64URL.decode(publicKey), let key = TrustKey(id: id, publicKey: bytes, note: note) else {
            throw ConnectorCommandFault(
                "invalid_key",
                "That is no key: an id has 1 to 64 letters, digits, dots, - or _, and a public key is 32 bytes of Ed25519 as base64url.")
        }
        guard file.add(key) else {
            throw ConnectorCommandFault("known_key", "The trust file names a key \(id) already. A key that was revoked stays so: use another id.")
        }
        try save(file)
        return ConnectorAnswer("The key \(id) is trusted.", ["id": .string(id), "state": "trusted"])
    }

    /// Revokes a key for good: what it signed is refused from the next run on, also where it is installed.
    package func revoke(_ id: String, reason: String?) throws -> ConnectorAnswer {
        var file = try TrustFile(path: path)
        guard file.revoke(id, note: reason) else {
            throw ConnectorCommandFault("unknown_key", "The trust file names no key \(id). `tactics connector trust list` shows them.")
        }
        try save(file)
        return ConnectorAnswer("The key \(id) is revoked. What it signed is not run any more.", ["id": .string(id), "state": "revoked"])
    }

    /// Makes a key to sign with. The file is for its owner alone and is never overwritten.
    package static func makeKey(_ id: String, to path: String) throws -> ConnectorAnswer {
        guard let key = SigningKey(id: id) else {
            throw ConnectorCommandFault("invalid_key", "\"\(id)\" is no id of a key. It has 1 to 64 letters, digits, dots, - or _.")
        }
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ConnectorCommandFault("exists", "\(path) is there already, and a key is never overwritten. Name another file.")
        }
        do { try PrivateFile.write(Array(key.secret.reveal().utf8), to: path) } catch UpError.folderUnusable(_, let reason) {
            throw ConnectorCommandFault("unwritable", "\(path) can not be written: \(reason). Name a file with --to that this user may write.")
        }
        let text = Base64URL.encode(key.publicKey)
        return ConnectorAnswer(
            "The private key is in \(path); keep it to yourself. Whoever is to trust it runs: tactics connector trust add \(id) \(text)",
            ["id": .string(id), "public_key": .string(text), "path": .string(path)])
    }

    private func save(_ file: TrustFile) throws {
        do {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
            try Data(file.document.encoded() + [0x0A]).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ConnectorCommandFault("unwritable", "The trust file \(path) can not be written. Set TACTICS_TRUST_FILE to a file of this user.")
        }
    }
}
