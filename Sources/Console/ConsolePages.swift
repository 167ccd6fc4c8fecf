import Core
import Foundation
import Mustache
import Web

/// Why the console can not be shown: a mistake of the installation, found at start.
package enum ConsolePagesError: Error, CustomStringConvertible {
    case missing(String)
    case broken(String, any Error)

    package var description: String {
        switch self {
        case .missing(let path): "The console's file \(path) is missing. Install tactics_Console.resources beside the program."
        case .broken(let path, let error): "The console's file \(path) is broken: \(error)."
        }
    }
}

/// The templates, texts and style sheet of the console, read once at start.
struct ConsolePages: Sendable {
    enum Template: String, CaseIterable {
        case layout, sync
        case signIn = "sign-in"
        case connections, connection, connect, accounts, message
        case goOn = "go-on"
    }

    let texts: ConsoleTexts
    let styleAddress: String
    private let library: MustacheLibrary
    private let style: [UInt8]
    private let styleDigest: String

    init(folder: String?) throws {
        let root = try folder.map { URL(fileURLWithPath: $0) } ?? Self.installed()
        var library = MustacheLibrary()
        for template in Template.allCases {
            let name = "\(template.rawValue).mustache"
            let text = String(decoding: try Self.read(name, root), as: UTF8.self)
            do { try library.register(text, named: template.rawValue) } catch { throw ConsolePagesError.broken(name, error) }
        }
        self.library = library
        texts = try ConsoleTexts(language: "en", Self.read("texts/en.json", root))
        style = try Self.read("assets/console.css", root)
        styleDigest = fingerprint(style)
        styleAddress = "/app/assets/\(styleDigest)/console.css"
    }

    /// Beside the program first, so that an installed program does not look for the folder where it was built.
    private static func installed() throws -> URL {
        let beside = Bundle.main.bundleURL.appendingPathComponent("tactics_Console.resources/Pages")
        if FileManager.default.fileExists(atPath: beside.path) { return beside }
        guard let found = Bundle.module.resourceURL else { throw ConsolePagesError.missing(beside.path) }
        return found.appendingPathComponent("Pages")
    }

    private static func read(_ name: String, _ root: URL) throws -> [UInt8] {
        let place = root.appendingPathComponent(name)
        guard let data = FileManager.default.contents(atPath: place.path) else { throw ConsolePagesError.missing(place.path) }
        return Array(data)
    }

    /// A page; every `{{ }}` in it is escaped.
    func render(_ template: Template, _ context: some Sendable) -> String {
        library.render(context, withTemplate: template.rawValue) ?? ""
    }

    /// Its address changes with its content, so browsers may keep it for ever.
    var styleSheet: Endpoint {
        Endpoint(
            .get, "/app/assets/{digest}/console.css", permission: .public, summary: "How the console looks.", tag: "Console",
            path: .fields(parameter("digest", .string(min: 1, max: 64))), output: .file("text/css"), options: .publicCache(.seconds(31_536_000))
        ) { [style, styleDigest] call in
            guard call.path == styleDigest else { throw Problem.notFound }
            var file = FileBody(style, contentType: "text/css; charset=utf-8")
            file.isImmutable = true
            return file
        }
    }
}

/// FNV-1a with 64 bits (draft-eastlake-fnv): tells versions of a file apart, and guards nothing.
private func fingerprint(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hexadecimal(withUnsafeBytes(of: hash.bigEndian) { Array($0) })
}
