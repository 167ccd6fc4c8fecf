import ConnectorHost
import Testing

/// A connector that is refused memory and dies of it is told apart from one that just dies, however it asked and however it dies.
@Suite(.serialized) struct OverMemoryTests {
    private static let limit = 256 << 20

    #if arch(x86_64)
    private static let trap: Int32 = 4
    #else
    private static let trap: Int32 = 5
    #endif

    private func fault(_ plugin: String) async throws -> PluginFault? { try await fault(TestBundle(plugin)) }

    private func fault(_ bundle: TestBundle) async throws -> PluginFault? {
        do {
            _ = try await ConnectorSession.run(bundle.open(), .test(memory: Self.limit)) { try await $0.read(.of("orders"), RecordingHost()) }
            return nil
        } catch let fault as PluginFault { return fault }
    }

    @Test(arguments: ["memory", "memory_at_once", "memory_slowly", "memory_zeroed", "memory_moved", "memory_aligned", "memory_mapped"])
    func `Memory that was asked for in vain and used nevertheless is too much memory`(_ plugin: String) async throws {
        #expect(try await fault(plugin) == .overMemory(limit: Self.limit))
    }

    @Test(arguments: ["memory_abort", "memory_exit"])
    func `A connector that sees the refusal and gives up asked for too much too`(_ plugin: String) async throws {
        #expect(try await fault(plugin) == .overMemory(limit: Self.limit))
    }

    @Test func `A Swift array that grows until the runtime stops it is too much memory`() async throws {
        #expect(try await fault(TestBundle(swift: "memory_array")) == .overMemory(limit: Self.limit))
    }

    @Test(arguments: [
        ("segv", PluginFault.crashed(signal: 11)), ("abort", .crashed(signal: 6)), ("trap", .crashed(signal: trap)), ("raised", .crashed(signal: 5)),
        ("deep", .crashed(signal: 11)), ("segv_large", .crashed(signal: 11)), ("exit42", .exited(code: 42)),
    ])
    func `A crash that has nothing to do with memory stays one`(_ plugin: String, _ fault: PluginFault) async throws {
        #expect(try await self.fault(plugin) == fault)
    }

    @Test func `A refusal that a connector got over is forgotten once it goes on`() async throws {
        #expect(try await fault("memory_survived") == .crashed(signal: 11))
    }

    @Test func `What a call was refused is forgotten with the next call`() async throws {
        let session = try await ConnectorSession.start(TestBundle("memory_then_segv").open(), .test(memory: Self.limit))
        _ = try await session.read(.of("refused"), RecordingHost())

        let fault = await #expect(throws: PluginFault.self) { try await session.read(.of("orders"), RecordingHost()) }

        #expect(fault == .crashed(signal: 11))
        await session.close()
    }
}
