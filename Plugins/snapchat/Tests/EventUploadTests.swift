import ConnectorKit
import Testing

@testable import SnapchatConnector

@Suite struct EventUploadTests {
    private let snapchat = SnapchatReplay(#"{"asset_id":"pixel-1","event_page_url":"https://shop.example/"}"#)
    private static let hash = String(repeating: "ab", count: 32)
    private static let ok = Replay.Answer(#"{"status":"OK"}"#)

    private func event(_ id: Int, user: String = #"{"email_sha256":"\#(hash)"}"#) -> String {
        #"{"id":"e\#(id)","name":"purchase","occurred_at":"2026-01-14T10:00:00Z","value_micros":59900000,"currency":"EUR","order_id":"\#(id)","click_id":{"kind":"sccid","value":"abc"},"user":\#(user)}"#
    }

    private func upload(_ events: [String], test: String? = nil, dryRun: Bool = false) throws -> OperationResult {
        let code = test.map { #","test":{"code":"\#($0)"}"# } ?? ""
        return try snapchat.replay.write(
            Snapchat.self, "upload_conversions", parameters: #"{"events":[\#(events.joined(separator: ","))]\#(code)}"#, dryRun: dryRun,
            config: snapchat.config)
    }

    @Test func `Events go out as the Conversions API takes them, with a credential of their own`() throws {
        snapchat.answer("/events", with: Self.ok)

        let result = try upload([event(1)])

        #expect(result.applied && result.results == [.init(id: "e1", state: .accepted)])
        let call = snapchat.replay.requests[0]
        #expect(call.url == "https://tr.snapchat.com/v3/pixel-1/events" && call.credential == "conversions")
        let sent = try JSONDocument(call.body).root["data.0"]
        #expect(sent.text("event_name") == "PURCHASE" && sent.text("event_time") == "1768384800" && sent.text("action_source") == "WEB")
        #expect(sent.text("user_data.em.0") == Self.hash && sent.text("user_data.sc_click_id") == "abc")
        #expect(sent["custom_data.value"].json == "59.9" && sent.text("event_source_url") == "https://shop.example/")
    }

    @Test func `A request that fails is narrowed down to the event`() throws {
        snapchat.replay.answer(
            where: { $0.text.contains("\"e5\"") }, with: { _ in .init(#"{"status":"INVALID","reason":"bad price"}"#, status: 400) })
        snapchat.answer("/events", with: Self.ok)

        let result = try upload((1...8).map { event($0) })

        #expect(result.results.filter { $0.state == .rejected } == [.init(id: "e5", state: .rejected, reason: "bad price")])
        #expect(result.results.filter { $0.state == .accepted }.count == 7)
    }

    @Test func `An invalid answer under status 200 is a refusal too`() throws {
        snapchat.answer("/events", with: .init(#"{"status":"INVALID","reason":"unhashed"}"#))

        #expect(try upload([event(1)]).results == [.init(id: "e1", state: .rejected, reason: "unhashed")])
    }

    @Test func `At most two thousand events go at once; tests and dry runs go to the validation`() throws {
        snapchat.answer("/events", with: Self.ok)

        _ = try upload((1...2001).map { event($0) })
        let calls = snapchat.replay.requests.count
        snapchat.replay.forget()
        let test = try upload([event(1)], test: "T")
        let dry = try upload([event(1)], dryRun: true)

        #expect(calls == 2)
        #expect(snapchat.replay.requests.allSatisfy { $0.url.hasSuffix("/events/validate") })
        #expect(!test.applied && !dry.applied && dry.results.map(\.state) == [.accepted])
    }

    @Test func `What is wrong here is not sent`() throws {
        let start = #"{"id":"e9","name":"purchase","user":{"ip":"203.0.113.7","user_agent":"M"},"#
        let result = try upload([
            event(1, user: #"{"email_sha256":"jane@shop.example"}"#), event(2, user: #"{"external_id_sha256":"\#(Self.hash)"}"#),
            start + #""occurred_at":"2026-01-16T10:00:00Z"}"#, start + #""occurred_at":"2025-11-16T10:00:00Z"}"#,
            start + #""occurred_at":"2026-01-14T10:00:00Z"}"#,
        ])

        #expect(result.results.allSatisfy { $0.state == .rejected && $0.reason != nil })
        #expect(snapchat.replay.requests.isEmpty)
    }

    @Test func `An access that is refused is a failure, and so are settings that are missing`() {
        snapchat.answer("/events", with: .init("", status: 401))

        #expect(throws: ConnectorFailure.self) { try upload([event(1)]) }
        for config in ["{}", #"{"asset_id":"p"}"#] {
            #expect(throws: ConnectorFailure.self) { try snapchat.replay.write(Snapchat.self, "upload_conversions", config: config) }
        }
    }
}
