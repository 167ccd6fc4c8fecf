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
