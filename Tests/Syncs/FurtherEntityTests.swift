import Core
import Postgres
import Testing

@testable import Syncs

/// Creatives, keywords, transactions, profiles and messages.
@Suite(.serialized) struct FurtherEntityTests {
    /// One record of a stream, and what a change of it looks like in the table.
    struct Case: Sendable, CustomTestStringConvertible {
        let stream: String
        let table: StaticString
        /// The row's members behind `id`.
        let members: String
        let changed: String
        let column: String
        let before: JSON
        let after: JSON

        var testDescription: String { stream }

        func row(_ id: String, _ members: String) -> String { #"{"id":"\#(id)",\#(members)}"# }
    }

    static let cases = [
        Case(
            stream: "creatives", table: "marketing.creatives",
            members:
                #""account_id":"7","name":"Spring","kind":"video","title":"T","body":"a\tb\\c","call_to_action":"SHOP_NOW","link_url":"https://a.example/?q=1","image_url":"https://a.example/i","video_id":"v","status":"active","raw_status":"ACTIVE","updated_at":"2024-01-01T00:00:00Z","attributes":{"a":1}"#,
            changed: #""account_id":"7","name":"Spring","kind":"image""#, column: "kind", before: "video", after: "image"),
        Case(
            stream: "keywords", table: "marketing.keywords",
            members:
                #""account_id":"7","campaign_id":"c","ad_group_id":"g","text":"shoes","match_type":"phrase","status":"active","bid_micros":120000,"currency":"EUR","quality_score":7"#,
            changed:
                #""account_id":"7","campaign_id":"c","ad_group_id":"g","text":"shoes","match_type":"phrase","status":"active","quality_score":8"#,
            column: "quality_score", before: 7, after: 8),
        Case(
            stream: "transactions", table: "commerce.transactions",
            members:
                #""kind":"charge","source_id":"ch_1","order_id":"1001","customer_id":"cus_1","payout_id":"po_1","occurred_at":"2024-01-01T10:00:00Z","day":"2024-01-01","currency":"EUR","gross_micros":10000000,"fee_micros":-300000,"net_micros":9700000,"exchange_rate":"1.0845612345","status":"pending","is_test":true,"reporting_category":"charge""#,
            changed:
                #""kind":"charge","occurred_at":"2024-01-01T10:00:00Z","day":"2024-01-01","currency":"EUR","gross_micros":10000000,"net_micros":9700000,"status":"available""#,
            column: "status", before: "pending", after: "available"),
        Case(
            stream: "profiles", table: "commerce.profiles",
            members:
                #""email":"Ada@Example.com","phone":"+4930123","first_name":"Ada","last_name":"Lovelace","customer_id":"9","country":"DE","city":"Berlin","is_email_subscribed":true,"created_at":"2024-01-01T00:00:00Z","source":"footer""#,
            changed: #""email":"Ada@Example.com","city":"Bonn""#, column: "city", before: "Berlin", after: "Bonn"),
        Case(
            stream: "messages", table: "marketing.messages",
            members:
                #""kind":"campaign","channel":"email","name":"Sale","subject":"Now \"less\"","status":"ended","raw_status":"Sent","flow_id":"f","sent_at":"2024-01-01T09:00:00Z","attributes":{"audience":["a"]}"#,
            changed: #""kind":"flow","channel":"email","name":"Sale""#, column: "kind", before: "campaign", after: "flow"),
    ]

    @Test(arguments: cases) func `A record is stored, left alone while it is the same, changed, deleted and there again`(_ one: Case) async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let row = one.row("1", one.members)

            let first = try stand.batch(one.stream, row)
            _ = try await stand.store(plan, first, 0)
            let stored = try await stand.rows(one.table)
            let writers = try await stand.writers(one.table)
            let again = try await stand.store(plan, try stand.batch(one.stream, row), 1)
            let writersAgain = try await stand.writers(one.table)
            let changed = try await stand.store(plan, try stand.batch(one.stream, one.row("1", one.changed)), 2)
            let after = try await stand.rows(one.table)
            _ = try await stand.store(plan, try stand.batch(one.stream, #"{"id":"1","$deleted":true}"#), 3)
            let deleted = try await stand.rows(one.table)
            _ = try await stand.store(plan, try stand.batch(one.stream, row), 4)
            let back = try await stand.rows(one.table)

            #expect(first.rejected == 0, "\(first.rejects)")
            #expect(stored.count == 1 && stored.first?[one.column] == one.before, "\(stored)")
            #expect(stored.first?["platform"] == "test" && stored.first?["external_id"] == "1")
            #expect(again == 0 && writers == writersAgain)
            #expect(changed == 1 && after.first?[one.column] == one.after, "\(after)")
            #expect(deleted.count == 1 && deleted.first?["is_deleted"] == true && deleted.first?[one.column] == one.after)
            #expect(back.first?["is_deleted"] == false && back.first?[one.column] == one.before)
        }
    }

    @Test(arguments: cases) func `Of a record that stands twice in a batch the later one counts`(_ one: Case) async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()

            _ = try await stand.store(plan, try stand.batch(one.stream, one.row("1", one.members), one.row("1", one.changed)), 0)

            let rows = try await stand.rows(one.table)
            #expect(rows.count == 1 && rows.first?[one.column] == one.after, "\(rows)")
        }
    }

    @Test func `A keyword's campaign and ad group are there before their listing`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)

            _ = try await stand.store(
                try await stand.begin(),
                try stand.batch("keywords", #"{"id":"1","account_id":"7","campaign_id":"c","ad_group_id":"g","is_negative":true}"#), 0)

            let joined = try await fixture.json(
                """
                SELECT jsonb_build_array(c.external_id, c.is_stub, g.external_id, g.is_stub, k.is_negative, k.is_stub)
                FROM marketing.keywords k
                JOIN marketing.campaigns c ON c.tenant_id = k.tenant_id AND c.id = k.campaign_id
                JOIN marketing.ad_groups g ON g.tenant_id = k.tenant_id AND g.id = k.ad_group_id AND g.campaign_id = c.id
                """)
            #expect(joined == ["c", true, "g", true, true, false])
        }
    }

    @Test func `A payout that was told stays where a later row does not name it`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            func row(_ more: String) -> String {
                #"{"id":"1","kind":"charge","occurred_at":"2024-03-05T10:00:00Z","day":"2024-03-05","currency":"EUR","gross_micros":1,"net_micros":1\#(more)}"#
            }

            _ = try await stand.store(plan, try stand.batch("transactions", row(#","payout_id":"po_1""#)), 0)
            let untouched = try await stand.store(plan, try stand.batch("transactions", row("")), 1)
            let changed = try await stand.store(plan, try stand.batch("transactions", row(#","status":"available""#)), 2)

            let stored = try await fixture.json("SELECT jsonb_agg(jsonb_build_array(payout_external_id, status)) FROM commerce.transactions")
            #expect(untouched == 0 && changed == 1)
            #expect(stored == [["po_1", "available"]])
        }
    }

    @Test func `What a transaction says beyond the known members is kept, and its rate to the last decimal`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let one = try #require(Self.cases.first { $0.stream == "transactions" })

            _ = try await stand.store(try await stand.begin(), try stand.batch(one.stream, one.row("1", one.members)), 0)

            let kept = try await fixture.json(
                "SELECT jsonb_build_array(extra, exchange_rate::text, gross_micros, fee_micros, order_external_id) FROM commerce.transactions")
            #expect(kept == [["reporting_category": "charge"], "1.0845612345", 10_000_000, -300_000, "1001"])
        }
    }
}
