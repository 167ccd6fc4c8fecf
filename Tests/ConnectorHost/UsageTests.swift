import ConnectorHost
import Core
import Testing

@Suite(.serialized) struct UsageTests {
    @Test func `A session's exit says what it used and how many bytes went in and out`() async throws {
        let body = String(repeating: "{\"id\":\"123456789\"}\n", count: 1_000)
        let session = try await ConnectorSession.start(TestBundle("good").open(), .test())
        let host = RecordingHost(body: body)

        _ = try await session.read(.of("orders", cursor: ["page": 1]), host)
        let usage = await session.close().usage

        #expect(usage.cpu > .zero)
        #expect(usage.peakMemory > 1 << 20 && usage.peakMemory < 256 << 20)
        #expect(usage.bytesIn > body.utf8.count && usage.bytesIn < 20 * body.utf8.count)
        #expect(usage.bytesOut > host.record.rows.count)
    }

    @Test func `The account grows with the work`() async throws {
        func usage(_ reads: Int) async throws -> RunnerUsage {
            let session = try await ConnectorSession.start(TestBundle("good").open(), .test())
            for _ in 0..<reads { _ = try await session.read(.of("many"), RecordingHost()) }
            return await session.close().usage
        }

        let one = try await usage(1)
        let three = try await usage(3)

        #expect(one.bytesOut > 5_000_000)
        #expect(three.bytesOut > one.bytesOut * 2 && three.bytesOut < one.bytesOut * 4)
        #expect(three.cpu > one.cpu)
    }

    @Test func `A connector that died leaves its account`() async throws {
        let session = try await ConnectorSession.start(TestBundle("loop").open(), .test(cpuSeconds: 1))

        await #expect(throws: PluginFault.self) { try await session.read(.of("orders"), RecordingHost()) }
        let exit = await session.close()

        #expect(exit.fault == .overProcessorTime(limit: 1))
        #expect(exit.usage.cpu >= .milliseconds(900))
        #expect(exit.usage.bytesIn > 0 && exit.usage.bytesOut > 0)
    }

    @Test func `A runner that could not be started used nothing`() {
        #expect(RunnerUsage(cpu: .zero, peakMemory: 0) == RunnerUsage(cpu: .zero, peakMemory: 0, bytesIn: 0, bytesOut: 0))
    }
}
