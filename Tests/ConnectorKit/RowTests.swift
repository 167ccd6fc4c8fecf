import ConnectorKit
import Testing

@Suite struct RowTests {
    private let replay = Replay()

    @Test func `A row holds what is known and leaves out the rest`() throws {
        let order = OrderRow(
            id: "1", customerID: "c", placedAt: Instant("2026-01-02T03:04:05.5Z"), day: Day("2026-01-02"), currency: "EUR", total: Micros("12.34"),
            quantity: 2, isTest: false)

        let host = replay.host
        try host.emit(order)
        try host.flush()

        #expect(
            replay.rows["orders"] == [
                #"{"id":"1","customer_id":"c","placed_at":"2026-01-02T03:04:05.500000Z","day":"2026-01-02","currency":"EUR","#
                    + #""total_micros":12340000,"quantity":2,"is_test":false}"#
            ])
    }

    @Test func `Texts are escaped and made safe`() throws {
        let row = Row.json { row in
            row.text("a", "q\" b\\ n\n t\t c\u{1} é 😀 z\u{0}")
            row.text("b", bytes: UnsafeRawBufferPointer(start: nil, count: 0))
            [0x41, 0xFF, 0xC3, 0x28].withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in row.text("c", bytes: bytes) }
            row.text(named: "d\"", "x")
        }

        let view = try JSONDocument(row).root
        #expect(view["a"].string == "q\" b\\ n\n t\t c\u{1} é 😀 z\u{FFFD}")
        #expect(view["b"].string == "")
        #expect(view.member("d\"").string == "x")
    }

    @Test func `Objects, arrays and values of a response nest`() throws {
        let source = try JSONDocument("{\"tags\": [1,\r\n \"a\"]}").root
        let row = Row.json { row in
            row.objects("list", [1, 2]) { $0.integer("n", Int64($1)) }
            row.object("empty") { _ in }
            row.texts("names", ["x", "y\""])
            row.raw("tags", source["tags"])
            row.raw("none", source["none"])
            row.null("gone")
            row.boolean("yes", true)
            row.decimal("count", Micros("2.50"))
        }

        #expect(row == #"{"list":[{"n":1},{"n":2}],"empty":{},"names":["x","y\""],"tags":[1, "a"],"gone":null,"yes":true,"count":"2.5"}"#)
    }

    @Test func `Facts of advertising carry their actions with groups`() throws {
        let host = replay.host
        try host.emit(
            AdDailyRow(
                day: try #require(Day("2026-01-02")), accountID: "a", level: .adGroup, entityID: "e", conversions: Micros("1.5"),
                actions: [.init(type: "purchase", group: "purchase", count: Micros("1"), value: Micros("9.99"))]))
        try host.flush()

        #expect(
            replay.rows["ad_daily"] == [
                #"{"day":"2026-01-02","account_id":"a","level":"ad_group","entity_id":"e","conversions":"1.5","#
                    + #""actions":[{"type":"purchase","group":"purchase","count":"1","value_micros":9990000}]}"#
            ])
    }

    @Test func `Facts of a scope are replaced by a control row that is no row of its own`() throws {
        let host = replay.host
        let window = DateWindows.Window(since: try #require(Day("2026-01-01")), until: try #require(Day("2026-01-31")))

        try host.replace("search_daily", scope: [("site", "https://a.example/"), ("search_type", "web")], window)
        try host.replaceAdDaily(account: "a", level: .adGroup, window)
        try host.flush()

        #expect(
            replay.rows["search_daily"]
                == [##"{"$replace":{"site":"https://a.example/","search_type":"web","since":"2026-01-01","until":"2026-01-31"}}"##])
        #expect(
            replay.rows["ad_daily"]
                == [##"{"$replace":{"account_id":"a","level":"ad_group","since":"2026-01-01","until":"2026-01-31"}}"##])
        #expect(host.emitted == 0)
    }

    @Test func `Every canonical row writes the members of its stream`() throws {
        let day = try #require(Day("2026-01-02"))
        let time = try #require(Instant("2026-01-02T03:04:05Z"))
        let extra = try JSONDocument(#"{"x_one":1,"x_two":[2]}"#).root
        let host = replay.host

        try host.emit(
            CreativeRow(id: "1", kind: .image, callToAction: "SHOP", linkURL: "https://l", imageURL: "https://i", videoID: "v", attributes: extra))
        try host.emit(KeywordRow(id: "1", adGroupID: "g", text: "shoes", matchType: .phrase, isNegative: false, bid: Micros(5), qualityScore: 7))
        try host.emit(
            TransactionRow(
                id: "1", kind: .charge, payoutID: "p", occurredAt: time, day: day, availableAt: time, currency: "EUR", gross: Micros(100),
                fee: Micros(3),
                net: Micros(97), exchangeRate: DecimalText("1.08"), description: "d", isTest: false, extra: extra))
        try host.emit(ProfileRow(id: "1", email: "e", isEmailSubscribed: true, isSMSSubscribed: false, lastEventAt: time, extra: extra))
        try host.emit(MessageRow(id: "1", kind: .flow, channel: .sms, status: .ended, flowID: "f", sentAt: time))
        try host.emit(
            KeywordDailyRow(
                day: day, accountID: "a", keywordID: "k", currency: "EUR", spend: Micros(1), conversions: Micros("0.5"),
                impressionShare: Micros("0.25")))
        try host.emit(
            SearchTermDailyRow(day: day, accountID: "a", searchTerm: "red shoes", matchType: .exact, currency: "EUR", conversionValue: Micros(2)))
        try host.emit(WebDailyRow(day: day, propertyID: "p", source: "google", newUsers: 1, engagedSessions: 2, revenue: Micros(3), isSampled: false))
        try host.emit(WebEventRow(day: day, propertyID: "p", eventName: "purchase", eventCount: 4, value: Micros(5)))
        try host.emit(WebDemographicRow(day: day, propertyID: "p", dimension: .age, value: "25-34", users: 6))
        try host.emit(SearchDailyRow(day: day, site: "s", searchType: "web", query: "q", position: Micros("4.666666666666667"), isFinal: true))
        try host.emit(MessageDailyRow(day: day, messageID: "m", uniqueOpens: 1, uniqueClicks: 2, spamComplaints: 3, revenue: Micros(4)))
        try host.emit(FXRateRow(day: day, base: "EUR", quote: "USD", rate: try #require(DecimalText("1.0835")), source: "ECB"))
        try host.flush()

        let d = #""day":"2026-01-02""#
        let expected = [
            "creatives": #"{"id":"1","kind":"image","call_to_action":"SHOP","link_url":"https://l","image_url":"https://i","video_id":"v","#
                + #""attributes":{"x_one":1,"x_two":[2]}}"#,
            "keywords": #"{"id":"1","ad_group_id":"g","text":"shoes","match_type":"phrase","is_negative":false,"bid_micros":5,"quality_score":7}"#,
            "transactions":
                #"{"id":"1","kind":"charge","payout_id":"p","occurred_at":"2026-01-02T03:04:05Z",\#(d),"available_at":"2026-01-02T03:04:05Z","#
                + #""currency":"EUR","gross_micros":100,"fee_micros":3,"net_micros":97,"exchange_rate":"1.08","description":"d","is_test":false,"x_one":1,"x_two":[2]}"#,
            "profiles":
                #"{"id":"1","email":"e","is_email_subscribed":true,"is_sms_subscribed":false,"last_event_at":"2026-01-02T03:04:05Z","x_one":1,"x_two":[2]}"#,
            "messages": #"{"id":"1","kind":"flow","channel":"sms","status":"ended","flow_id":"f","sent_at":"2026-01-02T03:04:05Z"}"#,
            "keyword_daily":
                #"{\#(d),"account_id":"a","keyword_id":"k","currency":"EUR","spend_micros":1,"conversions":"0.5","impression_share":"0.25"}"#,
            "search_term_daily":
                #"{\#(d),"account_id":"a","search_term":"red shoes","match_type":"exact","currency":"EUR","conversion_value_micros":2}"#,
            "web_daily": #"{\#(d),"property_id":"p","source":"google","new_users":1,"engaged_sessions":2,"revenue_micros":3,"is_sampled":false}"#,
            "web_events": #"{\#(d),"property_id":"p","event_name":"purchase","event_count":4,"value_micros":5}"#,
            "web_demographics": #"{\#(d),"property_id":"p","dimension":"age","value":"25-34","users":6}"#,
            "search_daily": #"{\#(d),"site":"s","search_type":"web","query":"q","position":"4.666667","is_final":true}"#,
            "message_daily": #"{\#(d),"message_id":"m","unique_opens":1,"unique_clicks":2,"spam_complaints":3,"revenue_micros":4}"#,
            "fx_rates": #"{\#(d),"base":"EUR","quote":"USD","rate":"1.0835","source":"ECB"}"#,
        ]
        for (stream, row) in expected { #expect(replay.rows[stream] == [row]) }
        #expect(replay.rowCount == expected.count)
    }

    @Test func `A row that can not be finished leaves no trace`() throws {
        let host = replay.host
        try host.emit("s") { $0.text("id", "1") }
        #expect(throws: ConnectorFailure(.contract, "no")) {
            try host.emit("s") { row in
                row.text("id", "2")
                throw ConnectorFailure(.contract, "no")
            }
        }
        try host.emit("s") { $0.text("id", "3") }
        try host.emitDeleted("s", id: "4")
        try host.checkpoint("s") { $0.integer("page", 1) }

        #expect(replay.rows["s"] == [#"{"id":"1"}"#, #"{"id":"3"}"#, #"{"id":"4","$deleted":true}"#])
        #expect(replay.checkpoints.map(\.cursor) == [#"{"page":1}"#])
        #expect(replay.checkpoints.map(\.rows) == [3])
    }

    @Test func `A row of a mebibyte is rejected`() throws {
        let host = replay.host
        try host.emit("s") { $0.text("id", String(repeating: "x", count: 1 << 20)) }
        try host.flush()

        #expect(replay.rowCount == 0)
        #expect(replay.rejects.count == 1)
    }

    @Test func `Rows go over in pieces, in the order of their streams`() throws {
        let host = replay.host
        for number in 0..<50_000 { try host.emit("s") { $0.integer("id", Int64(number)) } }
        #expect(replay.rowCount > 0)
        try host.emit("t") { $0.integer("id", 1) }
        try host.flush()

        #expect(replay.rows["s"]?.count == 50_000)
        #expect(replay.rows["t"] == [#"{"id":1}"#])
        #expect(host.emitted == 50_001)
    }

    @Test func `Numbers of every length are written whole`() {
        for value in [0, 9, 10, 99, 100, 12_345, -1, -10, Int64.max, Int64.min] as [Int64] {
            #expect(Row.json { $0.integer("n", value) } == "{\"n\":\(value)}")
        }
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            #expect(Row.json { $0.integer("n", power) } == "{\"n\":\(power)}")
            #expect(Row.json { $0.integer("n", power - 1) } == "{\"n\":\(power - 1)}")
        }
    }
}
