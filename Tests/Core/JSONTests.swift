import Core
import Testing

@Suite struct JSONTests {
    @Test func `A value survives the way through its text`() throws {
        let text = #"{"a":[1,-0.5e+10,true,false,null,"ü😀\n\u0001"],"b":{"c":""}}"#

        let value = try JSON(parsing: text)

        #expect(value.description == text)
        #expect(value["a"]?.array?[1] == .number("-0.5e+10"))
        #expect(value["b"]?["c"]?.string == "")
    }

    @Test func `Escapes are read, surrogate pairs too`() throws {
        #expect(try JSON(parsing: #""\u0041\ud83d\ude00\/\b\f""#).string == "A😀/\u{8}\u{c}")
    }

    @Test(arguments: [
        ("", JSONError.Reason.endsEarly), ("{", .endsEarly), (#"{"a":1,}"#, .unexpected), ("[1 2]", .unexpected), ("01", .number), ("1.", .number),
        ("+1", .unexpected), ("1e", .number), ("NaN", .unexpected), ("tru", .endsEarly), ("1 1", .trailing), (#"{"a":1,"a":2}"#, .duplicate),
        (#"{"a":1,"\u0061":2}"#, .duplicate), (#""\u0000""#, .nul), ("\"\0\"", .nul), ("\"\n\"", .control), (#""\x""#, .escape),
        (#""\ud800""#, .surrogate), (#""\ud800\u0041""#, .surrogate), (#""\udc00""#, .surrogate), ("\u{FEFF}{}", .byteOrderMark),
        ("'a'", .unexpected),
    ])
    func `A malformed text is refused with its reason`(text: String, reason: JSONError.Reason) {
        #expect { try JSON(parsing: text) } throws: { ($0 as? JSONError)?.reason == reason }
    }

    @Test func `Malformed UTF-8 is refused`() {
        for bytes: [UInt8] in [[0x22, 0xC3, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22]] {
            #expect { try JSON(parsing: bytes) } throws: { ($0 as? JSONError)?.reason == .utf8 }
        }
    }

    @Test func `Depth, number of values and length of strings are bounded`() throws {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        let many = "[" + Array(repeating: "0", count: 10_000).joined(separator: ",") + "]"
        let long = "\"" + String(repeating: "x", count: 65_537) + "\""

        #expect { try JSON(parsing: "[" + deep + "]") } throws: { ($0 as? JSONError)?.reason == .depth }
        #expect { try JSON(parsing: many) } throws: { ($0 as? JSONError)?.reason == .elements }
        #expect { try JSON(parsing: long) } throws: { ($0 as? JSONError)?.reason == .length }
        #expect(throws: Never.self) { try JSON(parsing: deep) }
    }

    @Test func `The offset points at the fault`() {
        #expect { try JSON(parsing: #"{"a": nope}"#) } throws: { ($0 as? JSONError)?.offset == 7 }
    }

    @Test func `Members are set, replaced and removed`() {
        let object: JSON = ["a": 1, "b": 2]

        #expect(object.setting("b", "x").description == #"{"a":1,"b":"x"}"#)
        #expect(object.setting("c", nil) == object)
        #expect(object.setting("a", nil).description == #"{"b":2}"#)
        #expect(JSON.number("12").integer == 12)
        #expect(JSON.number("1.0").integer == nil)
    }
}
