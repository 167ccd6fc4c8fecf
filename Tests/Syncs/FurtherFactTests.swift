import Core
import Postgres
import Testing

@testable import Syncs

/// Daily facts of keywords, search terms, messages, visits and searches, and exchange rates.
@Suite(.serialized) struct FurtherFactTests {
    /// A fact of a stream: its key without the day, one figure of it, and the scope by which its days are replaced.
    struct Case: Sendable, CustomTestStringConvertible {
        let stream: String
        let table: StaticString
        let key: String
        /// The key of a fact that another scope holds.
        let elsewhere: String
        /// The member of the figure and its column.
        let figure: String
        /// Members that every row of the stream needs, or that are worth a look.
        var more = ""
        /// The control row's members; `nil` where the stream knows no windows.
        let scope: String?

        var testDescription: String { stream }

        func row(_ day: String, _ figure: Int, elsewhere: Bool = false) -> String {
            #"{"day":"\#(day)",\#(elsewhere ? self.elsewhere : key),"\#(self.figure)":\#(figure)\#(more)}"#
        }

        func replace(_ since: String, _ until: String) -> String {
            #"{"$replace":{\#(scope ?? ""),"since":"\#(since)","until":"\#(until)"}}"#
        }
    }

    static let cases = [
        Case(
            stream: "keyword_daily", table: "marketing.keyword_daily", key: #""account_id":"7","keyword_id":"k""#,
            elsewhere: #""account_id":"8","keyword_id":"k8""#, figure: "clicks",
            more:
                #","campaign_id":"c","ad_group_id":"g","currency":"EUR","spend_micros":5,"conversions":"1.5","quality_score":10,"impression_share":0.25,"top_impression_share":"1""#,
            scope: #""account_id":"7""#),
        Case(
            stream: "search_term_daily", table: "marketing.search_term_daily",
            key: #""account_id":"7","ad_group_id":"g","search_term":"red \"shoes\"","match_type":"broad""#,
            elsewhere: #""account_id":"8","search_term":"red shoes""#, figure: "impressions",
            more: #","campaign_id":"c","keyword_id":"k","currency":"EUR""#, scope: #""account_id":"7""#),
        Case(
            stream: "message_daily", table: "marketing.message_daily", key: #""message_id":"m","channel":"email""#,
            elsewhere: #""message_id":"n""#, figure: "unique_opens",
            more: #","currency":"EUR","recipients":100,"delivered":99,"conversions":2,"revenue_micros":5,"attribution":"5d_click""#,
            scope: #""message_id":"m""#),
        Case(
            stream: "web_daily", table: "marketing.web_daily", key: #""property_id":"p","source":"google","medium":"organic""#,
            elsewhere: #""property_id":"q","source":"google","medium":"organic""#, figure: "sessions",
            more: #","currency":"EUR","users":3,"conversions":0.5,"revenue_micros":9,"is_sampled":true,"has_other_row":true"#,
            scope: #""property_id":"p""#),
        Case(
            stream: "web_events", table: "marketing.web_events", key: #""property_id":"p","event_name":"purchase","campaign":"spring""#,
            elsewhere: #""property_id":"q","event_name":"purchase""#, figure: "event_count",
            more: #","currency":"EUR","value_micros":7,"is_thresholded":true"#,
            scope: #""property_id":"p""#),
        Case(
            stream: "web_demographics", table: "marketing.web_demographics", key: #""property_id":"p","dimension":"age","value":"18-24""#,
            elsewhere: #""property_id":"q","dimension":"age","value":"18-24""#, figure: "users", scope: #""property_id":"p""#),
        Case(
            stream: "search_daily", table: "marketing.search_daily",
            key: #""site":"https://a.example/","search_type":"web","query":"shoes","page":"https://a.example/x","device":"MOBILE""#,
            elsewhere: #""site":"https://b.example/","search_type":"web","query":"shoes""#, figure: "clicks",
            more: #","impressions":50,"position":3.25,"is_final":true"#, scope: #""site":"https://a.example/""#),
        Case(
            stream: "fx_rates", table: "marketing.fx_rates", key: #""base":"EUR","quote":"USD""#, elsewhere: #""base":"EUR","quote":"GBP""#,
            figure: "rate", more: #","source":"ECB""#, scope: nil),
    ]

    @Test(arguments: cases) func `A fact is stored, left alone while it is the same, and changed`(_ one: Case) async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let day = "2024-03-05"

            let first = try stand.batch(one.stream, one.row(day, 1), one.row(day, 5, elsewhere: true), one.row(day, 2))
            _ = try await stand.store(plan, first, 0)
            let stored = try await stand.rows(one.table)
            let writers = try await stand.writers(one.table)
            let again = try await stand.store(plan, try stand.batch(one.stream, one.row(day, 2), one.row(day, 5, elsewhere: true)), 1)
            let writersAgain = try await stand.writers(one.table)
            let changed = try await stand.store(plan, try stand.batch(one.stream, one.row(day, 3)), 2)
            let after = try await stand.rows(one.table)

            #expect(first.rejected == 0, "\(first.rejects)")
            #expect(Set(stored.compactMap { $0[one.figure]?.double }) == [2, 5], "\(stored)")
            #expect(stored.count == 2)
            #expect(again == 0 && writers == writersAgain)
            #expect(changed == 1 && after.count == 2)
            #expect(Set(after.compactMap { $0[one.figure]?.double }) == [3, 5])
        }
    }

    @Test(arguments: cases.filter { $0.scope != nil })
    func `A replaced window loses what its batch does not hold, and nothing else goes`(_ one: Case) async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let days = ["2024-02-29", "2024-03-01", "2024-03-30", "2024-03-31", "2024-04-01"]
            let elsewhere = one.row("2024-03-05", 1, elsewhere: true)
            _ = try await stand.store(plan, try stand.batch(one.stream, days.map { one.row($0, 1) } + [elsewhere]), 0)

            let kept = try stand.batch(one.stream, one.replace("2024-03-01", "2024-03-31"), one.row("2024-03-30", 1))
            let written = try await stand.store(plan, kept, 1)
            let left = try await Self.days(fixture, one)
            _ = try await stand.store(plan, try stand.batch(one.stream, one.replace("2024-03-01", "2024-03-31")), 2)
            let emptied = try await Self.days(fixture, one)

            #expect(kept.rejected == 0, "\(kept.rejects)")
            #expect(written == 2)
            #expect(left == ["2024-02-29", "2024-03-05", "2024-03-30", "2024-04-01"])
            #expect(emptied == ["2024-02-29", "2024-03-05", "2024-04-01"])
        }
    }

    @Test func `A search term of two campaigns without ad groups is two facts`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            func row(_ campaign: String, _ clicks: Int) -> String {
                #"{"day":"2024-03-05","account_id":"7","search_term":"shoes","campaign_id":"\#(campaign)","currency":"EUR","clicks":\#(clicks)}"#
            }

            _ = try await stand.store(plan, try stand.batch("search_term_daily", row("c1", 1), row("c2", 2)), 0)
            let replaced = #"{"$replace":{"account_id":"7","since":"2024-03-01","until":"2024-03-31"}}"#
            _ = try await stand.store(plan, try stand.batch("search_term_daily", replaced, row("c2", 3)), 1)

            let left = try await fixture.json("SELECT jsonb_agg(jsonb_build_array(campaign_external_id, clicks)) FROM marketing.search_term_daily")
            #expect(left == [["c2", 3]])
        }
    }

    @Test func `What a report says of all its rows stands with each`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let rows = [
                #"{"day":"2024-03-05","property_id":"p","source":"a","sessions":1,"is_thresholded":true,"has_other_row":true}"#,
                #"{"day":"2024-03-05","property_id":"p","source":"b","sessions":1}"#,
            ]

            _ = try await stand.store(try await stand.begin(), try stand.batch("web_daily", rows), 0)

            let facts = try await fixture.json(
                "SELECT jsonb_agg(jsonb_build_array(source, is_thresholded, has_other_row) ORDER BY source) FROM marketing.web_daily")
            #expect(facts == [["a", true, true], ["b", false, false]])
        }
    }

    @Test(arguments: cases.filter { $0.scope != nil }) func `Facts behind the settle window are settled, once`(_ one: Case) async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            _ = try await stand.store(
                try await stand.begin(), try stand.batch(one.stream, one.row("2024-03-05", 1), one.row("2024-03-20", 1)), 0)
            let kind = try #require(CanonicalStream(rawValue: one.stream))
            let today = try #require(Day("2024-03-25"))
            let query = try #require(FactSettling.query(kind, SyncFixture.a, stand.connection, after: 10, today: today))

            let settled = try await fixture.database.inTenant(SyncFixture.a) { tx in try await tx.execute(query) }
            let again = try await fixture.database.inTenant(SyncFixture.a) { tx in try await tx.execute(query) }

            #expect(settled == 1 && again == 0)
        }
    }

    private static func days(_ fixture: SyncFixture, _ one: Case) async throws -> JSON {
        try await fixture.json("SELECT jsonb_agg(day ORDER BY day) FROM \(Query(trusted: one.table))")
    }
}
