import ConnectorKit
import Testing

@Suite struct JSONTests {
    private func view(_ text: String) throws -> JSONView { try JSONDocument(text).root }

    private func fault(_ bytes: [UInt8]) -> JSONFault.Reason? {
        do {
            _ = try JSONDocument(bytes)
            return nil
        } catch { return error.reason }
    }

    private func fault(_ text: String) -> JSONFault.Reason? { fault(Array(text.utf8)) }

    @Test func `Values are found by path and read by type`() throws {
        let view = try view(
            #" {"data": [{"id": 7, "name": "A \"b\" \u00e9\ud83d\ude00", "spend": "12.34", "on": true, "day": "2026-01-02"}, {}], "#
                + #""a.b": {"c": null}} "#
        )

        #expect(view["data.0.id"].string == "7")
        #expect(view["data.0.id"].integer == 7)
        #expect(view["data.0.name"].string == "A \"b\" é😀")
        #expect(view["data.0.spend"].micros == Micros(12_340_000))
        #expect(view["data.0.on"].boolean == true)
        #expect(view["data.0.day"].day == Day("2026-01-02"))
        #expect(view["data"].count == 2)
        #expect(view["data"].elements.map(\.count) == [5, 0])
        #expect(view.member("a.b")["c"].kind == .null)
        #expect(!view.member("a.b")["c"].exists)
        #expect(view.members.map(\.name) == ["data", "a.b"])
    }

    @Test func `What is not there is missing and never a crash`() throws {
        let view = try view(#"{"a":[1,{"b":"x"}]}"#)

        for path in ["", "x", "a.x", "a.2", "a.-1", "a.0.b", "a.1.b.c", "a..b", "."] {
            #expect(view[path].kind == .missing)
            #expect(view[path].string == nil)
            #expect(view[path].integer == nil)
            #expect(view[path].elements.map(\.json).isEmpty)
        }
        #expect(JSONView.missing["a"].json == "")
        #expect(view["a"].string == nil)
        #expect(throws: ConnectorFailure(.contract, "The platform's answer lacks \"a.1.c\".", detail: #"{"a":[1,{"b":"x"}]}"#)) {
            try view.required("a.1.c")
        }
    }

    @Test func `Getters take numbers as texts and the reverse`() throws {
        let view = try view(
            #"{"n":"12","f":12.0,"e":"1e3","half":1.5,"yes":"true","one":1,"big":"922337203685477580","t":1700000000,"z":"2026-01-02T03:04:05+0100"}"#
        )

        #expect(view["n"].integer == 12)
        #expect(view["f"].integer == 12)
        #expect(view["e"].integer == 1000)
        #expect(view["half"].integer == nil)
        #expect(view["half"].string == "1.5")
        #expect(view["yes"].boolean == true)
        #expect(view["one"].boolean == true)
        #expect(view["big"].integer == 922_337_203_685_477_580)
        #expect(view["t"].instant == Instant(seconds: 1_700_000_000))
        #expect(view["z"].instant?.description == "2026-01-02T02:04:05Z")
        #expect(view["n"].strings == ["12"])
    }

    @Test func `Bytes that are no JSON are refused with the reason`() {
        #expect(fault("") == .empty)
        #expect(fault(" \n") == .empty)
        #expect(fault("<html><body>502</body></html>") == .markup)
        for cut in ["{", "[1", "[1,", "{\"a\"", "{\"a\":", "\"abc", "\"a\\", "\"\\u12", "tru", "-", "1.", "1e", "{\"a\":1,"] {
            #expect(fault(cut) == .cut, "\(cut)")
        }
        for wrong in ["{a:1}", "[1,]", "{\"a\":1,}", "01", "+1", "nul1", "[1 2]", "1 2", "\"\\x\"", "\"\\u12g4\"", "{\"a\" 1}", "NaN", "'a'", ".5"] {
            #expect(fault(wrong) == .syntax, "\(wrong)")
        }
        #expect(fault("\"a\nb\"") == .text)
        #expect(fault([0x22, 0xFF, 0x22, 0x20, 0x20, 0x20]) == .text)
        #expect(fault([0x22, 0xED, 0xA0, 0x80, 0x22, 0x20]) == .text)
        #expect(fault([0x22, 0xC0, 0x80, 0x22, 0x20, 0x20]) == .text)
        #expect(fault(String(repeating: "[", count: 100_000)) == .tooDeep)
        #expect(fault(String(repeating: "[", count: 128) + String(repeating: "]", count: 128)) == nil)
        #expect(fault([0xEF, 0xBB, 0xBF, 0x31]) == nil)
    }

    @Test func `No prefix and no damaged byte of a document crashes`() throws {
        let bytes = Array(#"{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00\n",true,false,null,{"b":{}}],"é":[]}"#.utf8)

        for length in 0..<bytes.count { #expect(fault(Array(bytes[..<length])) != nil) }
        for place in bytes.indices {
            for byte in [0, 0x22, 0x5C, 0x7B, 0x5D, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] = byte
                guard let root = try? JSONDocument(damaged).root else { continue }
                _ = root["a"].elements.map { ($0.string, $0.integer, $0["b"].json) }
            }
        }
    }

    @Test func `Half a surrogate pair and U+0000 are repaired when they are copied to a row`() throws {
        let view = try view(#"{"a":"x\ud83dy","b":"\u0000","c":["\ud83d\ude00\\u0000",  1]}"#)

        #expect(view["a"].string == "x\u{FFFD}y")
        let row = Row.json { row in
            row.raw("a", view["a"])
            row.raw("c", view["c"])
            row.text("b", view["b"])
        }
        #expect(row == #"{"a":"x\ufffdy","c":["\ud83d\ude00\\u0000",  1],"b":"\#u{FFFD}"}"#)
    }

    @Test func `Of members with one name the first counts, and names may be escaped`() throws {
        let view = try view(#"{"\u0061":1,"a":2}"#)

        #expect(view["a"].integer == 1)
    }
}
