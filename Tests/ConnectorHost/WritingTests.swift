import ConnectorHost
import Core
import Testing

@Suite(.serialized) struct WritingTests {
    private let operation: JSON = [
        "name": "set_budget", "dry_run": false, "target": ["account_id": "a", "level": "campaign", "id": "c"],
        "parameters": ["daily_budget_micros": 5_000_000, "currency": "EUR"], "idempotency_key": "k", "config": [:],
    ]

    @Test func `An operation reaches the connector whole, and its result comes back`() async throws {
        let bundle = try TestBundle("writes")
        let host = RecordingHost()

        let (offers, result) = try await ConnectorSession.run(bundle.open(), .test()) { session in
            (await session.offers, try await session.write(operation, host))
        }

        #expect(offers == ["write", "webhook"])
        #expect(result["applied"]?.bool == true)
        #expect(result["after"] == operation)
        #expect(host.record.requests.first?["method"] == "POST")
    }

    @Test func `A dry run that claims to have changed something is the plugin's fault`() async throws {
        let bundle = try TestBundle("writes")

        let fault = await #expect(throws: PluginFault.self) {
            try await ConnectorSession.run(bundle.open(), .test()) { try await $0.write(["name": "lie", "dry_run": true], RecordingHost()) }
        }

        #expect(fault == .protocolViolation("a dry run that was applied"))
    }

    @Test(arguments: ["write", "webhook"])
    func `A result without its required members is the plugin's fault`(_ function: String) async throws {
        let bundle = try TestBundle("writes")

        let fault = await #expect(throws: PluginFault.self) {
            try await ConnectorSession.run(bundle.open(), .test()) { session in
                if function == "write" { return try await session.write(["name": "mumble"], RecordingHost()) }
                return try await session.webhook(["topic": "mumble"], body: [], RecordingHost())
            }
        }

        #expect(fault?.name == "protocol_violation")
    }

    @Test func `A refusal of the platform is the connector's error, and the session goes on`() async throws {
        let session = try await ConnectorSession.start(TestBundle("writes").open(), .test())

        let error = await #expect(throws: ConnectorError.self) { try await session.write(["name": "fail"], RecordingHost()) }
        let result = try await session.write(operation, RecordingHost())

        #expect(error == ConnectorError(kind: .config, message: "The campaign is not there."))
        #expect(result["applied"]?.bool == true)
        #expect(await session.close().fault == nil)
    }

    @Test func `A delivery's body is read piece by piece and becomes rows`() async throws {
        let bundle = try TestBundle("writes")
        let host = RecordingHost()
        // The plugin reads a thousand bytes at a time: fifty rows of twenty bytes.
        let rows = Array(repeating: "{\"id\":\"1234567890\"}\n", count: 200).joined()

        let answer = try await ConnectorSession.run(bundle.open(), .test()) { session in
            try await session.webhook(["topic": "orders/create", "headers": [:], "config": [:]], body: Array(rows.utf8), host)
        }

        #expect(answer == ["streams": ["orders"], "ignored": false])
        #expect(host.text == rows)
    }

    @Test func `A delivery that nobody keeps is ignored, an empty one too`() async throws {
        let session = try await ConnectorSession.start(TestBundle("writes").open(), .test())
        let host = RecordingHost()

        let ignored = try await session.webhook(["topic": "ignored"], body: Array("{}\n".utf8), host)
        let empty = try await session.webhook([:], body: [], host)

        #expect(ignored == ["streams": [], "ignored": true])
        #expect(empty["ignored"]?.bool == true)
        #expect(host.record.rows.isEmpty)
        await session.close()
    }

    @Test func `A connector without the functions refuses in a sentence, and reads on`() async throws {
        let session = try await ConnectorSession.start(TestBundle("good").open(), .test())
        let host = RecordingHost(body: "{\"id\":\"1\"}\n")

        let write = await #expect(throws: ConnectorError.self) { try await session.write(operation, host) }
        let webhook = await #expect(throws: ConnectorError.self) { try await session.webhook([:], body: [1], host) }

        #expect(write == ConnectorError(kind: .permanent, message: "The connector Test 1.0.0 does not offer write."))
        #expect(webhook?.message == "The connector Test 1.0.0 does not offer webhook.")
        #expect(try await session.read(.of("orders", cursor: ["page": 1]), host) == .done)
        await session.close()
    }

    @Test func `What does not fit is refused before it is sent, and harms nobody`() async throws {
        let session = try await ConnectorSession.start(TestBundle("writes").open(), .test())
        let large = operation.setting("parameters", ["events": .string(String(repeating: "x", count: 1 << 20))])

        await #expect(throws: ArgumentTooLarge.self) { try await session.write(large, RecordingHost()) }
        await #expect(throws: ArgumentTooLarge.self) {
            try await session.webhook([:], body: Array(repeating: 0, count: ConnectorSession.mostDelivery + 1), RecordingHost())
        }

        #expect(try await session.write(operation, RecordingHost())["applied"]?.bool == true)
        #expect(await session.close().fault == nil)
    }
}
