import Core
import Testing

@testable import Web

/// A value as wide as the widest of the API.
private struct Wide: Sendable, Equatable {
    enum Kind: String, CaseIterable, Sendable { case one, two }

    var id: CampaignID
    var account: AdAccountID
    var connection: ConnectionID?
    var name: String
    var rawStatus: String
    var kind: Kind
    var note: String?
    var start: Day
    var end: Day?
    var created: Instant
    var updated: Instant?
    var budget: Money
    var lifetime: Money?
    var spend: Money
    var impressions: Int
    var clicks: Int64
    var reach: Int?
    var rate: Double
    var share: Double?
    var isActive: Bool
    var tags: [String]
    var counts: [Int]
    var attributes: JSON
    var labels: [String: String]

    static let schema = Schema<Wide>.object(
        "Wide",
        field("id", \.id, .id(), "Its id."),
        field("account", \.account, .id()),
        field("connection", \.connection, .optional(.id())),
        field("name", \.name, .string(min: 1, max: 200)),
        field("raw_status", \.rawStatus, .string()),
        field("kind", \.kind, .enumeration()),
        field("note", \.note, .optional(.string(max: 500))),
        field("start", \.start, .day),
        field("end", \.end, .optional(.day)),
        field("created_at", \.created, .instant),
        field("updated_at", \.updated, .optional(.instant)),
        field("budget", \.budget, .money),
        field("lifetime_budget", \.lifetime, .optional(.money)),
        field("spend", \.spend, .money),
        field("impressions", \.impressions, .integer(min: 0)),
        field("clicks", \.clicks, .integer(min: 0)),
        field("reach", \.reach, .optional(.integer())),
        field("rate", \.rate, .number()),
        field("share", \.share, .optional(.number(min: 0, max: 1))),
        field("is_active", \.isActive, .boolean),
        field("tags", \.tags, .array(of: .string(max: 40), max: 20)),
        field("counts", \.counts, .array(of: .integer())),
        field("attributes", \.attributes, .json),
        field("labels", \.labels, .map(of: .string()))
    ) {
        Wide(
            id: $0, account: $1, connection: $2, name: $3, rawStatus: $4, kind: $5, note: $6, start: $7, end: $8, created: $9, updated: $10,
            budget: $11, lifetime: $12, spend: $13,
            impressions: $14, clicks: $15, reach: $16, rate: $17, share: $18, isActive: $19, tags: $20, counts: $21, attributes: $22, labels: $23)
    }
}

struct WideSchemaTests {
    @Test func `A wide value survives the way out and back`() throws {
        let money = Money(micros: -1_500_000, currency: .euro)
        let wide = Wide(
            id: .init(), account: .init(), connection: nil, name: "n", rawStatus: "ACTIVE", kind: .two, note: "a \"quote\"\n",
            start: Day(number: 20_000), end: nil,
            created: Instant(seconds: 1_700_000_000), updated: nil, budget: money, lifetime: money, spend: money, impressions: 3, clicks: 1 << 60,
            reach: nil, rate: 0.25, share: nil,
            isActive: true, tags: ["a", "b"], counts: [], attributes: ["a": [1, .null]], labels: ["x": "y", "a": "b"])

        let text = Wide.schema.encode(wide)
        let read = try Wide.schema.decode(JSON(parsing: text))

        #expect(read == wide)
    }
}
