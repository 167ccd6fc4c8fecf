import ConnectorKit
import Testing

@Suite struct EncodingTests {
    // The vectors of RFC 4648, section 10.
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")])
    func `Base64 is that of RFC 4648`(_ text: String, _ encoded: String) {
        #expect(Base64.encode(text.utf8) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
        #expect(Base64.decode(String(encoded.prefix { $0 != "=" })) == Array(text.utf8))
    }

    @Test func `The alphabet for URLs has no padding, and both alphabets are read`() {
        #expect(Base64.encode([0xFB, 0xFF, 0xFE]) == "+//+")
        #expect(Base64.encode([0xFB, 0xFF, 0xFE, 0x01], forURL: true) == "-__-AQ")
        #expect(Base64.decode("-__-AQ") == [0xFB, 0xFF, 0xFE, 0x01])
        for wrong in ["A", "AAAAA", "A=AA", "====", "Zg=", "Zh==", "Z g=", "Zm9v\n"] { #expect(Base64.decode(wrong) == nil, "\(wrong)") }
    }

    @Test func `Percent encoding goes there and back`() {
        let text = "a b+c&d=é/😀%~"
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
        #expect(PercentEncoding.decode("a+b%2B", plusAsSpace: true) == "a b+")
        #expect(PercentEncoding.decode("a+b") == "a+b")
        for wrong in ["%", "%4", "%GG", "%FF"] { #expect(PercentEncoding.decode(wrong) == nil, "\(wrong)") }
    }

    @Test func `The items of a link to the next page are read`() {
        let items = PercentEncoding.items(of: "https://x.example/list?page%5Bcursor%5D=a%3D%3D&flag&n=1=2#top")

        #expect(items.map { "\($0.name)|\($0.value)" } == ["page[cursor]|a==", "flag|", "n|1=2"])
        #expect(PercentEncoding.items(of: "https://x.example/list").isEmpty)
    }
}
