package import Core

/// One stream of a connector.
package struct StreamDescription: Sendable, Hashable {
    package enum Mode: String, Sendable, CaseIterable {
        case incremental
        case full
        case backfill
    }

    /// The streams that all platforms land in (connectors.md, "Canonical streams").
    package static let canonicalKinds: Set<String> = [
        "ad_accounts", "campaigns", "ad_groups", "ads", "creatives", "ad_daily", "keywords", "keyword_daily", "search_term_daily", "web_daily",
        "web_events",
        "web_demographics", "search_daily", "orders", "order_lines", "customers", "products", "refunds", "transactions", "profiles", "messages",
        "message_daily", "fx_rates",
    ]

    package let name: String
    /// A canonical stream; `nil` for one of the connector's own.
    package let kind: String?
    /// The JSON Schema of an own stream's rows.
    package let schema: JSON?
    package let primaryKey: [String]
    package let cursorField: String?
    package let modes: [Mode]
    /// Days before the cursor that an incremental read asks for again.
    package let lookBackDays: Int
    /// Days after which the platform does not change a figure any more.
    package let settleDays: Int
    /// How often it is read by default; `nil` for a stream that is read on demand.
    package let interval: Duration?
    /// Whether the host follows redirects while it is read (decisions 7).
    package let followsRedirects: Bool

    /// Reads `every 15m`, `every 24h` or `every 7d`.
    package static func interval(_ text: String) -> Duration? {
        guard text.hasPrefix("every "), let unit = text.last, let count = Int(text.dropFirst(6).dropLast()), (1...10_000).contains(count) else {
            return nil
        }
        return switch unit {
        case "m": .seconds(count * 60)
        case "h": .seconds(count * 3_600)
        case "d": .seconds(count * 86_400)
        default: nil
        }
    }
}

/// How requests are signed; the host does it, by a scheme that it knows.
package struct AuthDescription: Sendable, Hashable {
    package let scheme: String
    package let authorizationEndpoint: String?
    package let tokenEndpoint: String?
    package let scopes: [String]
    /// All members, for the scheme's own settings (header, parameter, refresh rule).
    package let document: JSON
}

/// One operation of the write side.
package struct OperationDescription: Sendable, Hashable {
    package let name: String
    /// How much it can do: low, medium, high or critical.
    package let impact: String
    package let hasDryRun: Bool
    package let document: JSON
}

/// A webhook of the platform.
package struct WebhookDescription: Sendable, Hashable {
    /// The name of the signature's scheme; its settings are in `document`.
    package let signature: String
    package let topics: [String]
    package let document: JSON
}

/// A bucket of the platform's limits.
package struct LimitDescription: Sendable, Hashable {
    /// What shares the bucket: app, account or token.
    package let scope: String
    /// Requests (or points) per second; the document may say more.
    package let rate: Double?
    package let burst: Double?
    /// Response headers that report usage.
    package let headers: [String]
    package let document: JSON
}
