import ConnectorKit
import Testing

@testable import FilesConnector

@Suite struct DamagedFileTests {
    /// A repeatable source of numbers (the constants are those of Knuth's MMIX generator).
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private func rows(_ text: [UInt8], _ settings: String, _ piece: Int) throws -> (rows: [String], rejects: [String]) {
        let file = FileReplay(text, config: #"{"maps_to":"orders","header":false,"columns":{"customer":1,"day":2,"value":3}\#(settings)}"#)
        file.replay.pieceSize = piece
        _ = try file.read()
        return (file.orders, file.rejects)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `A damaged file is read to its end, the same way in pieces of any size`(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        // The beginning is read before rows are split; what lies behind 64 KiB meets the edges of pieces.
        var text = Array("a,2026-01-02,1\n".utf8)
        while text.count < 65_600 { text += Array("customer-\(text.count),2026-01-02,12.50\r\n".utf8) }
        let alphabet = Array("ab,,12.\n\r\n\" ;é".utf8) + [0x00, 0xFF, 0xE2]
        for _ in 0..<700 {
            if dice.next() % 12 == 0 { text += Array("x,2026-01-02,3\n".utf8) }
            text.append(alphabet[Int(dice.next() % UInt64(alphabet.count))])
        }

        for (text, settings) in [(text, ""), (text.map { $0 == 0x2C ? 0x20 : $0 }, #","format":"fixed""#)] {
            let whole = try rows(text, settings, 1 << 20)
            #expect(whole.rows.count > 1000)
            #expect(!whole.rejects.isEmpty)
            for row in whole.rows { #expect((try? JSONDocument(row)) != nil) }
            for piece in [1, 5] {
                let parts = try rows(text, settings, piece)
                let difference = zip(parts.rejects, whole.rejects).first { $0 != $1 }
                #expect(parts.rows == whole.rows)
                #expect(difference == nil)
                #expect(parts.rejects.count == whole.rejects.count)
            }
        }
    }
}
