import ConnectorKit
import Testing

@Suite struct StreamingTests {
    private func body(_ text: String, pieces size: Int = 1 << 20) throws -> Response {
        let replay = Replay()
        replay.pieceSize = size
        replay.answer("/", with: .init(text))
        kept.append(replay)
        return try replay.host.send(Request(.get, "https://x.example/"))
    }

    /// Hosts must outlive the responses that read from them.
    private final class Kept {
        var hosts: [Replay] = []
        func append(_ host: Replay) { hosts.append(host) }
    }
    private let kept = Kept()

    private func read(_ text: String, at name: String? = nil, pieces size: Int = 1 << 20) throws -> (elements: [String], rest: String) {
        var elements = try body(text, pieces: size).elements(at: name)
        var seen: [String] = []
        while let element = try elements.next() { seen.append(element.json) }
        #expect(try elements.next() == nil)
        return (seen, elements.rest.json)
    }

    private func failure(_ text: String, at name: String? = nil) -> ConnectorFailure.Kind? {
        do {
            _ = try read(text, at: name, pieces: 3)
            return nil
        } catch { return (error as? ConnectorFailure)?.kind }
    }

    @Test(arguments: [1, 2, 3, 7, 1 << 20])
    func `The elements of an array come one by one through pieces of any size`(_ size: Int) throws {
        let text = "\u{FEFF} [ {\"a\":[1,{\"b\":\"]}\\\"\"}]} , 12,\"x,]\", [] ,null,-1.5e3\n, true ]\n"

        let (elements, rest) = try read(text, pieces: size)

        #expect(elements == [#"{"a":[1,{"b":"]}\""}]}"#, "12", #""x,]""#, "[]", "null", "-1.5e3", "true"])
        #expect(rest == "[]")
    }

    @Test(arguments: [1, 5, 1 << 20])
    func `The elements of a member come one by one, and what stands around them is kept`(_ size: Int) throws {
        let text = #"{"head":{"rows":[9]},"rows":[{"n":1},{"n":2}],"nextPageToken":"t","list":["rows"]}"#

        let (elements, rest) = try read(text, at: "rows", pieces: size)

        #expect(elements == [#"{"n":1}"#, #"{"n":2}"#])
        #expect(rest == #"{"head":{"rows":[9]},"rows":[],"nextPageToken":"t","list":["rows"]}"#)
    }

    @Test func `Without such an array there are no elements and the body is the rest`() throws {
        #expect(try read("[]") == ([], "[]"))
        #expect(try read(#"{"error":{"code":3}}"#) == ([], #"{"error":{"code":3}}"#))
        #expect(try read(#"{"rows":null,"a":1}"#, at: "rows") == ([], #"{"rows":null,"a":1}"#))
        #expect(try read(#"{"rows":{"x":[1]}}"#, at: "rows") == ([], #"{"rows":{"x":[1]}}"#))
    }

    @Test func `What is cut is transient, what is no JSON a contract failure`() {
        for cut in ["[1,2", "[{\"a\":", "[1,", "[\"x", "", "{\"rows\":["] {
            #expect(failure(cut, at: cut.hasPrefix("{") ? "rows" : nil) == .transient, "\(cut)")
        }
        for odd in ["[1 2]", "[1,]", "[,1]", "[1,,2]", "[}]", "[1]x", "[1]]", "[tru]"] { #expect(failure(odd) == .contract, "\(odd)") }
        #expect(failure("<html></html>") == .transient)
    }

    @Test func `A large array needs no more memory than its elements`() throws {
        let replay = Replay()
        let element = "{\"text\":\"" + String(repeating: "x", count: 1000) + "\"},"
        let pieces = Pieces(head: "[", piece: String(repeating: element, count: 200), times: 200, tail: "1]")
        var answer = Replay.Answer("")
        answer.pieces = { pieces.next() }
        replay.answer("/", with: answer)
        var elements = try replay.host.send(Request(.get, "https://x.example/")).elements(limit: 4096)

        var count = 0
        while let element = try elements.next() { count += element.kind == .object ? 1 : 0 }

        #expect(count == 40_000)
    }

    @Test func `An element beyond the limit is refused while it comes`() throws {
        let text = "[1,\"" + String(repeating: "x", count: 1_000_000) + "\"]"
        var elements = try body(text).elements(limit: 1000)

        #expect(try elements.next()?.integer == 1)
        #expect(throws: ConnectorFailure.self) { try elements.next() }
    }

    @Test(arguments: [1, 3, 1 << 20])
    func `Records of CSV are read by column through pieces of any size`(_ size: Int) throws {
        let text = "\u{FEFF}Day,\"Campaign, name\",Cost\r\n2026-01-01,\"A \"\"B\"\"\",1.50\r\n\n2026-01-02,\"two\nlines\",\n2026-01-03"
        var records = try body(text, pieces: size).records()

        let first = try #require(try records.next())
        let second = try #require(try records.next())
        let third = try #require(try records.next())

        #expect(records.columns == ["Day", "Campaign, name", "Cost"])
        #expect(first["Day"] == "2026-01-01" && first["Campaign, name"] == "A \"B\"" && first["Cost"] == "1.50" && first.line == 2)
        #expect(second["Campaign, name"] == "two\nlines" && second["Cost"] == "" && second.line == 4)
        #expect(third["Day"] == "2026-01-03" && third["Cost"] == nil && third["Nothing"] == nil && third.line == 6)
        #expect(try records.next() == nil)
    }

    @Test func `A quote that never ends is a cut answer, other separators are told`() throws {
        var cut = try body("a,b\n1,\"2").records()
        var semicolons = try body("a;b\n1;2\n").records(separator: ";")
        var empty = try body("").records()

        #expect(throws: ConnectorFailure(.transient, "The platform's answer was cut off.", detail: "in a quoted field, line 2")) { try cut.next() }
        #expect(try semicolons.next()?.fields == ["1", "2"])
        #expect(try empty.next() == nil)
    }
}

/// A body that is made piece by piece.
private final class Pieces: @unchecked Sendable {
    // Used by the one thread of its test.
    private var left: [[UInt8]]
    private let piece: [UInt8]
    private var times: Int
    private let tail: [UInt8]

    init(head: String, piece: String, times: Int, tail: String) {
        left = [Array(head.utf8)]
        self.piece = Array(piece.utf8)
        self.times = times
        self.tail = Array(tail.utf8)
    }

    func next() -> [UInt8] {
        if !left.isEmpty { return left.removeFirst() }
        times -= 1
        return times >= 0 ? piece : times == -1 ? tail : []
    }
}
