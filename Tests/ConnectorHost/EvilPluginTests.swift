import ConnectorHost
import Core
import Foundation
import Testing

/// Statement 42 of the security checklist: the evil plugin set. Host alive, other sessions unaffected, the run marked failed.
@Suite(.serialized) struct EvilPluginTests {
    @Test func `Statement 42: a connector that breaks no rule runs to its end`() async throws {
        let host = RecordingHost(body: "{\"id\":\"1\"}\n{\"id\":\"2\"}\n")

        let outcome = try await ConnectorSession.run(TestBundle("good").open(), .test()) {
            try await $0.read(.of("orders", cursor: ["page": 1]), host)
        }

        #expect(outcome == .done)
    }

    @Test(arguments: [
        ("segv", PluginFault.crashed(signal: SIGSEGV)), ("abort", .crashed(signal: SIGABRT)), ("exit42", .exited(code: 42)),
        ("memory", .overMemory(limit: 256 << 20)), ("ptrace", .sealBroken), ("mount", .sealBroken), ("parent_memory", .sealBroken),
    ])
    func `Statement 42: a crash, an exit, too much memory and a forbidden call are contained and told apart`(
        _ plugin: String, _ fault: PluginFault
    ) async throws {
        let neighbour = try await Neighbour()

        let ended = try await Evil(plugin, .test()).fault()

        #expect(ended == fault)
        try await neighbour.expectUnharmed()
    }

    @Test(arguments: ["loop", "hang", "sleep"])
    func `Statement 42: a connector that is silent for too long is stopped`(_ plugin: String) async throws {
        let neighbour = try await Neighbour()

        let ended = try await Evil(plugin, .test(silence: .seconds(1))).fault()

        #expect(ended == .hung(.seconds(1)))
        try await neighbour.expectUnharmed()
    }

    @Test func `Statement 42: a loop ends with its processor time`() async throws {
        let ended = try await Evil("loop", .test(cpuSeconds: 1)).fault()

        #expect(ended == .overProcessorTime(limit: 1))
    }

    @Test(arguments: [
        ("open_passwd", "EACCES"), ("write_file", "EPERM"), ("socket", "EPERM"), ("exec", "EPERM"), ("fork_bomb", "EPERM"), ("kill_parent", "EPERM"),
        ("kill_all", "EPERM"), ("environment", "EACCES"), ("descriptors", "EBADF"), ("raise_limit", "EPERM"), ("constructor", "EACCES"),
    ])
    func `Statement 42: files, network, programs, processes, signals and secrets are out of reach`(_ plugin: String, _ answer: String) async throws {
        let neighbour = try await Neighbour()

        let error = try await Evil(plugin, .test()).error()

        #expect(error?.message == answer)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/tactics-evil-plugin"))
        try await neighbour.expectUnharmed()
    }

    @Test(arguments: ["malformed", "huge_frame", "unknown_kind", "no_json", "close_pipe"])
    func `Statement 42: what a connector writes to the pipe itself is a violation of the protocol`(_ plugin: String) async throws {
        let neighbour = try await Neighbour()

        let ended = try await Evil(plugin, .test()).fault()

        guard case .protocolViolation = ended else {
            Issue.record("\(String(describing: ended))")
            return
        }
        try await neighbour.expectUnharmed()
    }

    @Test func `Statement 42: a row of a gigabyte is refused in the runner`() async throws {
        let error = try await Evil("big_row", .test()).error()

        #expect(error?.message == "too large")
    }

    @Test func `Statement 42: a flood on standard error is kept to 16 KiB`() async throws {
        let session = try await ConnectorSession.start(TestBundle("flood").open(), .test())

        _ = try await session.read(.of("orders"), RecordingHost())
        let exit = await session.close()

        #expect(exit.fault == nil)
        #expect(exit.log.utf8.count <= 16 << 10)
    }

    @Test(arguments: [("constructor_ptrace", "seal_broken"), ("constructor_speaks", "protocol_violation"), ("wrong_abi", "not_loaded")])
    func `Statement 42: code that runs while the library is loaded is inside the seal already`(_ plugin: String, _ name: String) async throws {
        let bundle = try TestBundle(plugin)
        let opened = try bundle.open()

        let fault = await #expect(throws: PluginFault.self) { try await ConnectorSession.start(opened, .test()) }

        #expect(fault?.name == name)
    }

    @Test func `Statement 42: a library that says another manifest than its bundle is refused`() async throws {
        let opened = try TestBundle("other_manifest").open()

        let refusal = await #expect(throws: BundleRefusal.self) { try await ConnectorSession.start(opened, .test()) }

        #expect(refusal?.code == "other_manifest")
    }

    @Test func `Statement 42: no runner outlives its session`() async throws {
        let bundle = try TestBundle("sleep")
        let opened = try bundle.open()

        for _ in 0..<5 {
            _ = try? await ConnectorSession.run(opened, .test(silence: .milliseconds(50))) { try await $0.read(.of("orders"), RecordingHost()) }
        }

        #expect(Self.children().isEmpty)
    }

    /// The processes that this one started and that still are there.
    private static func children() -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.filter { Int($0) != nil }.filter { pid in
            let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
            return status.contains("PPid:\t\(getpid())\n") && status.contains("Name:\tconnector-runne")
        }
    }
}

/// One run of an evil plugin.
private struct Evil {
    let bundle: TestBundle
    let settings: RunnerSettings

    init(_ plugin: String, _ settings: RunnerSettings) throws {
        bundle = try TestBundle(plugin)
        self.settings = settings
    }

    private func run() async throws {
        _ = try await ConnectorSession.run(bundle.open(), settings) { try await $0.read(.of("orders"), RecordingHost()) }
    }

    func fault() async throws -> PluginFault? {
        do { try await run() } catch let fault as PluginFault { return fault }
        return nil
    }

    func error() async throws -> ConnectorError? {
        do { try await run() } catch let error as ConnectorError { return error }
        return nil
    }
}

/// A good session that runs beside an evil one.
private struct Neighbour {
    let bundle: TestBundle
    let session: ConnectorSession

    init() async throws {
        bundle = try TestBundle("good")
        session = try await ConnectorSession.start(bundle.open(), .test())
    }

    func expectUnharmed() async throws {
        let host = RecordingHost(body: "{\"id\":\"1\"}\n")
        let outcome = try await session.read(.of("orders", cursor: ["page": 1]), host)
        #expect(outcome == .done)
        #expect(host.record.cursors == [["page": 1]])
        #expect(await session.close().fault == nil)
    }
}
