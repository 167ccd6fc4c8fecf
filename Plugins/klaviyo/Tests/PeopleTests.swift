import ConnectorKit
import Testing

@testable import KlaviyoConnector

/// Profiles and events: read in the order of time.
@Suite struct PeopleTests {
    private let klaviyo = KlaviyoReplay()

    private func profiles() {
        klaviyo.answer("cursor%5D=p2", with: KlaviyoReplay.fixture("profiles-2"))
        klaviyo.answer("/api/profiles", with: KlaviyoReplay.fixture("profiles-1"))
    }

    @Test func `Profiles come page by page with consent and country`() throws {
        profiles()

        #expect(try klaviyo.read("profiles") == .done)

        let rows = klaviyo.replay.parsed("profiles")
        #expect(rows.map { $0.text("id") } == ["01A", "01B", "01C"])
        let ada = rows[0]
        #expect(ada.text("email") == "ada@example.com" && ada.text("phone") == "+491711234567" && ada.text("customer_id") == "c-1")
        #expect(ada["is_email_subscribed"].boolean == true && ada["is_sms_subscribed"].boolean == false)
        #expect(ada.text("country") == nil && ada.text("country_name") == "Germany" && ada.text("city") == "Berlin" && !ada["properties"].exists)
        #expect(rows[1].text("country") == "FR" && rows[1]["is_email_subscribed"].boolean == false && !rows[1]["email"].exists)
        #expect(!rows[2]["is_email_subscribed"].exists)
        #expect(klaviyo.replay.rejects.count == 2)
        let address = klaviyo.addresses("profiles")[0]
        #expect(address.contains("page[size]=100&additional-fields[profile]=subscriptions&fields[profile]=email,phone_number,"))
        #expect(address.hasSuffix("&sort=updated") && !address.contains("filter="))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        profiles()
        try klaviyo.read("profiles")
        let all = klaviyo.replay.rows["profiles"] ?? []
        let checkpoints = klaviyo.replay.checkpoints

        klaviyo.replay.forget()
        try klaviyo.read("profiles", cursor: checkpoints[0].cursor)

        // What stood on the page before is not known any more, and comes again with what is known of it.
        #expect(klaviyo.replay.rows["profiles"]?.suffix(1) == all.suffix(1))
        #expect(klaviyo.replay.requests.map(\.url) == ["https://a.klaviyo.com/api/profiles?page%5Bcursor%5D=p2&sort=updated"])
        #expect(checkpoints.last?.cursor == #"{"updated_at":"2026-01-12T10:00:00Z"}"#)
    }

    @Test func `The next read starts an hour before the newest change, and a full one at the start`() throws {
        profiles()

        try klaviyo.read("profiles", cursor: #"{"updated_at":"2026-01-12T10:00:00Z"}"#)
        try klaviyo.read("profiles", mode: .full, cursor: #"{"updated_at":"2026-01-12T10:00:00Z"}"#)

        let addresses = klaviyo.addresses("profiles")
        #expect(addresses[0].contains("filter=greater-than(updated,2026-01-12T09:00:00Z)"))
        #expect(!addresses[2].contains("filter="))
    }

    @Test func `Predictions and properties are read where the settings ask for them`() throws {
        let klaviyo = KlaviyoReplay(config: #"{"predictions":true,"profile_properties":true,"sparse_fields":false}"#)
        klaviyo.answer(
            "/api/profiles",
            with: .init(
                #"{"data":[{"id":"1","attributes":{"updated":"2026-01-01T00:00:00Z","properties":{"a":1},"predictive_analytics":{"predicted_clv":3.5}}}]}"#
            ))

        try klaviyo.read("profiles")

        let row = klaviyo.replay.parsed("profiles")[0]
        #expect(row.text("predictive_analytics.predicted_clv") == "3.5" && row.text("properties.a") == "1")
        #expect(klaviyo.addresses("profiles")[0].contains("additional-fields[profile]=subscriptions,predictive_analytics"))
    }

    @Test func `Events have their metric, value and day of the account`() throws {
        klaviyo.answer("/api/events", with: KlaviyoReplay.fixture("events"))
        klaviyo.others()

        try klaviyo.read("klaviyo_events")

        let rows = klaviyo.replay.parsed("klaviyo_events")
        #expect(rows.count == 2 && klaviyo.replay.rejects.count == 2)
        #expect(rows[0].text("metric") == "Placed Order" && rows[0].text("metric_id") == "Xy12" && rows[0].text("profile_id") == "01A")
        #expect(rows[0].text("value_micros") == "59900000" && rows[0].text("value_text") == nil && rows[0].text("currency") == "EUR")
        #expect(rows[0].text("order_id") == "1001" && rows[0].text("message_id") == "M1" && rows[0].text("flow_id") == "F1")
        // 23:30 UTC is the next day in Berlin.
        #expect(rows[1].text("day") == "2026-01-15" && rows[1].text("occurred_at") == "2026-01-14T23:30:00Z")
        #expect(rows[1].text("value_micros") == "300000" && rows[1].text("value_text") == "0.30000000000000004")
        #expect(!rows[0]["properties"].exists)
        let address = klaviyo.addresses("events")[0]
        #expect(address.contains("page[size]=1000&include=metric&fields[event]=") && address.hasSuffix("&sort=datetime"))
        #expect(address.contains("filter=greater-than(datetime,2026-01-13T23:00:00Z)"))
    }

    @Test func `A backfill of events asks for its days backwards and leaves the newest time alone`() throws {
        let klaviyo = KlaviyoReplay(config: #"{"event_metric_id":"Xy12","event_properties":true}"#)
        klaviyo.answer("/api/events", with: KlaviyoReplay.fixture("events"))
        klaviyo.others()

        try klaviyo.read(
            "klaviyo_events", mode: .backfill, cursor: #"{"updated_at":"2026-01-10T00:00:00Z"}"#, since: "2025-12-01", until: "2025-12-31")

        let address = klaviyo.addresses("events")[0]
        #expect(address.contains(#"equals(metric_id,"Xy12"),greater-than(datetime,2025-11-30T22:59:59Z),less-than(datetime,2025-12-31T23:00:00Z)"#))
        #expect(address.hasSuffix("&sort=-datetime"))
        #expect(klaviyo.replay.checkpoints.last?.cursor == #"{"updated_at":"2026-01-10T00:00:00Z"}"#)
        #expect(klaviyo.replay.parsed("klaviyo_events")[0].text("properties.OrderId") == "1001")
    }

    @Test func `A page that is not known any more starts the read again, and a strange address is refused`() throws {
        klaviyo.answer("cursor%5D=old", with: KlaviyoReplay.error(400, detail: "Invalid cursor"))
        klaviyo.answer("/api/profiles", times: 1, with: KlaviyoReplay.fixture("profiles-2"))
        klaviyo.answer(
            "/api/profiles",
            with: .init(
                #"{"data":[{"id":"1","attributes":{"updated":"2026-01-01T00:00:00Z"}}],"links":{"next":"https://evil.example/api/profiles"}}"#))
        let open =
            #"{"updated_at":"2026-01-11T00:00:00Z","open":{"mode":"incremental","after":"https://a.klaviyo.com/api/profiles?page%5Bcursor%5D=old"}}"#

        try klaviyo.read("profiles", cursor: open)

        #expect(klaviyo.addresses("profiles")[1].contains("filter=greater-than(updated,2026-01-10T23:00:00Z)"))
        #expect(klaviyo.failure("profiles")?.kind == .contract)
    }

    @Test func `A circle is a contract failure`() {
        klaviyo.answer("/api/profiles", with: KlaviyoReplay.fixture("profiles-1"))

        #expect(klaviyo.failure("profiles")?.kind == .contract)
        #expect(klaviyo.replay.rows["profiles"]?.count == 2)
    }

    @Test func `A time in the future does not hide what comes before it`() throws {
        klaviyo.answer("/api/profiles", with: .init(#"{"data":[{"id":"1","attributes":{"updated":"2039-01-01T00:00:00Z"}}]}"#))

        try klaviyo.read("profiles")

        #expect(klaviyo.replay.checkpoints.last?.cursor == #"{"updated_at":"2026-01-15T12:00:00Z"}"#)
    }
}
