import ConnectorHost
import Core
import Synchronization
import Testing

@Suite(.serialized) struct SessionTests {
    @Test func `A read requests, emits, rejects, checkpoints and parks`() async throws {
        let bundle = try TestBundle("good")
        let host = RecordingHost(body: "{\"id\":\"1\"}\n{\"id\":\"2\"}\n")

        let outcome = try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders"), host) }

        #expect(outcome == .parked(until: Instant(seconds: 1_700_003_600)))
        let record = host.record
        #expect(host.text == "{\"id\":\"1\"}\n{\"id\":\"2\"}\n")
        #expect(record.requests.first?["url"] == "https://api.example.com/orders")
        #expect(record.cursors == [["page": 1]])
        #expect(record.rejects == [["line": 3, "reason": "no id"]])
        #expect(record.estimates == [2])
        #expect(record.log == ["start"])
    }

    @Test func `One session serves check, discover and several reads`() async throws {
        let session = try await ConnectorSession.start(TestBundle("good").open(), .test())
        let host = RecordingHost(body: "{\"id\":\"1\"}\n")

        let account = try await session.check([:], host)
        let found = try await session.discover([:], host)
        let first = try await session.read(.of("orders", cursor: ["page": 1]), host)
        let second = try await session.read(.of("orders", cursor: ["page": 1]), host)

        #expect(account["account"]?["name"] == "One")
        #expect(found["streams"]?.array?.count == 1)
        #expect(first == .done && second == .done)
        let exit = await session.close()
        #expect(exit.log == "reading orders\nreading orders\n")
        #expect(exit.usage.peakMemory > 0)
    }

    @Test func `Rows emitted one at a time arrive in few frames, all and in order`() async throws {
        let bundle = try TestBundle("good")
        let host = RecordingHost()

        let outcome = try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("many"), host) }

        #expect(outcome == .done)
        let rows = host.text.split(separator: "\n")
        #expect(rows.count == 200_000)
        #expect(rows.last == "{\"id\":\"199999\",\"total_micros\":1999990}")
        #expect(host.record.emits < 100)
    }

    @Test func `A batch larger than a frame is split between rows`() async throws {
        let bundle = try TestBundle("good")
        let host = RecordingHost()

        let outcome = try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("batch"), host) }

        #expect(outcome == .done)
        #expect(host.record.emits >= 5)
        #expect(host.text.split(separator: "\n").enumerated().allSatisfy { $1 == "{\"id\":\"\($0)\"}" })
    }

    @Test func `A refusal of the host reaches the connector with its sentence`() async throws {
        let bundle = try TestBundle("good")
        let host = RecordingHost(failure: HostRefusal(.failed, "The platform did not answer."))

        let error = await #expect(throws: ConnectorError.self) {
            try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders"), host) }
        }

        #expect(error == ConnectorError(kind: .rateLimited, message: "The platform did not answer.", until: Instant(seconds: 1_700_000_000)))
    }

    @Test func `An error of the host itself ends the call and the runner`() async throws {
        let bundle = try TestBundle("good")
        let host = RecordingHost(failure: Broken())

        await #expect(throws: Broken.self) { try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders"), host) } }
    }

    @Test func `Cancelling the task tells the connector, which returns`() async throws {
        let bundle = try TestBundle("good")
        let opened = try bundle.open()
        let (started, announce) = AsyncStream<Void>.makeStream()
        let host = RecordingHost(onLog: { announce.yield() })

        let result = await withTaskGroup(of: Result<ReadOutcome, any Error>.self) { group in
            group.addTask {
                do { return .success(try await ConnectorSession.run(opened, .test()) { try await $0.read(.of("patience"), host) }) } catch {
                    return .failure(error)
                }
            }
            for await _ in started { break }
            group.cancelAll()
            return await group.next()
        }

        #expect(throws: CancellationError.self) { try result?.get() }
        #expect(host.record.cursors.isEmpty)
    }

    @Test(arguments: [2, 3, 5, 8])
    func `A runner killed at any frame is a crash, and the session says so`(_ point: Int) async throws {
        let bundle = try TestBundle("good")
        let opened = try bundle.open()
        let victim = Mutex<ConnectorSession?>(nil)
        let session = try await ConnectorSession.start(opened, .test()) { frame in if frame == point + 2 { victim.withLock { $0 }?.kill() } }
        victim.withLock { $0 = session }

        let fault = await #expect(throws: PluginFault.self) { try await session.read(.of("orders"), RecordingHost(body: "{\"id\":\"1\"}\n")) }

        #expect(fault == .crashed(signal: 9))
        await session.close()
        victim.withLock { $0 = nil }
    }

    @Test func `The whole seal is on`() async throws {
        let session = try await ConnectorSession.start(TestBundle("good").open(), .test())

        let seal = try #require(await session.ready?.seal)

        #expect(seal.isWhole && seal.seccomp && seal.landlock > 0)
        await session.close()
    }

    @Test func `A runner that is not there is a fault that names it`() async throws {
        let bundle = try TestBundle("good")
        let opened = try bundle.open()

        let fault = await #expect(throws: PluginFault.self) {
            try await ConnectorSession.start(opened, RunnerSettings(executable: "/nowhere/connector-runner"))
        }

        #expect(fault?.sentence.contains("/nowhere/connector-runner") == true)
    }
}

private struct Broken: Error {}
