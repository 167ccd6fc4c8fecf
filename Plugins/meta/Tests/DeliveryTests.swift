import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct DeliveryTests {
    private let replay = Replay()

    @Test func `What Meta tells about an ad account is kept`() throws {
        let body = #"""
            {"object":"ad_account","entry":[{"id":"11","time":1768384800,"changes":[
            {"field":"with_issues_ad_objects","value":{"id":"300","level":"AD","error_code":"1815107"}},{"field":"in_process_ad_objects","value":{"id":"301"}}]}]}
            """#

        let reception = try replay.webhook(Meta.self, body)

        let rows = replay.parsed("meta_events")
        #expect(reception == Reception(streams: ["meta_events"]))
        #expect(rows.map { $0.text("field") } == ["with_issues_ad_objects", "in_process_ad_objects"])
        #expect(rows[0].text("id") == "11 1768384800 0 with_issues_ad_objects" && rows[0].text("account_id") == "act_11")
        #expect(rows[0].text("occurred_at") == "2026-01-14T10:00:00Z" && rows[0].text("value.id") == "300")
    }

    @Test(arguments: [
        #"{"object":"page","entry":[{"id":"1","changes":[{"field":"feed","value":{}}]}]}"#, #"{"object":"ad_account","entry":[]}"#, "{}",
    ])
    func `What is told about others is not kept`(body: String) throws {
        #expect(try replay.webhook(Meta.self, body) == .ignored)
        #expect(replay.rows["meta_events"] == nil)
    }

    @Test func `A body that is no JSON is a contract failure, and a read asks for nothing`() throws {
        #expect(throws: ConnectorFailure.self) { try replay.webhook(Meta.self, "x") }

        #expect(try replay.read(Meta.self, "meta_events") == .done)
        #expect(replay.requests.isEmpty)
    }
}
