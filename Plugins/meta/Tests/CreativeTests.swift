import ConnectorKit
import Testing

@testable import MetaConnector

@Suite struct CreativeTests {
    @Test func `Creatives have their kind, words and pictures, wherever Meta keeps them`() throws {
        let meta = MetaReplay(config: #"{"creatives":true}"#)
        meta.oneAccount()
        meta.answer("act_11/adcreatives", with: MetaReplay.fixture("creatives"))

        try meta.read("creatives")

        let rows = meta.replay.parsed("creatives")
        #expect(rows.map { $0.text("kind") } == ["image", "video", "carousel", nil, "product"])
        #expect(rows.map { $0.text("title") } == ["Tulips", "Watch", "Three", "One", nil])
        #expect(rows.map { $0.text("body") } == ["Fresh every day", "See them grow", "Choose", "Body", nil])
        #expect(rows.map { $0.text("call_to_action") } == ["SHOP_NOW", "LEARN_MORE", nil, "BUY_NOW", nil])
        #expect(
            rows.map { $0.text("link_url") } == [
                "https://garden.example/", "https://garden.example/film", "https://garden.example/row", "https://garden.example/choice", nil,
            ])
        #expect(rows.map { $0.text("status") } == ["active", "draft", "active", "paused", nil])
        #expect(rows[1].text("video_id") == "700" && rows[1].text("image_url") == "https://images.example.com/401.jpg")
        #expect(rows.allSatisfy { $0.text("account_id") == "act_11" } && rows[0].text("attributes.image_hash") == "abc")
        #expect(!meta.replay.requests[1].url.contains("effective_status"))
    }

    @Test func `Creatives are left out unless the settings ask for them`() throws {
        let meta = MetaReplay()
        meta.oneAccount()

        let usual = try meta.replay.discover(Meta.self, config: "{}")
        let asked = try meta.replay.discover(Meta.self, config: #"{"creatives":true}"#)

        #expect(usual.streams.filter { !$0.available }.map(\.name) == ["creatives"])
        #expect(asked.streams.allSatisfy { $0.available })
    }
}
