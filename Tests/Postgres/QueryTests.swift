import Core
import Testing

@testable import Postgres

struct QueryTests {
    @Test func `Interpolated values become binds`() {
        let query: Query = "SELECT id FROM kit.notes WHERE id = \(7) AND text = \("x'; DROP TABLE kit.notes; --")"

        #expect(query.sql == "SELECT id FROM kit.notes WHERE id = $1 AND text = $2")
        #expect(query.binds.count == 2)
    }

    @Test func `A spliced query is renumbered`() {
        let filter: Query = "b = \(2) OR note = '$1' AND c = \(3)"

        let query: Query = "SELECT 1 WHERE a = \(1) AND (\(filter)) AND d = \(4)"

        #expect(query.sql == "SELECT 1 WHERE a = $1 AND (b = $2 OR note = '$1' AND c = $3) AND d = $4")
        #expect(query.binds.count == 4)
    }

    @Test func `Filters are joined`() {
        let filters: [Query] = ["a = \(1)", "b IS NULL", "c = \(2)"]

        #expect(filters.joined(separator: " AND ").sql == "a = $1 AND b IS NULL AND c = $2")
    }

    @Test func `More than nine binds keep their numbers`() {
        let list = (1...12).map { "\($0)" as Query }.joined(separator: ", ")

        let query: Query = "SELECT \(0), \(list)"

        #expect(query.sql == "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13")
    }

    @Test func `A text with U+0000 is noticed, also in a splice`() {
        let part: Query = "b = \("a\u{0}b")"

        let query: Query = "SELECT \(1) WHERE \(part)"

        #expect(query.binds.withNUL == 2)
    }
}
