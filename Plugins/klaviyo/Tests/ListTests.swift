import ConnectorKit
import Testing

@testable import KlaviyoConnector

/// Lists, metrics, campaigns and flows.
@Suite struct ListTests {
    private let klaviyo = KlaviyoReplay()

    private func messages() {
        klaviyo.answer("channel%2C%27email%27", with: KlaviyoReplay.fixture("campaigns"))
        klaviyo.answer("/api/flows", with: KlaviyoReplay.fixture("flows"))
        klaviyo.answer("/api/campaigns", with: KlaviyoReplay.empty)
    }

    @Test func `Campaigns of each channel and flows are messages`() throws {
        messages()

        try klaviyo.read("messages")

        let rows = klaviyo.replay.parsed("messages")
        #expect(rows.map { $0.text("id") } == ["C1", "C2", "C3", "F1", "F2"])
        #expect(rows.map { $0.text("kind") } == ["campaign", "campaign", "campaign", "flow", "flow"])
        #expect(rows.map { $0.text("status") } == ["ended", "draft", nil, "active", "ended"])
        #expect(rows[0].text("subject") == "Up to 20% off" && rows[0].text("channel") == "email" && rows[0].text("sent_at") == "2026-01-10T09:30:00Z")
        #expect(rows[2].text("raw_status") == "New Word" && rows[3].text("flow_id") == "F1")
        let addresses = klaviyo.addresses("campaigns")
        #expect(addresses.count == 3 && addresses[0].hasSuffix("?filter=equals(messages.channel,'email')&include=campaign-messages"))
        #expect(klaviyo.replay.checkpoints.last?.cursor == #"{"updated_at":"2026-01-12T10:00:00Z"}"#)
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        messages()
        try klaviyo.read("messages")
        let all = klaviyo.replay.rows["messages"] ?? []
        let checkpoints = klaviyo.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            klaviyo.replay.forget()
            try klaviyo.read("messages", cursor: checkpoint.cursor)
            #expect(klaviyo.replay.rows["messages"] ?? [] == Array(all.dropFirst(checkpoint.rows)))
            #expect(klaviyo.replay.checkpoints.last?.cursor == checkpoints.last?.cursor)
        }

        #expect(checkpoints.count == 4)
    }

    @Test func `The next read asks for later changes of each part, a full one for everything`() throws {
        messages()

        try klaviyo.read("messages", cursor: #"{"updated_at":"2026-01-12T10:00:00Z"}"#)
        let later = klaviyo.addresses("campaigns")[1] + klaviyo.addresses("flows")[0]
        klaviyo.replay.forget()
        try klaviyo.read("messages", mode: .full, cursor: #"{"updated_at":"2026-01-12T10:00:00Z"}"#)

        #expect(later.contains("equals(messages.channel,'sms'),greater-than(updated_at,2026-01-12T09:00:00Z)"))
        #expect(later.contains("page[size]=50&filter=greater-than(updated,2026-01-12T09:00:00Z)"))
        #expect(!klaviyo.addresses("flows")[0].contains("filter="))
    }

    @Test func `Lists and metrics are streams of their own`() throws {
        klaviyo.answer("/api/lists", with: KlaviyoReplay.fixture("lists"))
        klaviyo.others()

        try klaviyo.read("klaviyo_lists")
        try klaviyo.read("klaviyo_metrics")

        #expect(
            klaviyo.replay.rows["klaviyo_lists"] == [
                #"{"id":"L1","name":"Newsletter","created_at":"2025-01-01T08:00:00Z","updated_at":"2026-01-12T10:00:00Z","opt_in_process":"double_opt_in"}"#
            ])
        #expect(klaviyo.replay.parsed("klaviyo_metrics").map { $0.text("integration") } == ["Klaviyo", "Shopify"])
        #expect(klaviyo.addresses("lists")[0].hasSuffix("page[size]=10") && klaviyo.addresses("metrics")[0].hasSuffix("/api/metrics"))
    }

    @Test func `What comes twice counts once, an object without an id is rejected, an old page starts the list again`() throws {
        klaviyo.answer("cursor=old", with: KlaviyoReplay.error(404))
        klaviyo.answer("cursor=b", with: .init(#"{"data":[{"id":"L1"},{"id":"L2"},{"type":"list"}]}"#))
        klaviyo.answer("/api/lists", with: .init(#"{"data":[{"id":"L1"}],"links":{"next":"https://a.klaviyo.com/api/lists?cursor=b"}}"#))

        try klaviyo.read(
            "klaviyo_lists", cursor: #"{"open":{"mode":"incremental","part":"lists","after":"https://a.klaviyo.com/api/lists?cursor=old"}}"#)

        #expect(klaviyo.replay.rows["klaviyo_lists"] == [#"{"id":"L1"}"#, #"{"id":"L2"}"#])
        #expect(klaviyo.replay.rejects.count == 1)
    }
}
