import ConnectorHost
import Core
import Testing

struct WebhookManifestTests {
    private func webhook(_ document: JSON) throws -> WebhookDescription {
        let manifest = try ConnectorManifest(parsing: TestBundle.manifest.setting("webhooks", [document]).encoded())
        return try #require(manifest.webhooks.first)
    }

    @Test func `A webhook says its scheme, its fields and the secret`() throws {
        let shopify = try webhook([
            "scheme": "hmac_sha256_base64", "header": "X-Shopify-Hmac-Sha256", "topic_header": "X-Shopify-Topic", "secret": "client_secret",
            "headers": ["X-Shopify-Shop-Domain"], "topics": ["orders/updated"],
        ])

        #expect(shopify.scheme == .base64 && shopify.header == "x-shopify-hmac-sha256" && shopify.secretMember == "client_secret")
        #expect(shopify.topicHeader == "x-shopify-topic" && shopify.topics == ["orders/updated"] && shopify.tolerance == .seconds(300))
        #expect(shopify.passedHeaders == ["content-type", "x-shopify-topic", "x-shopify-shop-domain"])
    }

    @Test func `What platforms always do need not be said`() throws {
        let stripe = try webhook(["scheme": "stripe", "secret": "webhook_secret", "tolerance_seconds": 60])
        let klaviyo = try webhook(["scheme": "klaviyo", "secret": "webhook_secret"])
        let meta = try webhook(["scheme": "meta", "secret": "app_secret", "verify_token": "verify_token"])
        let tiktok = try webhook(["scheme": "tiktok", "secret": "client_secret"])

        #expect(stripe.header == "stripe-signature" && stripe.tolerance == .seconds(60))
        #expect(klaviyo.header == "klaviyo-signature" && klaviyo.timestampHeader == "klaviyo-timestamp")
        #expect(klaviyo.passedHeaders.contains("klaviyo-webhook-id"))
        #expect(meta.header == "x-hub-signature-256" && meta.verifyTokenMember == "verify_token")
        #expect(tiktok.header == "tiktok-signature")
    }

    @Test func `A scheme of an older form is kept, and nothing is verified by it`() throws {
        let old = try webhook(["signature": ["scheme": "hmac-md5"], "topics": []])

        #expect(old.signature == "hmac-md5" && old.scheme == nil && old.header == nil)
    }

    @Test func `Faults are told with their pointers`() {
        let webhooks: JSON = [
            ["scheme": "md5", "secret": "s"], ["scheme": "hmac_sha256_hex"],
            ["scheme": "stripe", "secret": "s", "header": "No Field:", "tolerance_seconds": 0],
        ]

        let faults = #expect(throws: ManifestFaults.self) {
            try ConnectorManifest(parsing: TestBundle.manifest.setting("webhooks", webhooks).encoded())
        }?.faults.map(\.pointer)

        #expect(
            Set(faults ?? []) == [
                "/webhooks/0/scheme", "/webhooks/1/header", "/webhooks/1/secret", "/webhooks/2/header", "/webhooks/2/tolerance_seconds",
            ], "\(faults ?? [])")
    }
}
