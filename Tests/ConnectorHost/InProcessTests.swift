import ConnectorHost
import Core
import Foundation
import Testing

@Suite(.serialized) struct InProcessTests {
    private static let orders = """
        id,customer_id,placed_at,total,currency
        1,c1,2026-01-02T03:04:05Z,12.34,EUR
        2,c2,2026-01-02T04:04:05Z,0.50,EUR
        3,,nonsense,1.00,EUR
        4,c1,2026-01-03T00:00:00Z,1000000.01,EUR

        """

    private func readFiles(_ place: RunnerSettings.Place) async throws -> (RecordingHost.Record, RunnerExit) {
        let bundle = try TestBundle.files()
        let host = RecordingHost(body: Self.orders)
        let session = try await ConnectorSession.start(bundle.open(trust: .bundled), .test(memory: 512 << 20, place: place))
        let request = ReadRequest(
            stream: "orders", mode: .full, config: ["maps_to": "orders", "source": "upload"], timeZone: "Europe/Berlin", currency: "EUR")
        #expect(try await session.read(request, host) == .done)
        return (host.record, await session.close())
    }

    @Test func `Files reads the same rows in the worker's process as it does sealed`() async throws {
        let (sealed, _) = try await readFiles(.sealed)
        let (inside, exit) = try await readFiles(.inProcess)

        #expect(sealed.rows.split(separator: UInt8(ascii: "\n")).count == 3)
        #expect(inside.rows == sealed.rows)
        #expect(inside.rejects == sealed.rejects && inside.rejects.count == 1)
        #expect(inside.cursors == sealed.cursors)
        #expect(inside.requests == sealed.requests)
        #expect(exit.fault == nil)
        #expect(exit.usage.cpu > .zero && exit.usage.bytesOut > inside.rows.count && exit.usage.peakMemory == 0)
    }

    @Test(arguments: [ConnectorTrust.signed, .unsigned])
    func `Only bundled connectors run there`(_ trust: ConnectorTrust) async throws {
        let opened = try TestBundle("good").open(trust: trust)

        let refusal = await #expect(throws: InProcessRefusal.self) { try await ConnectorSession.start(opened, .test(place: .inProcess)) }

        #expect(refusal?.description.contains("The connector test is \(trust.rawValue), not bundled") == true)
    }

    @Test func `Requests, rows, rejects, checkpoints, parking and refusals are as in the seal`() async throws {
        let opened = try TestBundle("good").open(trust: .bundled)
        let host = RecordingHost(body: "{\"id\":\"1\"}\n{\"id\":\"2\"}\n")
        let session = try await ConnectorSession.start(opened, .test(place: .inProcess))

        let parked = try await session.read(.of("orders"), host)
        let refused = await #expect(throws: ConnectorError.self) {
            try await session.read(.of("orders"), RecordingHost(failure: HostRefusal(.failed, "The platform did not answer.")))
        }
        let again = try await session.read(.of("orders", cursor: ["page": 1]), RecordingHost(body: "{\"id\":\"1\"}\n"))

        #expect(parked == .parked(until: Instant(seconds: 1_700_003_600)))
        #expect(host.text == "{\"id\":\"1\"}\n{\"id\":\"2\"}\n")
        #expect(host.record.cursors == [["page": 1]] && host.record.rejects.count == 1 && host.record.estimates == [2])
        #expect(refused?.message == "The platform did not answer." && refused?.kind == .rateLimited)
        #expect(again == .done)
        #expect(await session.ready?.seal.isWhole == false)
        #expect(await session.close().fault == nil)
    }

    @Test func `Rows one at a time and rows larger than a frame arrive whole, in few frames`() async throws {
        let opened = try TestBundle("good").open(trust: .bundled)
        let many = RecordingHost()
        let batch = RecordingHost()

        try await ConnectorSession.run(opened, .test(place: .inProcess)) { session in
            _ = try await session.read(.of("many"), many)
            _ = try await session.read(.of("batch"), batch)
        }

        #expect(many.text.split(separator: "\n").count == 200_000 && many.record.emits < 100)
        #expect(batch.text.split(separator: "\n").enumerated().allSatisfy { $1 == "{\"id\":\"\($0)\"}" })
    }

    @Test func `Operations and deliveries pass there too`() async throws {
        let opened = try TestBundle("writes").open(trust: .bundled)
        let host = RecordingHost()
        let rows = Array(repeating: "{\"id\":\"1234567890\"}\n", count: 200).joined()

        let (result, answer) = try await ConnectorSession.run(opened, .test(place: .inProcess)) { session in
            (
                try await session.write(["name": "pause", "dry_run": true], host),
                try await session.webhook(["topic": "orders/create"], body: Array(rows.utf8), host)
            )
        }

        #expect(result["applied"]?.bool == false)
        #expect(answer == ["streams": ["orders"], "ignored": false] && host.text == rows)
    }

    @Test func `A row of a gigabyte is refused, a cancelled read returns`() async throws {
        let big = try TestBundle("big_row").open(trust: .bundled)
        let error = await #expect(throws: ConnectorError.self) {
            try await ConnectorSession.run(big, .test(place: .inProcess)) { try await $0.read(.of("orders"), RecordingHost()) }
        }

        let opened = try TestBundle("good").open(trust: .bundled)
        let (started, announce) = AsyncStream<Void>.makeStream()
        let host = RecordingHost(onLog: { announce.yield() })
        let session = try await ConnectorSession.start(opened, .test(place: .inProcess))
        async let read = session.read(.of("patience"), host)
        for await _ in started { break }
        session.cancel()
        var wasCancelled = false
        do { _ = try await read } catch is CancellationError { wasCancelled = true }

        #expect(error?.message == "too large")
        #expect(wasCancelled && host.record.cursors.isEmpty)
        #expect(await session.close().fault == nil)
    }

    @Test func `A connector that hangs is reported, and this process goes on`() async throws {
        let opened = try TestBundle("sleep").open(trust: .bundled)

        let fault = await #expect(throws: PluginFault.self) {
            try await ConnectorSession.run(opened, .test(silence: .milliseconds(200), place: .inProcess)) {
                try await $0.read(.of("orders"), RecordingHost())
            }
        }

        #expect(fault == .hung(.milliseconds(200)))
    }

    @Test(arguments: [("wrong_abi", "not_loaded"), ("other_manifest", "other_manifest")])
    func `A library that is not what its bundle says is refused there too`(_ plugin: String, _ name: String) async throws {
        let opened = try TestBundle(plugin).open(trust: .bundled)

        let error = await #expect(throws: (any Error).self) { try await ConnectorSession.start(opened, .test(place: .inProcess)) }

        #expect((error as? PluginFault)?.name == name || (error as? BundleRefusal)?.code == name)
    }
}
