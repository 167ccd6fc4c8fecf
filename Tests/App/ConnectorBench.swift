import App
import ConnectorHost
import Core
import Foundation
import Testing

/// A folder with a program in it, its store of connectors, and real bundles made by the commands themselves.
struct ConnectorBench {
    let folder: TemporaryFolder
    var environment: [String: String]
    let program: Program

    init(allowsUnsigned: Bool = false) throws {
        folder = try TemporaryFolder()
        program = Program(path: "\(folder.path)/bin/tactics", workingFolder: folder.path)
        environment = [
            "TACTICS_INSTALLED_CONNECTORS": "\(folder.path)/installed", "TACTICS_TRUST_FILE": "\(folder.path)/trust.json",
            "TACTICS_ALLOW_UNSIGNED": allowsUnsigned ? "on" : "off", "TACTICS_RUNNER": "\(Self.root)/.build/debug/connector-runner",
        ]
    }

    /// The repository, seen from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    var path: String { folder.path }

    /// A new connector in C, built; its folder. `change` is made to its connector.json before.
    func connector(_ name: String = "acme-shop", folder parent: String = "a", _ change: (String) -> String = { $0 }) throws -> String {
        try FileManager.default.createDirectory(atPath: "\(path)/\(parent)", withIntermediateDirectories: true)
        _ = try ConnectorScaffold.new(name, language: .c, in: "\(path)/\(parent)")
        let place = "\(path)/\(parent)/\(name)"
        let manifest = try String(contentsOfFile: "\(place)/connector.json", encoding: .utf8)
        try Data(change(manifest).utf8).write(to: URL(filePath: "\(place)/connector.json"))
        _ = try ConnectorBuilding.build(place)
        return place
    }

    /// Makes a key, trusts it, and gives its file.
    func trustedKey(_ id: String = "acme-2026") throws -> String {
        let file = "\(path)/\(id).key"
        let made = try ConnectorTrusting.makeKey(id, to: file)
        _ = try ConnectorTrusting(environment, program: program).add(id, publicKey: try #require(made.document["public_key"]?.string), note: nil)
        return file
    }

    /// Installs a bundle; without the conformance kit, which has tests of its own.
    func install(_ source: String, tests: Bool = false) async throws -> ConnectorAnswer {
        try await ConnectorStore(environment, program: program).install(source, tests: tests)
    }

    func list() throws -> ConnectorAnswer { try ConnectorCommands.list(environment, program: program) }

    /// The names of the folders of installed bundles, drafts too.
    var installed: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/installed")) ?? []).sorted() }

    /// The code of the failure that a command ends with.
    static func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return ConnectorAnswer.failure(error)["error"]?["code"]?.string }
    }
}
