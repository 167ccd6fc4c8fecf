import ConnectorKit
import Testing

@testable import KlaviyoConnector

@Suite struct WebhookTests {
    private let klaviyo = KlaviyoReplay()
    private let body = String(decoding: KlaviyoReplay.fixture("webhook").body, as: UTF8.self)

    private func deliver(_ body: String, webhook: String? = "W1") throws -> Reception {
        let headers = webhook.map { [(name: "Klaviyo-Webhook-Id", value: $0)] } ?? []
        return try klaviyo.replay.webhook(Klaviyo.self, body, headers: headers, timeZone: "Europe/Berlin", currency: "EUR")
    }

    @Test func `An event of a delivery becomes a row`() throws {
        let reception = try deliver(body)

        #expect(reception == Reception(streams: ["klaviyo_events"]))
        let row = klaviyo.replay.parsed("klaviyo_events")[0]
        #expect(row.text("id") == "9vRp" && row.text("profile_id") == "01A" && row.text("metric_id") == "De1" && row.text("day") == "2026-01-14")
        #expect(klaviyo.replay.requests.isEmpty)
    }

    @Test func `An event may stand in the payload itself`() throws {
        _ = try deliver(body.replacing(#""payload":{"data":"#, with: #""payload":"#).replacing("}}}}}}],", with: "}}}}}],"))

        #expect(klaviyo.replay.rows["klaviyo_events"]?.count == 1)
    }

    @Test func `A delivery for another webhook, of another topic or of a wrong shape is not taken`() throws {
        #expect { try deliver(body, webhook: "W2") } throws: { ($0 as? ConnectorFailure)?.kind == .contract }
        #expect { try deliver("{}", webhook: nil) } throws: { ($0 as? ConnectorFailure)?.kind == .contract }
        #expect { try deliver("<html>", webhook: nil) } throws: { ($0 as? ConnectorFailure)?.kind == .contract }
        #expect(try deliver(body.replacing("event:", with: "other:")) == .ignored)
        #expect(try deliver(#"{"data":[{"topic":"event:klaviyo.x","payload":{}}]}"#, webhook: nil).isIgnored == false)

        #expect(klaviyo.replay.rows["klaviyo_events"] == nil && klaviyo.replay.rejects.count == 1)
    }
}
