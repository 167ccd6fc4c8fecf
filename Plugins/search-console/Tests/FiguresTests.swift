import ConnectorKit
import Testing

@testable import SearchConsoleConnector

@Suite struct FiguresTests {
    private let search = SearchReplay()

    @Test func `Figures come page by page until one is not full, and replace their day`() throws {
        let search = SearchReplay(
            config: #"{"site_url":"https://www.example.com/","since":"2026-01-10","fresh_days":false,"final_after_days":5,"page_size":2}"#)
        search.sites()
        search.query(#""startRow":2"#, with: SearchReplay.fixture("detail-2"))
        search.query(with: SearchReplay.fixture("detail-1"))

        #expect(try search.read("search_daily") == .done)

        let rows = search.replay.parsed("search_daily")
        #expect(
            rows[0]["$replace"].json
                == #"{"site":"https://www.example.com/","search_type":"web","since":"2026-01-10","until":"2026-01-10"}"#)
        let first = rows[1]
        #expect(first.text("day") == "2026-01-10" && first.text("query") == "blue shoes" && first.text("page") == "https://www.example.com/a")
        #expect(first.text("country") == "deu" && first.text("device") == "mobile" && first.text("clicks") == "12")
        #expect(first.text("impressions") == "340" && first.text("position") == "4.712346" && first.text("is_final") == "true")
        #expect(rows[2].text("query") == "rot \"x\"" && rows[2].text("position") == "1")
        #expect(rows.count == 4 && search.queries.count == 2)
        let body = search.queries[0]
        #expect(body["dimensions"].strings == ["date", "query", "page", "country", "device"] && body.text("aggregationType") == "auto")
        #expect(body.text("rowLimit") == "2" && body.text("type") == "web" && body.text("dataState") == "final")
    }

    @Test func `A last page that is full is followed by one more call`() throws {
        let search = SearchReplay(
            config: #"{"site_url":"https://www.example.com/","since":"2026-01-10","fresh_days":false,"final_after_days":5,"page_size":2}"#)
        search.sites()
        search.query(#""startRow":0"#, with: SearchReplay.fixture("detail-1"))
        search.query(with: SearchReplay.empty)

        try search.read("search_daily")

        #expect(search.queries.map { $0.text("startRow") } == ["0", "2"])
        #expect(search.replay.rows["search_daily"]?.count == 3)
    }

    @Test func `Another split changes the keys, whatever their number`() throws {
        let search = SearchReplay(
            config:
                #"{"site_url":"https://www.example.com/","since":"2026-01-10","fresh_days":false,"final_after_days":5,"dimensions":["device","country"]}"#
        )
        search.sites()
        search.everyDay()

        try search.read("search_daily")

        let row = search.replay.parsed("search_daily")[1]
        #expect(row.text("country") == "country" && row.text("device") == "device" && !row["query"].exists && !row["page"].exists)
        #expect(search.queries[0].text("aggregationType") == "byProperty")
    }

    @Test func `Kinds of search that lack a dimension are asked without it`() throws {
        let search = SearchReplay(
            config:
                #"{"site_url":"https://www.example.com/","since":"2026-01-10","fresh_days":false,"final_after_days":5,"search_types":["image","discover","googleNews"]}"#
        )
        search.sites()
        search.everyDay()

        try search.read("search_daily")

        #expect(
            search.queries.map { $0["dimensions"].strings.joined(separator: ",") } == [
                "date,query,page,country,device", "date,page,country", "date,page,country,device",
            ])
        #expect(search.replay.parsed("search_daily").compactMap { $0.text("search_type") } == ["image", "discover", "googleNews"])
    }

    @Test func `Totals have everything of a day and know which days are final`() throws {
        let search = SearchReplay(config: #"{"site_url":"https://www.example.com/","since":"2026-01-11"}"#)
        search.sites()
        search.query(#""dataState":"all""#, with: SearchReplay.fixture("fresh"))
        search.everyDay()

        try search.read("search_console_totals")

        let rows = search.replay.parsed("search_console_totals")
        #expect(search.ranges == ["2026-01-11..2026-01-12 final", "2026-01-13..2026-01-15 all"])
        #expect(rows.map { $0.text("day") } == ["2026-01-11", "2026-01-12", "2026-01-13", "2026-01-14"])
        // Google says that the 14th is the first day that is not complete.
        #expect(rows.map { $0.text("is_final") } == ["true", "true", "true", "false"])
        #expect(rows[2].text("clicks") == "100" && rows[2].text("position") == "8.1" && !rows[2]["query"].exists)
    }

    @Test func `Where Google does not say which day is complete no fresh one is final`() throws {
        let search = SearchReplay(config: #"{"site_url":"https://www.example.com/","since":"2026-01-14"}"#)
        search.sites()
        search.everyDay()

        try search.read("search_daily")

        #expect(search.replay.parsed("search_daily").compactMap { $0.text("is_final") } == ["false", "false"])
    }

    @Test func `A sum that the site does not allow is left to Google`() throws {
        search.sites()
        search.query("byProperty", with: SearchReplay.error(400, reason: "badRequest"))
        search.everyDay()

        try search.read("search_console_totals")

        #expect(search.queries.map { $0.text("aggregationType") } == ["byProperty", "auto"])
        #expect(search.replay.rows["search_console_totals"]?.count == 1)
    }

    @Test func `Rows that can not be read are rejects and no others`() throws {
        search.sites()
        let good = #"{"keys":["2026-01-10","q","p","deu","MOBILE"],"clicks":1,"impressions":2,"ctr":0.5,"position":3.5}"#
        let bad = [
            good.replacing("2026-01-10", with: "2026-01-11"), good.replacing(#""2026-01-10""#, with: "null"), good.replacing(#","MOBILE""#, with: ""),
            good.replacing(#""clicks":1"#, with: #""clicks":"1""#), good.replacing(#""clicks":1"#, with: #""clicks":1.5"#),
            good.replacing(#""impressions":2"#, with: #""impressions":-2"#), good.replacing("3.5", with: "null"), "null", "[]", "{}",
        ]
        search.query(with: .init(#"{"rows":[\#((bad + [good]).joined(separator: ","))]}"#))

        try search.read("search_daily")

        #expect(search.replay.rejects.count == bad.count)
        #expect(search.replay.rows["search_daily"]?.count == 2)
    }
}
