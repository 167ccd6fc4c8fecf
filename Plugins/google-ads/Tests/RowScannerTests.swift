import ConnectorKit
import Testing

@testable import GoogleAdsConnector

@Suite struct RowScannerTests {
    private func scan(_ text: String, pieces size: Int = .max) throws -> (rows: [String], envelopes: [String]) {
        var rows: [String] = []
        var envelopes: [String] = []
        var scanner = RowScanner()
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = size > bytes.count - start ? bytes.count : start + size
            try bytes[start..<end].withUnsafeBytes {
                try scanner.read($0, row: { rows.append($0.json) }, envelope: { envelopes.append($0.json) })
            }
            start = end
        }
        try scanner.finish()
        return (rows, envelopes)
    }

    @Test(arguments: [1, 2, 3, 5, 64]) func `Rows are found however the bytes come`(size: Int) throws {
        let text = #" [ {"fieldMask":"a,b","results": [ {"a":"]}\"[{","b":{"results":[1,{}]}} , {} ],"requestId":"r\\"} , {"results":[]} ] "#

        let (rows, envelopes) = try scan(text, pieces: size)

        #expect(rows == [#"{"a":"]}\"[{","b":{"results":[1,{}]}}"#, "{}"])
        #expect(envelopes == [#"{"fieldMask":"a,b","results": [],"requestId":"r\\"}"#, #"{"results":[]}"#])
    }

    @Test func `A single object is read as well, and other lists are no rows`() throws {
        let (rows, envelopes) = try scan(
            #"{"others":[{"x":1}],"results":[{"y":2}],"results2":[{"z":3}],"summary":{"results":[{"w":4}]},"nextPageToken":"t"}"#)

        #expect(rows == [#"{"y":2}"#])
        #expect(envelopes.first?.contains(#""nextPageToken":"t""#) == true && envelopes.first?.contains(#"{"z":3}"#) == true)
    }

    @Test func `What is no answer is told from what is a part of one`() {
        func reason(_ text: String) -> JSONFault.Reason? {
            do {
                _ = try scan(text)
                return nil
            } catch let fault as BrokenAnswer { return fault.reason } catch let fault as JSONFault { return fault.reason } catch { return nil }
        }
        #expect(reason("") == .empty && reason("  ") == .empty)
        #expect(reason("[") == .cut && reason(#"[{"results":[{"a":1}"#) == .cut && reason(#"[{"results":[]}"#) == .cut)
        #expect(reason("<html>") == .markup)
        #expect(reason("[{}] x") == .syntax && reason("[{}{}]") == .syntax && reason(#"{"results":[{} {}]}"#) == .syntax && reason("{]") == .syntax)
        #expect(reason("[]") == nil)
    }

    @Test func `A large answer needs the memory of a row`() throws {
        let google = GoogleAdsReplay(config: #"{"customer_id":"1110000001","since_days":5,"levels":["campaign"]}"#)
        google.oneAccount()
        google.replay.keepsRows = false
        let row = #"{"campaign":{"id":"1"},"metrics":{"costMicros":"1"},"segments":{"date":"2026-01-12"}},"#
        let piece = Array(String(repeating: row, count: 1000).utf8)
        var answer = Replay.Answer(#"[{"results":["#)
        let left = Pieces(count: 40, piece: piece, end: Array((row.dropLast() + "]}]").utf8))
        answer.pieces = { left.next() }
        google.answer(from: "campaign", with: answer)

        try google.read("ad_daily")

        #expect(google.replay.rowCount == 40_002)
    }

    /// The middle and the end of a long body.
    private final class Pieces: @unchecked Sendable {
        private var count: Int
        private let piece: [UInt8]
        private var end: [UInt8]

        init(count: Int, piece: [UInt8], end: [UInt8]) {
            self.count = count
            self.piece = piece
            self.end = end
        }

        func next() -> [UInt8] {
            if count > 0 {
                count -= 1
                return piece
            }
            defer { end = [] }
            return end
        }
    }
}
