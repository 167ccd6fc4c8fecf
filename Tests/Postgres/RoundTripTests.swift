import Core
import Testing

@testable import Postgres

private enum Colour: String, PostgresEncodable, PostgresDecodable {
    case red, green
}

struct RoundTripTests {
    @Test func `Binds of every type come back as they went`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let id = CampaignID()
            let day = try #require(Day("2024-02-29"))
            let instant = Instant(microseconds: 1_777_777_777_123_456)
            let early = Instant(microseconds: -1)
            let json: JSON = ["name": "\"quoted\"", "list": [1, .number("2.5"), .null, true]]
            let euro = try #require(Currency("EUR"))

            let row = try #require(
                try await database.once(
                    TenantID(),
                    """
                    SELECT \(Int64.min), \(Int32.max), \(true), \(0.1), \("häß'\\\"🙂")::text, \(id), \(day), \(instant), \(early), \(json),
                      \([0, 255, 10] as [UInt8]), \(euro)::text, \(Colour.green)::text
                    """
                ).first)

            let first = try row.decode(
                Int64.self, Int32.self, Bool.self, Double.self, String.self, CampaignID.self, Day.self, Instant.self, Instant.self)
            #expect(first.0 == .min && first.1 == .max && first.2 && first.3 == 0.1 && first.4 == "häß'\\\"🙂")
            #expect(first.5 == id && first.6 == day && first.7 == instant && first.8 == early)
            let back = try row.value(at: 9, as: JSON.self)
            #expect(back["name"] == json["name"] && back["list"] == json["list"])
            #expect(try row.value(at: 10, as: [UInt8].self) == [0, 255, 10])
            #expect(try row.value(at: 11, as: Currency.self) == euro)
            #expect(try row.value(at: 12, as: Colour.self) == .green)
            #expect(row[4] == "häß'\\\"🙂" && row[99] == nil)
            await database.close()
        }
    }

    @Test func `Arrays come back as they went`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let texts = ["plain", "", "NULL", "a,b", "{x}", "quote\"back\\slash", "ü"]
            let ids = [UniqueID(), UniqueID()]
            let days = [Day(number: 0), Day(number: 20_000)]

            let row = try #require(
                try await database.once(
                    TenantID(),
                    "SELECT \(texts), \([] as [Int64]), \([-1, 2] as [Int64]), \(ids), \(ids.map { CampaignID($0) }), \(days), \(["a", nil])"
                ).first)

            let (one, two, three, four) = try row.decode([String].self, [Int64].self, [Int64].self, [UniqueID].self)
            #expect(one == texts && two.isEmpty && three == [-1, 2] && four == ids)
            #expect(try row.value(at: 4, as: [CampaignID].self) == ids.map { CampaignID($0) })
            #expect(try row.value(at: 5, as: [Day].self) == days)
            #expect(try row.value(at: 6, as: [String?].self) == ["a", nil])
            await database.close()
        }
    }

    @Test func `NULL goes and comes as nil, and is refused where none is expected`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()

            let row = try #require(
                try await database.once(TenantID(), "SELECT \(nil as Int64?), \(nil as String?)::text, \(nil as UniqueID?), NULL::int").first)

            #expect(try row.decode(Int64?.self, String?.self, UniqueID?.self, Int?.self) == (nil, nil, nil, nil))
            #expect(throws: PostgresError.self) { try row.value(at: 0, as: Int64.self) }
            #expect(throws: PostgresError.self) { try row.value(at: 4, as: Int64?.self) }
            await database.close()
        }
    }

    @Test(arguments: ["'; DROP TABLE kit.notes; --", "\\'; SELECT 1", "$1", "${x}", "') OR 1=1 --", "\u{2019}\u{FF07}"])
    func `A hostile text is stored as it is`(text: String) async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let tenant = TenantID()

            try await database.inTenant(tenant) { tx in
                try await tx.execute("INSERT INTO kit.notes (tenant_id, id, text) VALUES (\(tenant), 1, \(text))")
            }

            let found = try await database.once(tenant, "SELECT text FROM kit.notes WHERE text = \(text)")
            #expect(try found.decode(String.self) == [text])
            await database.close()
        }
    }

    @Test func `U+0000 is refused before anything is sent`() async throws {
        try await withKitDatabase { (own) async throws in
            let database = own.kit()

            let error = await #expect(throws: PostgresError.self) { try await database.once(TenantID(), "SELECT \("a\u{0}b")::text") }

            #expect(error?.kind == .invalidBind)
            #expect(try await database.once(TenantID(), "SELECT 1").count == 1)
            await database.close()
        }
    }

    @Test func `Everything works without prepared statements, and with hardly any room for them`() async throws {
        try await withKitDatabase { own in
            for change in [{ $0.usePreparedStatements = false }, { $0.preparedStatements = 2 }] as [(inout DatabaseConfiguration) -> Void] {
                let database = own.kit(poolSize: 1, change)

                for number in 0..<20 {
                    let part = Query(unchecked: "+ \(number % 7)")
                    let rows = try await database.once(TenantID(), "SELECT \(number) \(part)")
                    #expect(try rows.decode(Int.self) == [number + number % 7])
                }

                await database.close()
            }
        }
    }
}
