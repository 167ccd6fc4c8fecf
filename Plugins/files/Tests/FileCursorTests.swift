import ConnectorKit
import Testing

@testable import FilesConnector

@Suite struct FileCursorTests {
    private let log = "customer,day,value\nanna,2026-01-02,1\nben,2026-01-02,2\n"
    private let config = #"{"maps_to":"orders"}"#

    @Test func `An unchanged file gives nothing the second time`() throws {
        let first = FileReplay(log, config: config)
        _ = try first.read()
        let cursor = try #require(first.replay.checkpoints.last?.cursor)

        let second = FileReplay(log, config: config)
        _ = try second.read(cursor: cursor)

        #expect(cursor == #"{"row":2,"etag":"\"v1\"","mode":"incremental","done":true}"#)
        #expect(second.orders.isEmpty)
        #expect(second.replay.requests[0].headers.contains { $0.name == "if-none-match" && $0.value == "\"v1\"" })
    }

    @Test func `A changed file is read whole`() throws {
        let file = FileReplay(log, tag: "\"v2\"", config: config)

        _ = try file.read(cursor: #"{"row":2,"etag":"\"v1\"","mode":"incremental","done":true}"#)

        #expect(file.orders.count == 2)
    }

    @Test func `A full read of an unchanged file reads everything`() throws {
        let file = FileReplay(log, config: config)

        _ = try file.read(mode: .full, cursor: #"{"row":2,"etag":"\"v1\"","mode":"incremental","done":true}"#)

        #expect(file.orders.count == 2)
    }

    @Test func `An interrupted full read goes on where it was`() throws {
        let file = FileReplay(log, config: config)

        _ = try file.read(mode: .full, cursor: #"{"row":1,"etag":"\"v1\"","mode":"full"}"#)

        #expect(file.ids == ["ben-20260102-1"])
    }

    @Test func `A cursor of another version of the file does not count`() throws {
        let file = FileReplay(log, config: config)

        _ = try file.read(cursor: #"{"row":1,"etag":"\"v0\"","mode":"incremental"}"#)

        #expect(file.orders.count == 2)
    }

    @Test func `A cursor beyond the end gives nothing`() throws {
        let file = FileReplay(log, config: config)

        _ = try file.read(cursor: #"{"row":999999999999,"etag":"\"v1\"","mode":"incremental"}"#)

        #expect(file.orders.isEmpty)
        #expect(file.replay.checkpoints.map(\.rows) == [0])
    }

    @Test func `A server that answers 304 has nothing new`() throws {
        let replay = Replay()
        replay.answer("https://files.example/log.csv", with: .init("", status: 304))

        let outcome = try replay.read(
            Files.self, "orders", cursor: #"{"row":2,"etag":"\"v1\"","mode":"incremental","done":true}"#,
            config: #"{"source":"url","url":"https://files.example/log.csv","maps_to":"orders"}"#)

        #expect(outcome == .done)
        #expect(replay.checkpoints.isEmpty)
    }

    @Test func `Without any tag the file is read each time`() throws {
        let file = FileReplay(log, tag: nil, config: config)

        _ = try file.read(cursor: #"{"row":2,"mode":"incremental","done":true}"#)

        #expect(file.orders.count == 2)
    }

    @Test func `A backfill emits the days that were asked for, with the same ids`() throws {
        let file = FileReplay("customer,day,value\nanna,2026-01-01,1\nanna,2026-01-02,2\nanna,2026-01-02,2\nanna,2026-01-03,3\n", config: config)

        _ = try file.read(mode: .backfill, since: "2026-01-02", until: "2026-01-02")

        #expect(file.ids == ["anna-20260102-1", "anna-20260102-2"])
    }

    @Test func `A cancel ends the read`() {
        let file = FileReplay(log, config: config)
        file.replay.fault = { $0 == "emit" ? .cancelled : nil }

        #expect(throws: ConnectorFailure(.transient, "The sync was cancelled.")) { try file.read() }
    }
}
