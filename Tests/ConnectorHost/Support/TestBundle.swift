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
        let bytes = manifest.encoded()
        let build = try Self.emptyDirectory()
        defer { try? FileManager.default.removeItem(atPath: build) }
        try Data(bytes).write(to: URL(filePath: "\(directory)/connector.json"))
        try Data(bytes.map(String.init).joined(separator: ",").utf8).write(to: URL(filePath: "\(build)/manifest.inc"))
        try FileManager.default.copyItem(atPath: "\(Self.plugins)/common.h.txt", toPath: "\(build)/common.h")
        try FileManager.default.copyItem(atPath: "\(Self.plugins)/\(plugin).c.txt", toPath: "\(build)/\(plugin).c")
        try Self.compile("\(build)/\(plugin).c", to: "\(directory)/libtest.so")
        try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS"))
        try change(directory)
    }

    func open() throws -> ConnectorBundle { try ConnectorBundle.open(directory) }

    private static func compile(_ source: String, to library: String) throws {
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = ["cc", "-shared", "-fPIC", "-O1", "-w", "-I", "\(root)/Sources/CConnector/include", "-o", library, source]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CompilerFailed(source: source) }
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
    static func test(silence: Duration = .seconds(60), memory: Int = 256 << 20, cpuSeconds: Int = 60) -> RunnerSettings {
        let limits = RunnerLimits(memory: memory, cpuSeconds: cpuSeconds, silence: silence, cancelGrace: .seconds(30))
        return RunnerSettings(executable: TestBundle.root + "/.build/debug/connector-runner", limits: limits)
    }
}

extension ReadRequest {
    static func of(_ stream: String, cursor: JSON? = nil) -> ReadRequest {
        ReadRequest(stream: stream, mode: .incremental, cursor: cursor, config: [:], timeZone: "Europe/Berlin", currency: "EUR")
    }
}
