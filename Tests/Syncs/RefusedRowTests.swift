import Core
import Testing

@testable import Syncs

/// What is refused, and by which member: decided before anything reaches the database.
@Suite struct RefusedRowTests {
    private static func refusals(_ stream: String, _ rows: [String]) throws -> [JSON] {
        var staged = try BatchStand.staged()
        try staged.add(Array(rows.joined(separator: "\n").utf8)[...], of: stream)
        return staged.rejects
    }

    @Test(arguments: [
        ("creatives", #"{"id":"1","kind":"film"}"#, "kind"),
        ("creatives", #"{"id":"1","updated_at":"yesterday"}"#, "updated_at"),
        ("creatives", #"{"account_id":"1"}"#, "id"),
        ("keywords", #"{"id":"1","match_type":"EXACT"}"#, "match_type"),
        ("keywords", #"{"id":"1","quality_score":11}"#, "quality_score"),
        ("keywords", #"{"id":"1","quality_score":7.5}"#, "quality_score"),
        ("keywords", #"{"id":"1","is_negative":"yes"}"#, "is_negative"),
        ("keywords", #"{"id":"1","bid_micros":1.5}"#, "bid_micros"),
        ("transactions", #"{"id":"1","kind":"charge"}"#, "occurred_at"),
        ("transactions", transaction(#""kind":"gift""#), "kind"),
        ("transactions", transaction(#""kind":"charge","currency":"eur""#), "currency"),
        ("transactions", transaction(#""kind":"charge","exchange_rate":"-1.5""#), "exchange_rate"),
        ("transactions", transaction(#""kind":"charge","exchange_rate":1e3"#), "exchange_rate"),
        ("transactions", transaction(#""kind":"charge","net_micros":null"#), "net_micros"),
        ("profiles", #"{"id":"1","email":7}"#, "email"),
        ("profiles", #"{"id":"1","is_email_subscribed":1}"#, "is_email_subscribed"),
        ("messages", #"{"id":"1"}"#, "kind"),
        ("messages", #"{"id":"1","kind":"campaign","channel":"fax"}"#, "channel"),
        ("keyword_daily", #"{"day":"2024-03-05","account_id":"7","currency":"EUR"}"#, "keyword_id"),
        ("keyword_daily", #"{"day":"2024-02-30","account_id":"7","keyword_id":"k","currency":"EUR"}"#, "day"),
        ("keyword_daily", #"{"day":"2024-03-05","account_id":"7","keyword_id":"k","currency":"EUR","impression_share":1.01}"#, "impression_share"),
        ("keyword_daily", #"{"day":"2024-03-05","account_id":"7","keyword_id":"k"}"#, "currency"),
        ("search_term_daily", #"{"day":"2024-03-05","account_id":"7","search_term":"","currency":"EUR"}"#, "search_term"),
        ("search_term_daily", #"{"day":"2024-03-05","account_id":"7","search_term":"a\u0000b","currency":"EUR"}"#, "search_term"),
        ("message_daily", #"{"day":"2024-03-05","message_id":"m","opens":"7"}"#, "opens"),
        ("web_daily", #"{"day":"2024-03-05","source":"google"}"#, "property_id"),
        ("web_daily", #"{"day":"2024-03-05","property_id":""}"#, "property_id"),
        ("web_events", #"{"day":"2024-03-05","property_id":"p"}"#, "event_name"),
        ("web_events", #"{"day":"2024-03-05","property_id":"p","event_name":"purchase","value_micros":7}"#, "value_micros"),
        ("web_daily", #"{"day":"2024-03-05","property_id":"p","currency":null,"revenue_micros":7}"#, "revenue_micros"),
        ("message_daily", #"{"day":"2024-03-05","message_id":"m","revenue_micros":7}"#, "revenue_micros"),
        ("customers", #"{"id":"1","spent_micros":7}"#, "spent_micros"),
        ("web_demographics", #"{"day":"2024-03-05","property_id":"p","dimension":"shoe_size","value":"42"}"#, "dimension"),
        ("search_daily", #"{"day":"2024-03-05","site":"s","position":"first"}"#, "position"),
        ("fx_rates", #"{"day":"2024-03-05","base":"EUR","quote":"USD","rate":0}"#, "rate"),
        ("fx_rates", #"{"day":"2024-03-05","base":"EUR","quote":"USD","rate":"1.12345678901"}"#, "rate"),
        ("fx_rates", #"{"day":"2024-03-05","base":"EURO","quote":"USD","rate":1}"#, "base"),
        ("fx_rates", #"{"day":"2024-03-05","base":"EUR","quote":"USD"}"#, "rate"),
    ])
    func `A bad value is refused by its member's name`(stream: String, row: String, field: String) throws {
        let refusals = try Self.refusals(stream, [row])

        #expect(refusals.map { $0["field"]?.string } == [field], "\(refusals)")
        #expect(refusals.first?["reason"]?.string?.isEmpty == false)
    }

    @Test(arguments: [
        ("ad_daily", #"{"account_id":"7","since":"2024-03-01","until":"2024-03-31"}"#, "level"),
        ("ad_daily", #"{"account_id":"7","level":"ad","since":"2024-03-01","until":"2024-03-31","campaign_id":"9"}"#, "campaign_id"),
        ("keyword_daily", #"{"since":"2024-03-01","until":"2024-03-31"}"#, "account_id"),
        ("keyword_daily", #"{"account_id":"7","level":"ad","since":"2024-03-01","until":"2024-03-31"}"#, "level"),
        ("search_term_daily", #"{"account_id":7,"since":"2024-03-01","until":"2024-03-31"}"#, "account_id"),
        ("web_daily", #"{"property_id":"p","since":"2024-03-31","until":"2024-03-01"}"#, "until lies before"),
        ("web_events", #"{"property_id":"p","since":"2024-03-01"}"#, "until"),
        ("web_demographics", #"{"property_id":"","since":"2024-03-01","until":"2024-03-31"}"#, "property_id"),
        ("search_daily", #"{"site":"s","search_type":1,"since":"2024-03-01","until":"2024-03-31"}"#, "search_type"),
        ("message_daily", #"{"since":"2024-03-01","until":"2024-03-31"}"#, "message_id"),
        ("message_daily", #"7"#, "an object"),
        ("fx_rates", #"{"since":"2024-03-01","until":"2024-03-31"}"#, "not replaced by days"),
        ("orders", #"{"since":"2024-03-01","until":"2024-03-31"}"#, "no such control"),
    ])
    func `A window that is not clear is refused and says why`(stream: String, window: String, reason: String) throws {
        let refusals = try Self.refusals(stream, [#"{"$replace":\#(window)}"#])

        #expect(refusals.count == 1)
        #expect(refusals.first?["field"] == "$replace")
        #expect(refusals.first?["reason"]?.string?.contains(reason) == true, "\(refusals)")
    }

    @Test(arguments: ["keyword_daily", "web_daily", "message_daily", "fx_rates"])
    func `A fact is withdrawn with its window and not one by one`(stream: String) throws {
        let refusals = try Self.refusals(stream, [#"{"id":"1","$deleted":true}"#])

        #expect(refusals.first?["field"] == "$deleted")
    }

    private static func transaction(_ members: String) -> String {
        #"{"id":"1","occurred_at":"2024-01-01T10:00:00Z","day":"2024-01-01","currency":"EUR","gross_micros":1,"net_micros":1,\#(members)}"#
    }
}
