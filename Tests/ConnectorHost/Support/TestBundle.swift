import ConnectorHost
import Core
import Foundation

/// A bundle in a directory of its own, made from one of the plugins in EvilPlugins and compiled on the spot. All are removed when the process ends.
struct TestBundle: Sendable {
    let directory: String

    static let manifest: JSON = [
        "id": "test", "name": "Test", "vendor": "Tactics", "version": "1.0.0", "abi": 1, "entry": "test_connector_v1", "hosts": ["api.example.com"],
        "auth": ["scheme": "none"], "config_schema": ["type": "object", "additionalProperties": true],
        "streams": [["name": "orders", "kind": "orders", "primary_key": ["id"], "modes": ["incremental", "full"]]],
    ]

    /// Compiles a plugin and lays out its bundle. What `change` does to the directory happens after CHECKSUMS was written.
    init(_ plugin: String, manifest: JSON = TestBundle.manifest, change: (String) throws -> Void = { _ in }) throws {
        directory = try Self.emptyDirectory()
        let build = try Self.emptyDirectory()
        defer { try? FileManager.default.removeItem(atPath: build) }
        try Self.layOut(plugin, manifest, directory, build: build)
        try Self.compile("\(build)/\(plugin).c", to: "\(directory)/libtest.so")
        try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS"))
        try change(directory)
    }

    /// Compiles a plugin whose work is written in Swift, with the Swift runtime of this toolchain.
    init(swift plugin: String) throws {
        directory = try Self.emptyDirectory()
        let build = try Self.emptyDirectory()
        defer { try? FileManager.default.removeItem(atPath: build) }
        try Self.layOut(plugin, Self.manifest, directory, build: build)
        try FileManager.default.copyItem(atPath: "\(Self.plugins)/\(plugin).swift.txt", toPath: "\(build)/\(plugin).swift")
        try Self.compile([
            "-c", "-fPIC", "-O1", "-w", "-I", "\(Self.root)/Sources/CConnector/include", "-o", "\(build)/\(plugin).o", "\(build)/\(plugin).c",
        ])
        try Self.run(["swiftc", "-O", "-emit-library", "-o", "\(directory)/libtest.so", "\(build)/\(plugin).swift", "\(build)/\(plugin).o"])
        try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS"))
    }

    private static func layOut(_ plugin: String, _ manifest: JSON, _ directory: String, build: String) throws {
        let bytes = manifest.encoded()
        try Data(bytes).write(to: URL(filePath: "\(directory)/connector.json"))
        try Data(bytes.map(String.init).joined(separator: ",").utf8).write(to: URL(filePath: "\(build)/manifest.inc"))
        try FileManager.default.copyItem(atPath: "\(plugins)/common.h.txt", toPath: "\(build)/common.h")
        try FileManager.default.copyItem(atPath: "\(plugins)/\(plugin).c.txt", toPath: "\(build)/\(plugin).c")
    }

    private init(directory: String) throws {
        self.directory = directory
        try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS"))
    }

    /// The example for authors who write in C, compiled with every warning an error.
    static func cExample() throws -> TestBundle {
        let source = root + "/Tests/ConnectorHost/CExample"
        let directory = try emptyDirectory()
        let build = try emptyDirectory()
        defer { try? FileManager.default.removeItem(atPath: build) }
        try FileManager.default.copyItem(atPath: "\(source)/connector.json", toPath: "\(directory)/connector.json")
        try FileManager.default.copyItem(atPath: "\(source)/example.c.txt", toPath: "\(build)/example.c")
        try compile([
            "-std=c11", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-I", "\(root)/Sources/CConnector/include", "-o",
            "\(directory)/libexample.so", "\(build)/example.c",
        ])
        return try TestBundle(directory: directory)
    }

    /// The Files connector of this build.
    static func files() throws -> TestBundle {
        let directory = try emptyDirectory()
        try FileManager.default.copyItem(atPath: "\(root)/Plugins/files/connector.json", toPath: "\(directory)/connector.json")
        try FileManager.default.copyItem(atPath: "\(root)/.build/debug/libFilesConnector.so", toPath: "\(directory)/libFilesConnector.so")
        return try TestBundle(directory: directory)
    }

    func open(trust: ConnectorTrust = .unsigned) throws -> ConnectorBundle { try ConnectorBundle.open(directory, trust: trust) }

    private static func compile(_ source: String, to library: String) throws {
        try compile(["-shared", "-fPIC", "-O1", "-w", "-I", "\(root)/Sources/CConnector/include", "-o", library, source])
    }

    private static func compile(_ arguments: [String]) throws { try run(["cc"] + arguments) }

    private static func run(_ arguments: [String]) throws {
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = arguments
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CompilerFailed(source: arguments.last ?? "") }
    }

    /// What a C program that includes `connector.h`, which is that text, prints.
    static func output(ofProgram program: String, header: String) throws -> String {
        let build = try emptyDirectory()
        defer { try? FileManager.default.removeItem(atPath: build) }
        try Data(program.utf8).write(to: URL(filePath: "\(build)/layout.c"))
        try Data(header.utf8).write(to: URL(filePath: "\(build)/connector.h"))
        try compile(["-w", "-I", build, "-o", "\(build)/layout", "\(build)/layout.c"])
        let printed = Foundation.Pipe()
        let layout = Process()
        layout.executableURL = URL(filePath: "\(build)/layout")
        layout.standardOutput = printed
        try layout.run()
        let bytes = try printed.fileHandleForReading.readToEnd() ?? Data()
        layout.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    struct CompilerFailed: Error {
        let source: String
    }

    static func emptyDirectory() throws -> String {
        let path = all + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private static let all: String = {
        atexit { try? FileManager.default.removeItem(atPath: TestBundle.path) }
        return path
    }()

    private static let path = "\(FileManager.default.temporaryDirectory.path)/tactics-host-\(getpid())"

    /// The repository, seen from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    private static let plugins = root + "/Tests/ConnectorHost/EvilPlugins"
}

extension RunnerSettings {
    /// The runner of this build, with little patience.
    static func test(
        silence: Duration = .seconds(60), memory: Int = 256 << 20, cpuSeconds: Int = 60, place: RunnerSettings.Place = .sealed
    ) -> RunnerSettings {
        let limits = RunnerLimits(memory: memory, cpuSeconds: cpuSeconds, silence: silence, cancelGrace: .seconds(30))
        return RunnerSettings(executable: TestBundle.root + "/.build/debug/connector-runner", place: place, limits: limits)
    }
}

extension ReadRequest {
    static func of(_ stream: String, cursor: JSON? = nil) -> ReadRequest {
        ReadRequest(stream: stream, mode: .incremental, cursor: cursor, config: [:], timeZone: "Europe/Berlin", currency: "EUR")
    }
}
