import Core
import Postgres
import Sealing
import Testing

@testable import Syncs

@Suite(.serialized) struct ProfileSealingTests {
    private static let row =
        #"{"id":"1","email":"Ada@Example.com","phone":"+4930123456","first_name":"Hypatia","last_name":"Lovel\u00e1ce","city":"Berlin"}"#

    @Test func `Personal texts of a profile stand nowhere in clear and open again`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)

            _ = try await stand.store(try await stand.begin(), try stand.batch("profiles", Self.row), 0)

            let text = try await fixture.json("SELECT to_jsonb(t::text) FROM commerce.profiles t").string ?? ""
            for clear in ["Hypatia", "example", "4930123456", "Lovel"] {
                #expect(!text.holds(clear), "\(clear)")
                #expect(!text.contains(hexadecimal(Array(clear.utf8))), "\(clear)")
            }
            let keys = try #require(SyncFixture.keyrings[SyncFixture.a])
            let found = try #require(try await fixture.stand.query("SELECT id, email_sealed, last_name_sealed FROM commerce.profiles").first)
            let (id, email, name) = try found.decode(UniqueID.self, [UInt8].self, [UInt8].self)
            func open(_ bytes: [UInt8], _ column: StaticString) throws -> String {
                try keys.openText(bytes, in: FieldPlace(table: "commerce.profiles", column: column, row: id.description)).reveal()
            }
            #expect(try open(email, "email") == "Ada@Example.com")
            #expect(try open(name, "last_name") == "Lovel\u{e1}ce")
        }
    }

    @Test func `A profile and a customer of the same address are found by the same index`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()

            _ = try await stand.store(plan, try stand.batch("profiles", Self.row), 0)
            _ = try await stand.store(plan, try stand.batch("customers", #"{"id":"1","email":" ada@example.COM "}"#), 1)

            let same = try await fixture.json(
                """
                SELECT jsonb_build_array(count(*), bool_and(p.email_sealed <> c.email_sealed))
                FROM commerce.profiles p
                JOIN commerce.customers c ON c.tenant_id = p.tenant_id AND c.email_index = p.email_index
                """)
            #expect(same == [1, true])
        }
    }

    @Test func `A changed address is written, and an unknown consent is no refusal`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            _ = try await stand.store(plan, try stand.batch("profiles", Self.row), 0)

            let written = try await stand.store(
                plan, try stand.batch("profiles", #"{"id":"1","email":"other@example.com","is_email_subscribed":false}"#), 1)

            let consent = try await fixture.json("SELECT jsonb_build_array(is_email_subscribed, is_sms_subscribed) FROM commerce.profiles")
            #expect(written == 1)
            #expect(consent == [false, .null])
        }
    }

    @Test func `The sample of a refused profile is not kept`() throws {
        let batch = try Self.refused("profiles", #"{"id":"1","email":"ada@example.com","country":"DEU"}"#)

        #expect(batch.rejected == 1)
        #expect(batch.rejects.first?["field"] == "country" && batch.rejects.first?["sample"] == .null)
    }

    private static func refused(_ stream: String, _ row: String) throws -> StagedRows {
        var staged = try BatchStand.staged()
        try staged.add(Array(row.utf8)[...], of: stream)
        return staged
    }
}

extension String {
    fileprivate func holds(_ other: String) -> Bool { lowercased().contains(other.lowercased()) }
}
