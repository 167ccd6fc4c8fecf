import ConnectorKit
import Testing

@testable import SearchConsoleConnector

/// Which days are asked for, and how a read is resumed.
@Suite struct PlanTests {
    private let site = #""site_url":"https://www.example.com/""#

    private func cursor(_ days: String, split: String = "date,query,page,country,device") -> String { #"{"split":"\#(split)","sites":{\#(days)}}"# }

    @Test func `The next read asks for the look-back again, until the day of the Pacific coast`() throws {
        let search = SearchReplay(config: "{\(site)}")
        search.sites()
        search.everyDay()
        // Still the 14th in California.
        search.replay.now = Instant("2026-01-15T06:00:00Z") ?? search.replay.now

        try search.read("search_daily", cursor: cursor(#""web https://www.example.com/":{"day":"2026-01-13"}"#))

        #expect(
            search.ranges == [
                "2026-01-09..2026-01-09 final", "2026-01-10..2026-01-10 final", "2026-01-11..2026-01-11 final", "2026-01-12..2026-01-12 all",
                "2026-01-13..2026-01-13 all", "2026-01-14..2026-01-14 all",
            ])
        #expect(search.replay.checkpoints.last?.cursor == cursor(#""web https://www.example.com/":{"day":"2026-01-14"}"#))
    }

    @Test func `A read goes on from each checkpoint with exactly the rest`() throws {
        let search = SearchReplay(config: #"{"since_days":6,"window_days":2,"search_types":["web","image"]}"#)
        search.sites()
        search.everyDay()
        try search.read("search_daily")
        let all = search.replay.rows["search_daily"] ?? []
        let checkpoints = search.replay.checkpoints

        for checkpoint in checkpoints.dropLast() {
            search.replay.forget()
            try search.read("search_daily", cursor: checkpoint.cursor)
            #expect(search.replay.rows["search_daily"] == Array(all.dropFirst(checkpoint.rows)))
        }

        // Two sites, two kinds of search, days 10 to 12 final in two queries and 13 to 15 fresh in two.
        #expect(checkpoints.count == 16)
        #expect(checkpoints.last?.cursor.contains("open") == false)
    }

    @Test func `A full read starts over, and goes on only from a full one`() throws {
        let search = SearchReplay(config: #"{\#(site),"window_days":30,"fresh_days":false}"#)
        search.sites()
        search.everyDay()

        try search.read(
            "search_daily", mode: .full, cursor: cursor(#""web https://www.example.com/":{"day":"2026-01-12"}"#), since: "2025-12-01")
        let ranges = search.ranges
        let first = search.replay.checkpoints[0]
        search.replay.forget()
        try search.read("search_daily", mode: .full, cursor: first.cursor, since: "2025-12-01")

        #expect(ranges == ["2025-12-01..2025-12-30 final", "2025-12-31..2026-01-12 final"])
        #expect(search.ranges == Array(ranges.dropFirst()))
    }

    @Test func `A backfill goes backwards, can be resumed, and leaves the newest day alone`() throws {
        let search = SearchReplay(config: "{\(site)}")
        search.sites()
        search.everyDay()
        let stored = cursor(#""web https://www.example.com/":{"day":"2026-01-14"}"#)

        try search.read("search_daily", mode: .backfill, cursor: stored, since: "2025-12-01", until: "2025-12-03")
        let ranges = search.ranges
        let first = search.replay.checkpoints.first?.cursor
        let last = search.replay.checkpoints.last?.cursor
        search.replay.forget()
        try search.read("search_daily", mode: .backfill, cursor: first, since: "2025-12-01", until: "2025-12-03")

        #expect(ranges == ["2025-12-03..2025-12-03 final", "2025-12-02..2025-12-02 final", "2025-12-01..2025-12-01 final"])
        #expect(last == stored)
        #expect(search.ranges == Array(ranges.dropFirst()))
    }

    @Test func `A backfill ends behind many empty days, and is done then`() throws {
        let search = SearchReplay(config: #"{\#(site),"empty_days":3}"#)
        search.sites()
        search.query("2025-12-28", with: .init(#"{"rows":[{"keys":["2025-12-28","q","p","c","d"],"clicks":1,"impressions":1,"position":1}]}"#))
        search.query(with: SearchReplay.empty)

        try search.read("search_daily", mode: .backfill, since: "2025-01-01", until: "2025-12-30")

        #expect(search.ranges.last == "2025-12-25..2025-12-25 final")
        #expect(search.queries.count == 6)
        #expect(search.replay.checkpoints.last?.cursor.contains("open") == false)
    }

    @Test func `Nothing older than Google keeps is asked for, and a cursor from the future gives nothing`() throws {
        let search = SearchReplay(config: #"{\#(site),"since":"2010-01-01","window_days":30}"#)
        search.sites()
        search.everyDay()

        try search.read("search_daily")
        let first = search.ranges.first
        search.replay.forget()
        try search.read("search_daily", cursor: cursor(#""web https://www.example.com/":{"day":"2039-01-01"}"#))

        // 486 days with today.
        #expect(first?.hasPrefix("2024-09-17") == true)
        #expect(search.ranges.isEmpty)
    }

    @Test func `Days of another split are read again`() throws {
        let search = SearchReplay()
        search.sites()
        search.everyDay()

        try search.read("search_daily", cursor: cursor(#""web https://www.example.com/":{"day":"2026-01-10"}"#, split: "date,device"))

        #expect(search.ranges == ["2026-01-10..2026-01-10 final"])
        #expect(search.replay.logs.count == 1)
    }
}
