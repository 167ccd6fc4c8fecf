import Core
import Postgres
import Testing

@testable import Syncs

/// Streams that a connector calls its own: kept whole, by key.
@Suite(.serialized) struct OwnStreamTests {
    private static func documents(_ fixture: SyncFixture) async throws -> JSON {
        try await fixture.json(
            "SELECT COALESCE(jsonb_agg(jsonb_build_array(stream, key, document, is_deleted) ORDER BY stream, key), '[]') FROM ingest.records")
    }

    @Test func `Rows are kept whole, left alone while they are the same, changed, deleted and there again`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let plan = try await stand.begin()
            let row = #"{"id":"l1","name":"a\tb\\c \"d\"","nested":{"n":[1,2.50,null]}}"#
            let document: JSON = ["id": "l1", "name": "a\tb\\c \"d\"", "nested": ["n": [1, .number("2.50"), .null]]]

            let first = try await stand.store(plan, try stand.batch("test_lists", #"{"id":"l1"}"#, row, #"{"id":2}"#), 0)
            let stored = try await Self.documents(fixture)
            let writers = try await stand.writers("ingest.records")
            let again = try await stand.store(plan, try stand.batch("test_lists", row, #"{"id":2}"#), 1)
            let writersAgain = try await stand.writers("ingest.records")
            let changed = try await stand.store(plan, try stand.batch("test_lists", #"{"id":2,"name":"new"}"#), 2)
            let deleted = try await stand.store(
                plan, try stand.batch("test_lists", #"{"id":"l1","$deleted":true}"#, #"{"id":"unknown","$deleted":true}"#), 3)
            let after = try await Self.documents(fixture)
            let back = try await stand.store(plan, try stand.batch("test_lists", #"{"id":"l1","$deleted":true}"#, row), 4)

            #expect(first == 2)
            #expect(stored == [["test_lists", "2", ["id": 2], false], ["test_lists", "l1", document, false]], "\(stored)")
            #expect(again == 0 && writers == writersAgain)
            #expect(changed == 1 && deleted == 1)
            #expect(after == [["test_lists", "2", ["id": 2, "name": "new"], false], ["test_lists", "l1", document, true]])
            #expect(back == 1)
        }
    }

    @Test func `A key of several members is a list, and each connection has its own rows`() async throws {
        try await SyncFixture.run { fixture in
            let row = #"{"list":"a,b","profile":"\u00e9","since":"2024-01-01"}"#
            for _ in 0..<2 {
                let stand = try await BatchStand(fixture)

                _ = try await stand.store(try await stand.begin(), try stand.batch("test_members", row), 0)
            }

            let keys = try await fixture.json("SELECT jsonb_agg(key) FROM ingest.records")
            #expect(keys == [#"["a,b","é"]"#, #"["a,b","é"]"#])
        }
    }

    @Test func `An empty text behind the first part of a key is a value like any other`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            let batch = try stand.batch(
                "test_members", #"{"list":"l","profile":""}"#, #"{"list":"l","profile":"p"}"#, #"{"list":"","profile":"p"}"#, #"{"list":"l"}"#)

            let written = try await stand.store(try await stand.begin(), batch, 0)

            #expect(written == 2)
            #expect(try await fixture.json("SELECT jsonb_agg(key ORDER BY key) FROM ingest.records") == [#"["l",""]"#, #"["l","p"]"#])
            #expect(batch.rejects.map { $0["field"]?.string } == ["list", "profile"], "\(batch.rejects)")
            #expect(batch.rejects.last?["reason"]?.string?.contains("missing") == true)
        }
    }

    @Test func `Rows of own and of canonical streams are stored together`() async throws {
        try await SyncFixture.run { fixture in
            let stand = try await BatchStand(fixture)
            var staged = try BatchStand.staged()
            try staged.add(Array(#"{"id":"l1"}"#.utf8)[...], of: "test_lists")
            try staged.add(Array(#"{"id":"m","kind":"flow"}"#.utf8)[...], of: "messages")
            let batch = SyncBatch(
                stream: "messages", cursor: nil, parts: staged.parts, rowsRead: staged.rowsRead, rejected: 0, rejects: [], estimate: nil, log: [],
                counts: SyncCounts())

            let written = try await stand.store(try await stand.begin(), batch, 0)

            #expect(written == 2)
            staged.reset()
            #expect(staged.isEmpty && staged.parts.isEmpty)
        }
    }

    @Test(
        arguments: [
            (#"{"name":"no key"}"#, "id", "missing"), (#"{"id":null}"#, "id", "missing"), (#"{"id":""}"#, "id", "not empty"),
            (#"{"id":1.5}"#, "id", "whole number"), (#"{"id":{"a":1}}"#, "id", "whole number"), (#"[1]"#, nil, "JSON object"),
            (#"nonsense"#, nil, "JSON"), (#"{"id":"1","id":"2"}"#, nil, "JSON"), (#"{"id":"1","x":"a\u0000b"}"#, nil, "JSON"),
            (#"{"id":"1","x":1e400000}"#, nil, "PostgreSQL"), (#"{"$replace":{}}"#, "$replace", "control"),
            (#"{"id":"1","$replace":{}}"#, "$replace", "control"), (#"{"id":"1","$deleted":false}"#, "$deleted", "true"),
            (#"{"id":"\#(String(repeating: "k", count: 1_001))"}"#, "id", "longer"),
            (#"{"id":"1","x":"\#(String(repeating: "x", count: 1 << 20))"}"#, nil, "longer"),
        ] as [(String, String?, String)])
    func `A row that can not be kept is refused without a sample`(row: String, field: String?, reason: String) throws {
        var staged = try BatchStand.staged()

        try staged.add(Array(row.utf8)[...], of: "test_lists")

        #expect(staged.rejects.count == 1 && staged.parts.isEmpty)
        #expect(staged.rejects.first?["field"]?.string == field, "\(staged.rejects)")
        #expect(staged.rejects.first?["reason"]?.string?.contains(reason) == true, "\(staged.rejects)")
        #expect(staged.rejects.first?["sample"] == .null)
    }

    @Test func `A stream that the manifest does not name is a fault of the connector`() throws {
        var staged = try BatchStand.staged()

        #expect(throws: SyncFault.self) { try staged.add(Array(#"{"id":"1"}"#.utf8)[...], of: "test_others") }
    }
}
