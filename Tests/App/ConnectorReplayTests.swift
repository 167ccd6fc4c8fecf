import App
import ConnectorHost
import Core
import Foundation
import Synchronization
import Testing

@Suite struct ConnectorReplayTests {
    @Test func `A new connector in C builds and reads its recorded pages inside the seal`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        let seen = Seen()

        let answer = try await replay(bench, place, seen)

        #expect(seen.rows == (try String(contentsOfFile: "\(place)/Fixtures/orders.ndjson", encoding: .utf8)))
        #expect(
            seen.notes == [
                "request  1 GET https://api.example.com/orders?limit=2 → 200, 001.json",
                #"checkpoint  orders {"after":"2"}"#,
                "request  2 GET https://api.example.com/orders?limit=2&after=2 → 200, 002.json",
                #"reject  orders {"field":"total","reason":"The order has no id, time, amount or currency."}"#,
                #"checkpoint  orders {"after":"4"}"#,
            ])
        #expect(answer.text == "orders is done: 2 requests of 2 answers, 3 rows, 1 rejects, 2 checkpoints.")
        #expect(answer.document["outcome"] == "done" && answer.document["rows"] == 3)
    }

    @Test func `A replay begins at the cursor that it is given`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        try FileManager.default.createDirectory(atPath: "\(bench.path)/rest", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "\(place)/Fixtures/orders/002.json", toPath: "\(bench.path)/rest/001.json")
        let seen = Seen()

        _ = try await replay(bench, place, seen) {
            $0.cursor = ["after": "2"]
            $0.responses = "\(bench.path)/rest"
        }

        #expect(
            seen.rows
                == "{\"id\":\"3\",\"placed_at\":\"2026-01-04T10:00:00Z\",\"day\":\"2026-01-04\",\"currency\":\"USD\",\"total_micros\":7000000}\n")
    }

    @Test func `A recorded refusal reaches the connector with its status and the time it is told`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        try Data("HTTP 429 Too Many Requests\nRetry-After: 5\n".utf8).write(to: URL(filePath: "\(place)/Fixtures/orders/001.headers"))

        let error = await #expect(throws: ConnectorError.self) {
            try await replay(bench, place, Seen()) { $0.now = Instant(seconds: 1_700_000_000) }
        }

        #expect(error?.kind == .rateLimited)
        #expect(error?.until == Instant(seconds: 1_700_000_005))
    }

    @Test func `A request without a recorded answer names itself and the folder`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        try FileManager.default.removeItem(atPath: "\(place)/Fixtures/orders/002.json")

        let fault = await #expect(throws: ConnectorCommandFault.self) { try await replay(bench, place, Seen()) }

        #expect(
            fault?.sentence.hasPrefix("Request 2, GET https://api.example.com/orders?limit=2&after=2, has no recorded answer among the 1 of") == true)
        #expect(fault?.sentence.hasSuffix("/002.json.") == true)
    }

    @Test func `An answer that can not be read names its file`() async throws {
        for (name, isFolder) in [("002.json", true), ("002.headers", true), ("001.headers", false)] {
            let bench = try ConnectorBench()
            let place = try bench.connector()
            let path = "\(place)/Fixtures/orders/\(name)"
            try? FileManager.default.removeItem(atPath: path)
            if isFolder {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            } else {
                try Data("HTTP 42\n".utf8).write(to: URL(filePath: path))
            }

            let fault = await #expect(throws: ConnectorCommandFault.self) { try await replay(bench, place, Seen()) }

            #expect(fault?.code == (isFolder ? "unreadable_response" : "invalid_responses") && fault?.sentence.contains(path) == true)
        }
    }

    @Test func `What the connector reports is told in its own words`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        try Data("HTTP 401 Unauthorized\n".utf8).write(to: URL(filePath: "\(place)/Fixtures/orders/001.headers"))

        let error = await #expect(throws: ConnectorError.self) { try await replay(bench, place, Seen()) }

        #expect(error.map { "\($0)" } == "The connector reports auth: The platform refuses the credential: connect again.")
    }

    @Test func `A recorded redirect is followed where the manifest asks for it, within its hosts`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector { $0.replacing("\"kind\": \"orders\"", with: "\"kind\": \"orders\", \"follow_redirects\": true") }
        let pages = "\(place)/Fixtures/orders"
        for (from, to) in [("002", "003"), ("001", "002")] {
            try FileManager.default.moveItem(atPath: "\(pages)/\(from).json", toPath: "\(pages)/\(to).json")
        }
        try Data().write(to: URL(filePath: "\(pages)/001.txt"))
        let seen = Seen()

        try Data("HTTP 302 Found\nLocation: /v2/orders\n".utf8).write(to: URL(filePath: "\(pages)/001.headers"))
        let answer = try await replay(bench, place, seen)

        #expect(answer.text == "orders is done: 3 requests of 3 answers, 3 rows, 1 rejects, 2 checkpoints.")
        #expect(
            seen.notes.prefix(3) == [
                "request  1 GET https://api.example.com/orders?limit=2 → 302, 001.txt",
                "log  debug: Redirect 1 (302): api.example.com sends the request on to api.example.com.",
                "redirect  2 GET https://api.example.com/v2/orders → 200, 002.json",
            ])
        try Data("HTTP 302 Found\nLocation: https://elsewhere.example.com/\n".utf8).write(to: URL(filePath: "\(pages)/001.headers"))
        let refused = Seen()
        await #expect(throws: ConnectorError.self) { try await replay(bench, place, refused) }
        #expect(refused.notes.contains { $0.hasPrefix("refused  GET https://elsewhere.example.com/") })
        #expect(refused.notes.contains { $0.contains("api.example.com answered 302. A redirect was not followed: ") })
    }

    @Test func `A host that the manifest does not name is refused`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector { $0.replacing("\"hosts\": [\"api.example.com\"]", with: "\"hosts\": [\"other.example.com\"]") }
        let seen = Seen()

        await #expect(throws: ConnectorError.self) { try await replay(bench, place, seen) }

        #expect(seen.notes.first?.hasPrefix("refused  GET https://api.example.com/orders") == true)
    }

    @Test func `What is wrong with the options is told before anything runs`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        try Data(#"{"page_size":0,"secret":"x"}"#.utf8).write(to: URL(filePath: "\(bench.path)/config.json"))

        #expect(await fault(bench, place) { $0.stream = "nothing" } == "unknown_stream")
        #expect(await fault(bench, place) { $0.mode = .backfill } == "unknown_mode")
        #expect(await fault(bench, place) { $0.responses = "/nowhere" } == "missing_responses")
        #expect(await fault(bench, place) { $0.configFile = "/nowhere.json" } == "missing_config")
        #expect(await fault(bench, place) { $0.configFile = "\(bench.path)/config.json" } == "invalid_config")
    }

    private func fault(_ bench: ConnectorBench, _ place: String, _ change: (inout ConnectorReplay.Options) -> Void) async -> String? {
        do {
            _ = try await replay(bench, place, Seen(), change)
            return nil
        } catch { return (error as? ConnectorCommandFault)?.code }
    }

    private func replay(
        _ bench: ConnectorBench, _ place: String, _ seen: Seen, _ change: (inout ConnectorReplay.Options) -> Void = { _ in }
    ) async throws -> ConnectorAnswer {
        var options = ConnectorReplay.Options(
            stream: "orders", responses: "\(place)/Fixtures/orders", configFile: "\(place)/Fixtures/config.json")
        change(&options)
        return try await ConnectorReplay(bench.environment, program: bench.program).run("\(place)/bundle", options, seen.output)
    }
}

/// What a replay wrote.
private final class Seen: Sendable {
    private let state = Mutex((rows: "", notes: [String]()))

    var rows: String { state.withLock { $0.rows } }
    var notes: [String] { state.withLock { $0.notes } }

    var output: ConnectorReplay.Output {
        ConnectorReplay.Output(
            rows: { rows in self.state.withLock { $0.rows += String(decoding: rows, as: UTF8.self) } },
            note: { note in self.state.withLock { $0.notes.append(note) } })
    }
}
