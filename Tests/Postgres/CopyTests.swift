import Core
import Testing

@testable import Postgres

struct CopyTests {
    @Test func `A hundred thousand rows are copied in and merged`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let tenant = TenantID()

            let merged = try await database.inTenant(tenant) { tx in
                try await tx.execute("CREATE TEMPORARY TABLE incoming (id bigint, text text) ON COMMIT DROP")
                let copied = try await tx.copyIn("COPY incoming FROM STDIN", rows: 0..<100_000) { buffer, number in
                    buffer.append(number)
                    buffer.append("note \(number)")
                }
                #expect(copied == 100_000)
                return try await tx.execute("INSERT INTO kit.notes SELECT \(tenant), id, text FROM incoming ON CONFLICT DO NOTHING")
            }

            #expect(merged == 100_000)
            #expect(try await database.once(tenant, "SELECT sum(id)::bigint FROM kit.notes").decode(Int.self) == [4_999_950_000])
            await database.close()
        }
    }

    @Test func `Every kind of field arrives as it was`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let text = "tab\tline\nreturn\rback\\slash \\N 'quote' ü"
            let id = UniqueID()

            let row = try await database.inTenant(TenantID()) { tx in
                try await tx.execute(
                    "CREATE TEMPORARY TABLE incoming (a bigint, b text, c text, d uuid, e date, f timestamptz, g bool, h jsonb, i text[], j bytea)")
                try await tx.copyIn("COPY incoming FROM STDIN") { buffer in
                    buffer.append(Int64.min)
                    buffer.append(text)
                    buffer.append(nil as String?)
                    buffer.append(id)
                    buffer.append(Day(number: 19_000))
                    buffer.append(Instant(microseconds: 1_700_000_000_000_001))
                    buffer.append(true)
                    buffer.append(text: Array(#"{"a": "b\\n"}"#.utf8))
                    buffer.append(value: ["x\ty", "z"])
                    buffer.append(value: [1, 2] as [UInt8])
                    buffer.endRow()
                }
                return try await tx.first("SELECT * FROM incoming")
            }

            let values = try #require(row).decode(
                Int64.self, String.self, String?.self, UniqueID.self, Day.self, Instant.self, Bool.self, JSON.self, [String].self, [UInt8].self)
            #expect(values.0 == .min && values.1 == text && values.2 == nil && values.3 == id && values.4 == Day(number: 19_000))
            #expect(values.5 == Instant(microseconds: 1_700_000_000_000_001) && values.6 && values.7["a"]?.string == "b\\n")
            #expect(values.8 == ["x\ty", "z"] && values.9 == [1, 2])
            await database.close()
        }
    }

    @Test func `A row that does not fit fails the transaction, and the connection goes on`() async throws {
        try await withKitDatabase { (own) async throws in
            let database = own.kit(poolSize: 1)

            let error = await #expect(throws: PostgresError.self) {
                try await database.inTenant(TenantID()) { tx in
                    try await tx.execute("CREATE TEMPORARY TABLE incoming (a bigint)")
                    try await tx.copyIn("COPY incoming FROM STDIN", rows: 0..<200_000) { buffer, number in
                        buffer.append(number == 7 ? "seven" : "\(number)")
                    }
                }
            }

            #expect(error?.sqlState == "22P02")
            #expect(try await database.once(TenantID(), "SELECT 1").count == 1)
            await database.close()
        }
    }

    @Test func `A producer that throws ends the COPY`() async throws {
        struct Broken: Error {}
        try await withKitDatabase { (own) async throws in
            let database = own.kit(poolSize: 1)

            await #expect(throws: Broken.self) {
                try await database.inTenant(TenantID()) { tx in
                    try await tx.execute("CREATE TEMPORARY TABLE incoming (a bigint)")
                    try await tx.copyIn("COPY incoming FROM STDIN", rows: 0..<100_000) { buffer, number in
                        if number == 50_000 { throw Broken() }
                        buffer.append(number)
                    }
                }
            }

            #expect(try await database.once(TenantID(), "SELECT 1").count == 1)
            await database.close()
        }
    }

    @Test func `Rows are copied out in order, and the transaction goes on`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()

            let (sum, after) = try await database.inTenant(TenantID(), .readOnly) { tx in
                let sum = try await tx.copyOut("COPY (SELECT generate_series(1, 50000)) TO STDOUT") { rows in
                    var sum = 0
                    for try await row in rows { sum += Int(String(decoding: row.dropLast(), as: UTF8.self)) ?? 0 }
                    return sum
                }
                return (sum, try await tx.query("SELECT \(5)").decode(Int.self))
            }

            #expect(sum == 1_250_025_000)
            #expect(after == [5])
            await database.close()
        }
    }

    @Test func `U+0000 in a field is refused`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()

            let error = await #expect(throws: PostgresError.self) {
                try await database.inTenant(TenantID()) { tx in
                    try await tx.execute("CREATE TEMPORARY TABLE incoming (a text)")
                    try await tx.copyIn("COPY incoming FROM STDIN") { buffer in
                        buffer.append("a\u{0}")
                        buffer.endRow()
                    }
                }
            }

            #expect(error?.kind == .invalidBind)
            await database.close()
        }
    }
}
