import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct EventUploadTests {
    private let meta = MetaReplay(config: #"{"pixel_id":"91007","event_source_url":"https://garden.example/"}"#)
    private static let hash = String(repeating: "ab", count: 32)
    private static let person = #","user":{"email_sha256":"\#(hash)"}"#

    private func event(_ id: String, _ more: String = person, name: String = "purchase", at: String = "2026-01-14T10:00:00Z") -> String {
        #"{"id":"\#(id)","name":"\#(name)","occurred_at":"\#(at)","value_micros":59900000,"currency":"EUR","order_id":"o\#(id)"\#(more)}"#
    }

    private func upload(_ events: [String], test: String? = nil, dryRun: Bool = false, config: String? = nil) throws -> OperationResult {
        let code = test.map { #","test":{"code":"\#($0)"}"# } ?? ""
        return try meta.replay.write(
            Meta.self, "upload_conversions", parameters: #"{"events":[\#(events.joined(separator: ","))]\#(code)}"#, dryRun: dryRun,
            config: config ?? meta.config)
    }

    /// Meta takes all events but the bad ones, with which it refuses the whole request.
    private func script(bad: String? = nil) {
        meta.replay.answer(where: { $0.url.contains("91007/events") }) { sent in
            if let bad, sent.text.contains(bad) { return MetaReplay.error(100, subcode: 2_804_003) }
            let count = (try? JSONDocument(sent.body).root)?["data"].count ?? 0
            return .init(#"{"events_received":\#(count),"messages":[],"fbtrace_id":"A"}"#)
        }
    }

    @Test func `Events go out as the Conversions API takes them`() throws {
        script()
        let more =
            #","click_id":{"kind":"fbclid","value":"IwAR"},"user":{"email_sha256":"\#(Self.hash)","ip":"203.0.113.7","user_agent":"M"}"#

        let result = try upload([event("e1", more)])

        #expect(result.applied && result.results == [.init(id: "e1", state: .accepted)] && result.notes.isEmpty)
        #expect(meta.replay.requests[0].url == "https://graph.facebook.com/v25.0/91007/events")
        let body = try JSONDocument(meta.replay.requests[0].body).root
        let sent = body["data.0"]
        #expect(sent.text("event_name") == "Purchase" && sent.text("event_time") == "1768384800" && sent.text("event_id") == "e1")
        #expect(sent.text("action_source") == "website" && sent.text("event_source_url") == "https://garden.example/")
        #expect(sent.text("user_data.em.0") == Self.hash && sent.text("user_data.client_user_agent") == "M")
        #expect(sent.text("user_data.fbc") == "fb.1.1768384800000.IwAR")
        #expect(sent["custom_data.value"].json == "59.9" && sent.text("custom_data.order_id") == "oe1")
        #expect(!body["test_event_code"].exists)
    }

    @Test func `A refused request is halved until the event at fault is found`() throws {
        script(bad: "\"e5\"")

        let result = try upload((1...8).map { event("e\($0)") })

        #expect(result.results.filter { $0.state == .rejected }.map(\.id) == ["e5"])
        #expect(result.results.filter { $0.state == .accepted }.count == 7 && result.applied)
        #expect(result.results[4].reason == "An event is older than Meta takes.")
        #expect(meta.replay.requests.count == 7)
    }

    @Test func `At most a thousand events go at once, fewer where the settings say so`() throws {
        script()

        _ = try upload((1...1001).map { event("e\($0)") })
        let counts = meta.replay.requests.map { (try? JSONDocument($0.body).root)?["data"].count }
        meta.replay.forget()
        _ = try upload((1...5).map { event("e\($0)") }, config: #"{"pixel_id":"91007","event_batch":2}"#)

        #expect(counts == [1000, 1])
        #expect(meta.replay.requests.count == 3)
    }

    @Test func `Test events carry their code`() throws {
        script()

        let result = try upload([event("e1")], test: "TEST7")

        #expect(try JSONDocument(meta.replay.requests[0].body).root.text("test_event_code") == "TEST7")
        #expect(result.notes == ["Sent as test events."])
    }

    @Test func `What Meta would refuse is found here, and a dry run sends nothing`() throws {
        let result = try upload(
            [
                event("e1", #","user":{"email_sha256":"me@garden.example"}"#), event("e2", ""), event("e3", at: "2026-01-16T10:00:00Z"),
                event("e4", at: "2026-01-05T10:00:00Z"),
                #"{"id":"e5","name":"purchase","occurred_at":"2026-01-14T10:00:00Z"\#(Self.person)}"#,
                #"{"id":"e6","name":"lead","occurred_at":"2026-01-14T10:00:00Z"\#(Self.person)}"#,
            ], dryRun: true)

        #expect(result.results.map(\.state) == [.rejected, .rejected, .rejected, .rejected, .rejected, .accepted])
        #expect(result.results.dropLast().allSatisfy { $0.reason != nil } && !result.applied)
        #expect(meta.replay.requests.isEmpty)
    }

    @Test func `What happened in a shop may be two months old`() throws {
        script()

        let result = try upload(
            [event("e1", at: "2025-11-20T10:00:00Z"), event("e2", at: "2025-11-10T10:00:00Z")],
            config: #"{"pixel_id":"91007","action_source":"physical_store"}"#)

        #expect(result.results.map(\.state) == [.accepted, .rejected])
    }

    @Test func `A failure behind the first request leaves the rest unknown`() throws {
        meta.answer("events", times: 1, with: .init(#"{"events_received":1}"#))
        meta.answer("events", with: MetaReplay.error(190))

        let result = try upload([event("e1"), event("e2"), event("e3")], config: #"{"pixel_id":"91007","event_batch":1}"#)

        #expect(result.applied && result.results.map(\.state) == [.accepted, .unknown, .unknown])
        #expect(meta.replay.requests.count == 2)
    }

    @Test func `A failure of the first request is a failure`() {
        meta.answer("events", with: MetaReplay.error(190))

        #expect(throws: ConnectorFailure.self) { try upload([event("e1")]) }
        #expect(throws: ConnectorFailure.self) { try upload([event("e1")], config: "{}") }
    }

    @Test func `A dataset that does not exist is no event's fault`() {
        meta.answer("events", with: MetaReplay.error(100, subcode: 33))

        #expect(throws: ConnectorFailure.self) { try upload([event("e1"), event("e2")]) }
        #expect(meta.replay.requests.count == 1)
    }

    @Test func `An answer that counts otherwise leaves the events unknown`() throws {
        meta.answer("events", with: .init(#"{"events_received":1}"#))

        let result = try upload([event("e1"), event("e2")])

        #expect(result.results.map(\.state) == [.unknown, .unknown])
    }
}
