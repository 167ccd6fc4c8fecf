import ConnectorHost
import Core
import Foundation

@testable import Conformance

/// A bundle in a directory of its own: a broken twin of the healthy connector, or a connector of this repository. All are removed when the process ends.
struct KitBundle {
    let directory: String

    /// Compiles the small connector with a switch; `nil` for the healthy one.
    /// - Parameter change: what its manifest says instead.
    init(mutant: String?, manifest change: (JSON) -> JSON = { $0 }) throws {
        directory = try Self.emptyDirectory()
        let bytes = Data(change(try JSON(parsing: Data(contentsOf: URL(filePath: "\(Self.mutants)/connector.json")))).encoded())
        let build = try Self.emptyDirectory()
        try bytes.write(to: URL(filePath: "\(directory)/connector.json"))
        try Data(bytes.map(String.init).joined(separator: ",").utf8).write(to: URL(filePath: "\(build)/manifest.inc"))
        try FileManager.default.copyItem(atPath: "\(Self.mutants)/mutant.c.txt", toPath: "\(build)/mutant.c")
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments =
            ["cc", "-shared", "-fPIC", "-O1", "-w", "-I", "\(Self.root)/Sources/CConnector/include"] + (mutant.map { ["-D\($0)"] } ?? [])
            + ["-o", "\(directory)/libmutant.so", "\(build)/mutant.c"]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CompilerFailed() }
        try finish()
    }

    /// A connector of this repository, from this build.
    init(plugin folder: String) throws {
        directory = try Self.emptyDirectory()
        let manager = FileManager.default
        try manager.copyItem(atPath: "\(Self.root)/Plugins/\(folder)/connector.json", toPath: "\(directory)/connector.json")
        let manifest = try ConnectorManifest(parsing: Array(Data(contentsOf: URL(filePath: "\(directory)/connector.json"))))
        let library = manifest.library ?? "lib\(manifest.name)Connector.so"
        try manager.copyItem(atPath: "\(Self.root)/.build/debug/\(library)", toPath: "\(directory)/\(library)")
        try finish()
    }

    private func finish() throws { try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS")) }

    func run(_ scenario: Scenario) async throws -> ConformanceReport {
        let settings = RunnerSettings(executable: Self.root + "/.build/debug/connector-runner", limits: ConformanceKit.limits)
        return await ConformanceKit.run(try ConnectorBundle.open(directory), scenario, settings)
    }

    struct CompilerFailed: Error {}

    static func emptyDirectory() throws -> String {
        let path = all + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private static let all: String = {
        atexit { try? FileManager.default.removeItem(atPath: KitBundle.path) }
        return path
    }()

    private static let path = "\(FileManager.default.temporaryDirectory.path)/tactics-conformance-\(getpid())"

    /// The repository, seen from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let mutants = root + "/Tests/Conformance/Mutants"
}
