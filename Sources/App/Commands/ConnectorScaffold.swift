import Core
import Foundation

/// `tactics connector new`: a connector that builds, reads a page of orders, and is to be changed from there.
package enum ConnectorScaffold {
    package enum Language: String, Sendable, CaseIterable {
        case swift
        case c
    }

    /// Writes the folder `name` into `parent`.
    /// - Parameter kit: the folder of Tactics's sources; `nil` for the one that this program was built in.
    package static func new(
        _ name: String, language: Language, in parent: String = ".", kit: String? = nil, program: Program = .current
    ) throws -> ConnectorAnswer {
        let names = try ConnectorName(name)
        let kit = try sources(kit, program)
        let folder = parent == "." ? name : "\(parent)/\(name)"
        guard !FileManager.default.fileExists(atPath: folder) else {
            throw ConnectorCommandFault("exists", "\(folder) is there already, and nothing is overwritten. Choose another name or folder.")
        }
        let manifest = names.filled(ConnectorTemplate.manifest)
        var files = [
            "connector.json": manifest, ".gitignore": ConnectorTemplate.ignored, "Fixtures/config.json": ConnectorTemplate.config,
            "Fixtures/orders/001.json": ConnectorTemplate.firstPage, "Fixtures/orders/002.json": ConnectorTemplate.secondPage,
            "Fixtures/orders.ndjson": ConnectorTemplate.rows, "Tests/replay.sh": ConnectorTemplate.replayScript,
            "conformance/scenario.json": ConnectorTemplate.scenario,
        ]
        files.merge(own(language, names, manifest)) { _, own in own }
        switch language {
        case .swift: files.merge(try kitSources(kit)) { own, _ in own }
        case .c: files["include/connector.h"] = try text(header, of: kit)
        }
        try write(files, to: folder)
        return ConnectorAnswer(
            "\(folder) is a \(language == .c ? "C" : "Swift") connector that works. Next: cd \(folder), then tactics connector build.",
            [
                "id": .string(name), "language": .string(language.rawValue), "directory": .string(folder),
                "files": .array(files.keys.sorted().map { .string($0) }),
            ])
    }

    private static func own(_ language: Language, _ names: ConnectorName, _ manifest: String) -> [String: String] {
        switch language {
        case .swift:
            [
                "Package.swift": names.filled(SwiftConnectorTemplate.package),
                "Sources/Connector.swift": names.filled(SwiftConnectorTemplate.connector),
                "Sources/ManifestText.swift": ConnectorManifestSource.swift(manifest),
                "Tests/\(names.type)Tests.swift": names.filled(SwiftConnectorTemplate.tests),
                "README.md": names.filled(SwiftConnectorTemplate.readme),
            ]
        case .c:
            [
                "Sources/connector.c": names.filled(CConnectorTemplate.connector), "Sources/json.h": CConnectorTemplate.json,
                "Sources/manifest.inc": ConnectorManifestSource.c(manifest),
                "README.md": names.filled(CConnectorTemplate.readme),
            ]
        }
    }

    /// The folder of Tactics's sources, absolute.
    private static func sources(_ kit: String?, _ program: Program) throws -> String {
        let found = kit ?? program.find("Sources").map { ($0 as NSString).deletingLastPathComponent }
        guard let found, Program.isFolder("\(found)/Sources/ConnectorKit") else {
            throw ConnectorCommandFault(
                "no_kit", "The sources of Tactics are not here. Name their folder, the one with Sources/ConnectorKit, with --kit.")
        }
        return URL(filePath: found).standardizedFileURL.path
    }

    private static let header = "CConnector/include/connector.h"

    /// The kit, as files of the new package: it builds anywhere, with nothing but a Swift toolchain.
    private static func kitSources(_ kit: String) throws -> [String: String] {
        let paths = ["ConnectorKit", "CConnector"].flatMap { target in
            (FileManager.default.enumerator(atPath: "\(kit)/Sources/\(target)")?.allObjects ?? []).compactMap { $0 as? String }
                .map { "\(target)/\($0)" }
        }.filter { !Program.isFolder("\(kit)/Sources/\($0)") }
        return try paths.reduce(into: [:]) { files, path in files["Kit/\(path)"] = try text(path, of: kit) }
    }

    private static func text(_ path: String, of kit: String) throws -> String {
        let path = "\(kit)/Sources/\(path)"
        guard let text = SettingsReader.contents(path) else {
            throw ConnectorCommandFault("no_kit", "\(path) can not be read. Name the folder of Tactics's sources with --kit.")
        }
        return text
    }

    private static func write(_ files: [String: String], to folder: String) throws {
        do {
            for (path, text) in files {
                let file = URL(filePath: "\(folder)/\(path)")
                try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/Tests/replay.sh")
        } catch {
            throw ConnectorCommandFault("unwritable", "\(folder) can not be written. Choose a folder of this user with --in.")
        }
    }
}

/// The manifest as source code: a connector answers the very bytes of its connector.json, so that `build` writes this anew each time.
enum ConnectorManifestSource {
    static func swift(_ manifest: String) -> String {
        let lines = manifest.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }
        return """
            /// The very bytes of connector.json. Written by `tactics connector build`: change connector.json instead.
            enum ManifestText {
                static let text = ####\"""
            \(lines.joined(separator: "\n"))
                \"""####
            }

            """
    }

    static func c(_ manifest: String) -> String {
        let bytes = Array(manifest.utf8).map(String.init)
        let lines = stride(from: 0, to: bytes.count, by: 24).map { bytes[$0..<min($0 + 24, bytes.count)].joined(separator: ",") }
        return "/* The very bytes of connector.json. Written by `tactics connector build`: change connector.json instead. */\n"
            + lines.joined(separator: ",\n") + "\n"
    }
}
