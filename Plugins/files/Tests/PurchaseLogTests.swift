import ConnectorKit
import Testing

@testable import FilesConnector

@Suite struct PurchaseLogTests {
    @Test func `The first purchases of the log become orders with ids of customer, day and position`() throws {
        let file = FileReplay(try TestFile.bytes("Plugins/files/Fixtures/cdnow-200.txt"), config: FileReplay.cdnow)

        let outcome = try file.read()

        #expect(outcome == .done)
        #expect(file.orders.count == 200)
        #expect(file.rejects.isEmpty)
        #expect(
            file.orders[0]
                == #"{"id":"00001-19970101-1","customer_id":"00001","placed_at":"1997-01-01T00:00:00Z","day":"1997-01-01","#
                + #""currency":"USD","total_micros":11770000,"quantity":1}"#)
        #expect(file.ids[1...2] == ["00002-19970112-1", "00002-19970112-2"])
    }

    @Test func `The whole log gives every purchase once and the exact revenue`() throws {
        let file = FileReplay(try TestFile.bytes("Tests/Fixtures/cdnow/cdnow_master_log.txt"), config: FileReplay.cdnow)

        _ = try file.read()

        let rows = file.replay.parsed("orders")
        #expect(rows.count == 69_659)
        #expect(file.rejects.isEmpty)
        #expect(Set(rows.map { $0["id"].string ?? "" }).count == 69_659)
        #expect(Set(rows.map { $0["customer_id"].string ?? "" }).count == 23_570)
        #expect(rows.reduce(0) { $0 + ($1["total_micros"].integer ?? 0) } == 2_500_315_630_000)
        #expect(rows.reduce(0) { $0 + ($1["quantity"].integer ?? 0) } == 167_881)
        #expect(rows.filter { $0["total_micros"].integer == 0 }.count == 80)
        #expect(Set(rows.map { $0["day"].string ?? "" }).count == 546)
        let contents = rows.map { "\($0["customer_id"].string ?? "") \($0["day"].string ?? "") \($0["quantity"].json) \($0["total_micros"].json)" }
        #expect(contents.count - Set(contents).count == 255)
    }

    @Test func `A read from every checkpoint gives exactly the rest`() throws {
        let bytes = try TestFile.bytes("Tests/Fixtures/cdnow/cdnow_master_log.txt")
        let whole = FileReplay(bytes, config: FileReplay.cdnow)
        _ = try whole.read()
        #expect(whole.replay.checkpoints.map(\.rows) == [20_000, 40_000, 60_000, 69_659])

        for checkpoint in whole.replay.checkpoints {
            let rest = FileReplay(bytes, config: FileReplay.cdnow)
            _ = try rest.read(cursor: checkpoint.cursor)

            #expect(rest.orders == Array(whole.orders[checkpoint.rows...]))
        }
    }

    @Test func `Pieces of any size give the same rows`() throws {
        let bytes = try TestFile.bytes("Plugins/files/Fixtures/cdnow-200.txt")
        let whole = FileReplay(bytes, config: FileReplay.cdnow)
        _ = try whole.read()

        for size in [1, 2, 3, 7, 33, 1000] {
            let pieces = FileReplay(bytes, config: FileReplay.cdnow)
            pieces.replay.pieceSize = size
            _ = try pieces.read()

            #expect(pieces.orders == whole.orders)
        }
    }
}
