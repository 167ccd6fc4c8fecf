import ConnectorKit
import Testing

@Suite struct ReportTests {
    private let replay = Replay()
    private let job = ReportJob(stream: "ad_daily", key: "2026-01-01/2026-01-30", every: 30, sitOut: 60, within: 3600)

    /// Runs a job whose platform answers the states in turn; gives what was asked, and where the report lay.
    private func run(_ states: [ReportState], cursor: String = "{}") throws -> (calls: [String], location: String?) {
        var calls: [String] = []
        var left = states
        var started = 0
        let location = try replay.host.report(job, cursor: try JSONDocument(cursor).root) {
            $0.text("day", "2025-12-31")
        } start: {
            started += 1
            calls.append("start")
            return "r\(started)"
        } poll: { id in
            calls.append("poll \(id)")
            return left.isEmpty ? .running : left.removeFirst()
        } fetch: { id, location in
            calls.append("fetch \(id)")
            return location
        }
        return (calls, location)
    }

    @Test func `A report is started, remembered, asked for and fetched`() throws {
        let asked = replay.now

        let (calls, location) = try run([.running, .ready(location: "https://file")])

        #expect(calls == ["start", "poll r1", "poll r1", "fetch r1"])
        #expect(location == "https://file")
        #expect(replay.waits == [asked.adding(seconds: 30)])
        #expect(
            replay.checkpoints.map(\.cursor)
                == [#"{"day":"2025-12-31","report":{"key":"2026-01-01/2026-01-30","id":"r1","started":\#(asked.microseconds)}}"#])
    }

    @Test func `A long wait parks, and the next read goes on with the same report`() throws {
        let asked = replay.now
        #expect(throws: Parked(until: asked.adding(seconds: 60 + 90))) { try run([]) }
        let cursor = try #require(replay.checkpoints.last?.cursor)

        replay.now = replay.now.adding(seconds: 90)
        let (calls, _) = try run([.ready()], cursor: cursor)

        #expect(replay.waits.count == 2)
        #expect(calls == ["poll r1", "fetch r1"])
    }

    @Test func `A report about something else is not taken up`() throws {
        let (calls, _) = try run([.ready()], cursor: #"{"report":{"key":"other","id":"r9","started":1}}"#)

        #expect(calls == ["start", "poll r1", "fetch r1"])
    }

    @Test func `A report that the platform lost is asked for anew, once`() throws {
        let (calls, _) = try run([.gone, .ready()])

        #expect(calls == ["start", "poll r1", "start", "poll r2", "fetch r2"])
        #expect(throws: ConnectorFailure.self) { try run([.gone, .gone]) }
    }

    @Test func `A report that failed or took too long is forgotten, and trying again helps`() throws {
        let failed = #expect(throws: ConnectorFailure.self) { try run([.failed("no memory")]) }
        #expect(failed?.kind == .transient)
        #expect(replay.checkpoints.last?.cursor == #"{"day":"2025-12-31"}"#)

        let old = replay.now.adding(seconds: -3601).microseconds
        let late = #expect(throws: ConnectorFailure.self) {
            try run([], cursor: #"{"report":{"key":"2026-01-01/2026-01-30","id":"r1","started":\#(old)}}"#)
        }
        #expect(late?.message == "The platform did not finish a report in time.")
        #expect(replay.checkpoints.last?.cursor == #"{"day":"2025-12-31"}"#)
    }
}
