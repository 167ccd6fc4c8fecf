import Core
import Foundation

/// `tactics connector new`: a connector that builds, reads a page of orders, and is to be changed from there.
package enum ConnectorScaffold {
    package enum Language: String, Sendable, CaseIterable {
        case swift
        case c

        /// The language of that name.
        /// - Throws: `ConnectorCommandFault` for one that there is no new connector in.
        package init(named name: String) throws {
            guard let language = Self(rawValue: name) else {
                throw ConnectorCommandFault(
                    "unknown_language",
                    "There is no new connector in \"\(name)\": --language is swift or c. Any language that builds a shared library will do: "
                        + "begin with c, which brings the header.")
            }
            self = language
        }
    }

    /// Writes the folder `name` into the folder `parent`: all of it, or nothing.
    package static func new(_ name: String, language: Language, in parent: String = ".") throws -> ConnectorAnswer {
        let names = try ConnectorName(name)
        if language == .swift { try names.checkType() }
        let manifest = names.filled(ConnectorTemplate.manifest)
        var files = [
            "connector.json": manifest, ".gitignore": ConnectorTemplate.ignored, "Fixtures/config.json": ConnectorTemplate.config,
            "Fixtures/orders/001.json": ConnectorTemplate.firstPage, "Fixtures/orders/002.json": ConnectorTemplate.secondPage,
            "Fixtures/orders.ndjson": ConnectorTemplate.rows, "Tests/replay.sh": ConnectorTemplate.replayScript,
            "conformance/scenario.json": ConnectorTemplate.scenario,
        ]
        files.merge(own(language, names, manifest)) { _, own in own }
        files.merge(kit(language)) { own, _ in own }
        let folder = parent == "." ? name : "\(parent)/\(name)"
        try write(files, to: folder, in: parent)
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

    /// The kit, as files of the new package: it builds anywhere, with nothing but a compiler.
    private static func kit(_ language: Language) -> [String: String] {
        let sources = ConnectorKitSources.files
        return switch language {
        case .swift: Dictionary(uniqueKeysWithValues: sources.map { ("Kit/\($0.key)", $0.value) })
        case .c: ["include/connector.h": sources[ConnectorKitSources.header] ?? "", "include/LICENSE": sources[ConnectorKitSources.license] ?? ""]
        }
    }

    /// Written beside its place and moved there at once.
    private static func write(_ files: [String: String], to folder: String, in parent: String) throws {
        guard Program.isFolder(parent) else {
            throw ConnectorCommandFault("missing_folder", "\(parent) is no folder. Make it first, or name another one with --in.")
        }
        guard (try? FileManager.default.attributesOfItem(atPath: folder)) == nil else {
            throw ConnectorCommandFault("exists", "\(folder) is there already, and nothing is overwritten. Choose another name or folder.")
        }
        let draft = "\(parent)/.new-\(UUID().uuidString)"
        guard mkdir(draft, 0o777) == 0 else { throw unwritable(folder, because: String(cString: strerror(errno))) }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        do {
            for (path, text) in files {
                let file = URL(filePath: "\(draft)/\(path)")
                try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(draft)/Tests/replay.sh")
        } catch { throw unwritable(folder, because: "the disk may be full") }
        guard rename(draft, folder) == 0 else { throw unwritable(folder, because: String(cString: strerror(errno))) }
    }

    private static func unwritable(_ folder: String, because cause: String) -> ConnectorCommandFault {
        ConnectorCommandFault("unwritable", "\(folder) can not be written: \(cause). Name a folder that this user may write into with --in.")
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
