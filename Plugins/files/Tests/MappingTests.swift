import ConnectorKit
import Testing

@testable import FilesConnector

@Suite struct MappingTests {
    private func rows(_ stream: String, _ text: String, _ settings: String = "") throws -> [String] {
        let file = FileReplay(text, config: #"{"maps_to":"\#(stream)"\#(settings)}"#)
        _ = try file.read(stream)
        #expect(file.rejects.isEmpty)
        return file.replay.rows[stream] ?? []
    }

    @Test func `Orders with ids of their own keep them, and times are of the zone`() throws {
        let rows = try rows(
            "orders", "id,placed_at,total,currency,status,tax\nA-1,2026-07-02 00:30,12.3456785,EUR,paid,1.99\n", #","time_zone":"Europe/Berlin""#)

        #expect(
            rows == [
                #"{"id":"A-1","placed_at":"2026-07-01T22:30:00Z","day":"2026-07-02","currency":"EUR","total_micros":12345678,"#
                    + #""total_text":"12.3456785","tax_micros":1990000,"status":"paid"}"#
            ])
    }

    @Test func `Customers`() throws {
        let rows = try rows("customers", "id,email,First_Name,created_at,orders_count,spent\n7,a@b.example,Ann,2026-01-02,3,10.5\n8,,,,,\n")

        #expect(
            rows == [
                #"{"id":"7","email":"a@b.example","first_name":"Ann","created_at":"2026-01-02T00:00:00Z","orders_count":3,"#
                    + #""spent_micros":10500000,"currency":"USD"}"#, #"{"id":"8"}"#,
            ])
    }

    @Test func `Products have a variant where the file says something about one`() throws {
        let rows = try rows("products", "id,title,sku,price,inventory\np1,Tent,T-1,99.90,4\np2,Rope,,,\n")

        #expect(
            rows == [
                #"{"id":"p1","title":"Tent","variants":[{"id":"p1","sku":"T-1","price_micros":99900000,"inventory":4}]}"#,
                #"{"id":"p2","title":"Rope"}"#,
            ])
    }

    @Test func `Spend is of a campaign where a column names it, else of the account`() throws {
        let rows = try rows("ad_daily", "day,campaign,spend,clicks\n2026-01-02,c1,5.25,7\n2026-01-02,,1,\n", #","currency":"EUR""#)

        #expect(
            rows == [
                #"{"day":"2026-01-02","account_id":"files","level":"campaign","entity_id":"c1","campaign_id":"c1","breakdown":"","currency":"EUR","#
                    + #""time_zone":"UTC","spend_micros":5250000,"clicks":7}"#,
                #"{"day":"2026-01-02","account_id":"files","level":"account","entity_id":"files","breakdown":"","currency":"EUR","#
                    + #""time_zone":"UTC","spend_micros":1000000}"#,
            ])
    }

    @Test func `Positions do not depend on the order of the rows`() throws {
        let file = FileReplay(
            "customer,day,value\nb,2026-01-02,1\na,2026-01-02,2\nb,2026-01-03,3\nb,2026-01-02,4\na,2026-01-02,5\nb,2026-01-02,6\n",
            config: #"{"maps_to":"orders"}"#)

        _ = try file.read()

        #expect(file.ids == ["b-20260102-1", "a-20260102-1", "b-20260103-1", "b-20260102-2", "a-20260102-2", "b-20260102-3"])
    }

    @Test func `A customer may come thousands of times on one day`() throws {
        var table = OccurrenceTable(capacity: 16)
        let day = Day(daysSince1970: 20_000)
        var last = 0
        for _ in 0..<5000 { last = try Array("x".utf8).withUnsafeBytes { try table.count($0, day) } }

        #expect(last == 5000)
        for number in 0..<20_000 {
            let count = try Array("c\(number)".utf8).withUnsafeBytes { try table.count($0, day) }
            #expect(count == 1)
        }
        let again = try Array("c77".utf8).withUnsafeBytes { try table.count($0, day) }
        let other = try Array("x".utf8).withUnsafeBytes { try table.count($0, day) }
        #expect(again == 2)
        #expect(other == 5001)
        #expect(table.keys == 20_001)
    }
}
