import Core
import Sealing

@testable import Web

/// The hook of a tenant's shop, and a Shopify that delivers to it.
struct ShopHook: Sendable {
    /// A delivery as the API shows it, or what a platform is told.
    struct Delivery: Sendable {
        let topic: String
        let body: [UInt8]

        init(_ topic: String, _ body: JSON) {
            self.topic = topic
            self.body = body.encoded()
        }

        /// About something that nobody has to act on, and of which no other delivery was about.
        static func idle() -> Delivery { Delivery("shop/redact", ["shop_id": .string(UniqueID().description)]) }
    }

    let admin: WebTestClient
    let anyone: WebTestClient
    let connection: String
    /// The last part of its address.
    let token: String
    let secret: String

    /// Makes the hook of a tenant's shop, or gives it another address and another secret.
    static func make(_ slug: String) async throws -> ShopHook {
        let admin = try await SignIns.shared.admin(slug)
        let connection = try await RunningConnection.find(admin, name: "Shop").id
        let secret = "shpss_\(UniqueID())"
        let input: JSON = ["secret": .string(secret)]
        let made = try await admin.patient("POST", "/api/v1/connections/\(connection)/hook", bytes: input.encoded())
        guard made.status == 201, let token = made.json["path"]?.string?.split(separator: "/").last else {
            throw RunningProduct.DidNotStart(description: "hook of \(slug): \(made.status) \(made.text)")
        }
        return ShopHook(
            admin: admin, anyone: try await SharedProduct.get().anyone, connection: connection, token: String(token), secret: secret)
    }

    func path(connection: String? = nil, token: String? = nil) -> String {
        "/api/v1/hooks/\(connection ?? self.connection)/\(token ?? self.token)"
    }

    /// Delivers as Shopify does: base64 of HMAC-SHA-256 over the very bytes.
    /// - Parameter secret: what signs instead of the hook's own.
    func send(_ delivery: Delivery, to path: String? = nil, secret: String? = nil, headers: [String: String] = [:]) async throws -> TestResponse {
        let signature = Self.base64(hmacSHA256(key: (secret ?? self.secret).utf8, message: delivery.body))
        let own = ["X-Shopify-Topic": delivery.topic, "X-Shopify-Hmac-Sha256": signature, "Content-Type": "application/json"]
        return try await anyone.patient("POST", path ?? self.path(), headers: own.merging(headers) { $1 }, bytes: delivery.body)
    }

    /// Waits until the connection's newest delivery is over; what the API shows of it.
    func settled() async throws -> JSON {
        while true {
            let newest = try await deliveries().first ?? .null
            if newest["state"] != "queued" { return newest }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// What came, newest first.
    func deliveries() async throws -> [JSON] { try await admin.all("/api/v1/connections/\(connection)/deliveries") }

    private static func base64(_ bytes: [UInt8]) -> String {
        let text = Base64URL.encode(bytes).replacing("-", with: "+").replacing("_", with: "/")
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}
