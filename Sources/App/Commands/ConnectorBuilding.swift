import ConnectorHost
import Core
import Foundation

/// `tactics connector build`: compiles a connector's folder and lays out its bundle.
package enum ConnectorBuilding {
    /// Compiles the connector in a folder (Swift with a Package.swift, else the C files of its Sources) and moves the bundle to `bundle` in it.
    /// What the compiler says goes to standard error.
    package static func build(_ folder: String = ".") throws -> ConnectorAnswer {
        guard let manifest = SettingsReader.contents("\(folder)/connector.json") else {
            throw ConnectorCommandFault(
                "missing_manifest",
                "\(folder == "." ? "This folder" : folder) holds no connector.json. Go to a connector's folder, or make one with `tactics connector new`."
            )
        }
        let description = try described(manifest, folder)
        let library = description.library ?? "lib\(description.id).so"
        let isSwift = FileManager.default.fileExists(atPath: "\(folder)/Package.swift")
        let draft = "\(folder)/.bundle-\(UUID().uuidString)"
        guard mkdir(draft, 0o777) == 0 else {
            throw ConnectorCommandFault(
                "unwritable", "\(folder) can not be written: \(String(cString: strerror(errno))). Build it where this user may write."
            )
        }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try isSwift ? compileSwift(folder, manifest, to: "\(draft)/\(library)") : compileC(folder, manifest, to: "\(draft)/\(library)")
        try Data(manifest.utf8).write(to: URL(filePath: "\(draft)/connector.json"))
        try addRecordings(folder, to: draft)
        try ConnectorPacking.writeChecksums(draft)
        let place = folder == "." ? "bundle" : "\(folder)/bundle"
        let bundle: ConnectorBundle
        do { bundle = try ConnectorBundle.open(draft) } catch { throw BundleRefusal(place, error.reason) }
        if FileManager.default.fileExists(atPath: place) { try FileManager.default.removeItem(atPath: place) }
        try FileManager.default.moveItem(atPath: draft, toPath: place)
        return ConnectorAnswer(
            "\(bundle.manifest.id) \(bundle.manifest.version) is built in \(place).", bundle.document.setting("directory", .string(place)))
    }

    private static func described(_ manifest: String, _ folder: String) throws -> ConnectorManifest {
        do throws(ManifestFaults) { return try ConnectorManifest(parsing: Array(manifest.utf8)) } catch {
            throw BundleRefusal(folder, .manifest(error.faults.map { "\($0.pointer.isEmpty ? "it" : $0.pointer) \($0.detail)" }))
        }
    }

    /// The scenario and what it plays go along, so that whoever installs the bundle can run the conformance kit over it.
    private static func addRecordings(_ folder: String, to draft: String) throws {
        guard FileManager.default.fileExists(atPath: "\(folder)/conformance/scenario.json") else { return }
        for name in ["conformance", "Fixtures"] where Program.isFolder("\(folder)/\(name)") {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(draft)/\(name)")
        }
    }

    private static func compileSwift(_ folder: String, _ manifest: String, to library: String) throws {
        try refresh("\(folder)/Sources/ManifestText.swift", ConnectorManifestSource.swift(manifest))
        // With the Swift runtime inside, so that the bundle runs where none is installed.
        let arguments = ["build", "--package-path", folder, "--configuration", "release", "-Xswiftc", "-static-stdlib"]
        try run(["swift"] + arguments)
        let products = try run(["swift"] + arguments + ["--show-bin-path"], isAnswered: true)
        let name = (library as NSString).lastPathComponent
        let built = "\(products.trimmingCharacters(in: .whitespacesAndNewlines))/\(name)"
        guard FileManager.default.fileExists(atPath: built) else {
            throw ConnectorCommandFault(
                "no_library",
                "The package does not build \(name), which connector.json names. Give its dynamic product that name, or correct `library`.")
        }
        try FileManager.default.copyItem(atPath: built, toPath: library)
    }

    private static func compileC(_ folder: String, _ manifest: String, to library: String) throws {
        try refresh("\(folder)/Sources/manifest.inc", ConnectorManifestSource.c(manifest))
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/Sources")) ?? []).filter { $0.hasSuffix(".c") }.sorted()
        guard !names.isEmpty else {
            throw ConnectorCommandFault("no_sources", "\(folder) holds neither a Package.swift nor C files in Sources.")
        }
        let sources = names.map { "\(folder)/Sources/\($0)" }
        try run(
            ["cc", "-std=c11", "-Wall", "-Wextra", "-O2", "-shared", "-fPIC", "-I", "\(folder)/include", "-I", "\(folder)/Sources", "-o", library]
                + sources)
    }

    /// Left alone where it is right already, so that nothing is compiled again for it.
    private static func refresh(_ path: String, _ text: String) throws {
        guard SettingsReader.contents(path) != text else { return }
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }

    @discardableResult
    private static func run(_ words: [String], isAnswered: Bool = false) throws -> String {
        let compiler = Process()
        let output = Pipe()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = words
        compiler.standardOutput = isAnswered ? output : FileHandle.standardError
        try compiler.run()
        let text = isAnswered ? try output.fileHandleForReading.readToEnd() ?? Data() : Data()
        compiler.waitUntilExit()
        // What env answers for a program that is not there.
        guard compiler.terminationStatus != 127 else { throw missing(words[0]) }
        guard compiler.terminationStatus == 0 else {
            throw ConnectorCommandFault("not_built", "\(words[0]) ended with \(compiler.terminationStatus). Correct what it says above.")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func missing(_ compiler: String) -> ConnectorCommandFault {
        let remedy =
            compiler == "swift"
            ? "Install Swift 6.2 or newer (https://www.swift.org/install)" : "Install a C compiler (on Debian: apt install gcc libc6-dev)"
        return ConnectorCommandFault("no_compiler", "There is no `\(compiler)` on the path. \(remedy), or put its folder into PATH.")
    }
}
