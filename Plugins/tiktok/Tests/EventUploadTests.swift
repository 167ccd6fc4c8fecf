import ConnectorKit
import Testing

@testable import TikTokConnector

@Suite struct EventUploadTests {
    private let tiktok = TikTokReplay(#","event_source_id":"C0PIXEL","event_page_url":"https://shop.example/""#)
    private static let hash = String(repeating: "ab", count: 32)

    private func event(_ id: Int, more: String = "") -> String {
        #"{"id":"e\#(id)","name":"purchase","occurred_at":"2026-01-14T10:00:00Z","value_micros":59900000,"currency":"EUR","order_id":"\#(id)"\#(more)}"#
    }

    private func upload(_ events: [String], test: String? = nil, dryRun: Bool = false) throws -> OperationResult {
        let code = test.map { #","test":{"code":"\#($0)"}"# } ?? ""
        return try tiktok.replay.write(
            TikTok.self, "upload_conversions", parameters: #"{"events":[\#(events.joined(separator: ","))]\#(code)}"#, dryRun: dryRun,
            config: tiktok.config)
    }

    @Test func `Events go out as the Events API takes them`() throws {
        tiktok.answer("event/track", with: TikTokReplay.ok)
        let person = #","click_id":{"kind":"ttclid","value":"E.C.P.x"},"user":{"email_sha256":"\#(Self.hash)","ip":"203.0.113.7","user_agent":"M"}"#

        let result = try upload([event(1, more: person)])

        #expect(result.applied && result.results == [.init(id: "e1", state: .accepted)])
        let body = try JSONDocument(tiktok.replay.requests[0].body).root
        #expect(body.text("event_source") == "web" && body.text("event_source_id") == "C0PIXEL" && body["test_event_code"].kind == .missing)
        let sent = body["data.0"]
        #expect(sent.text("event") == "Purchase" && sent.text("event_time") == "1768384800" && sent.text("event_id") == "e1")
        #expect(sent.text("user.email.0") == Self.hash && sent.text("user.ttclid") == "E.C.P.x" && sent.text("user.ip") == "203.0.113.7")
        #expect(
            sent["properties.value"].json == "59.9" && sent.text("properties.order_id") == "1" && sent.text("page.url") == "https://shop.example/")
    }

    @Test func `A refusal that names the event leaves it out, and the others go again`() throws {
        tiktok.answer("event/track", times: 1, with: TikTokReplay.error(40002, "Batch.1.properties.value: must be a number"))
        tiktok.answer("event/track", with: TikTokReplay.ok)

        let result = try upload([event(1), event(2), event(3)])

        #expect(result.results.map(\.state) == [.accepted, .rejected, .accepted])
        #expect(tiktok.replay.requests.count == 2)
    }

    @Test func `A refusal that names none is narrowed down`() throws {
        tiktok.replay.answer(where: { $0.text.contains("\"e5\"") }, with: { _ in TikTokReplay.error(40002, "Invalid event") })
        tiktok.answer("event/track", with: TikTokReplay.ok)

        let result = try upload((1...8).map { event($0) })

        #expect(result.results.filter { $0.state == .rejected }.map(\.id) == ["e5"])
        #expect(result.results.filter { $0.state == .accepted }.count == 7)
        #expect(tiktok.replay.requests.count <= 7)
    }

    @Test func `At most a thousand events go at once, test events one by one`() throws {
        tiktok.answer("event/track", with: TikTokReplay.ok)

        _ = try upload((1...1001).map { event($0) })
        let calls = tiktok.replay.requests.count
        tiktok.replay.forget()
        let test = try upload([event(1), event(2)], test: "TEST1")

        #expect(calls == 2)
        #expect(tiktok.replay.requests.count == 2)
        #expect(tiktok.replay.requests[0].text.contains(#""test_event_code":"TEST1""#))
        #expect(!test.notes.isEmpty)
    }

    @Test func `What is wrong here is not sent, and a dry run sends nothing`() throws {
        let result = try upload(
            [
                event(1, more: #","user":{"email_sha256":"jane@shop.example"}"#),
                #"{"id":"e2","name":"purchase","occurred_at":"2027-01-14T10:00:00Z"}"#,
                #"{"id":"e3","name":"purchase","occurred_at":"2026-01-14T10:00:00Z","value_micros":1}"#, event(4),
            ], dryRun: true)

        #expect(result.results.map(\.state) == [.rejected, .rejected, .rejected, .accepted])
        #expect(!result.applied)
        #expect(tiktok.replay.requests.isEmpty)
    }

    @Test func `An access that ends in the middle leaves the rest unknown; before anything it is a failure`() throws {
        tiktok.answer("event/track", times: 1, with: TikTokReplay.ok)
        tiktok.answer("event/track", with: TikTokReplay.error(40105))

        let result = try upload([event(1), event(2)], test: "T")

        #expect(result.results.map(\.state) == [.accepted, .unknown])
        #expect(throws: ConnectorFailure.self) { try upload([event(1)]) }
        let bare = TikTokReplay()
        #expect(throws: ConnectorFailure.self) { try bare.replay.write(TikTok.self, "upload_conversions", config: bare.config) }
    }

    @Test func `Event names are TikTok's where it has one`() {
        #expect(Events.name("add_to_cart") == "AddToCart" && Events.name("Purchase") == "Purchase" && Events.name("MyOwn") == "MyOwn")
        #expect(EventUpload.place("Batch.12.user.email: wrong") == 12 && EventUpload.place("nothing") == nil)
    }
}
