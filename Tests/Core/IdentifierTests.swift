import Core
import Testing

@Suite struct IdentifierTests {
    @Test func `A new id is version 7, sorts by time and survives its text`() throws {
        let early = UniqueID(milliseconds: 1_000, random: (.max, .max))
        let late = UniqueID(milliseconds: 1_001, random: (0, 0))
        let id = UniqueID()

        #expect(early < late)
        #expect(UniqueID(id.description) == id)
        #expect(id.description.dropFirst(14).first == "7")
        #expect("89ab".contains(try #require(id.description.dropFirst(19).first)))
        #expect(UniqueID(bytes: id.bytes) == id)
    }

    @Test(arguments: [
        "", "0197a000-0000-7000-8000-00000000000", "0197a000-0000-7000-8000-0000000000001", "0197a0000000-7000-8000-000000000001-",
        "g197a000-0000-7000-8000-000000000001",
    ])
    func `Another text is no id`(text: String) {
        #expect(UniqueID(text) == nil)
    }

    @Test(arguments: ["ab", "a-b-9", "acme", String(repeating: "a", count: 39)])
    func `A slug is a letter and then letters, digits and hyphens`(text: String) {
        #expect(Slug(text)?.text == text)
    }

    @Test(arguments: ["", "a", "9a", "-a", "Ab", "a_b", "a.b", String(repeating: "a", count: 40), "ä1"])
    func `Any other text is no slug`(text: String) {
        #expect(Slug(text) == nil)
    }

    @Test func `A secret never prints`() {
        let secret = Secret("hunter2-hunter2")

        #expect("\(secret) \(String(reflecting: secret)) \([secret])".contains("hunter2") == false)
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(dumped.contains("hunter2") == false)
        #expect(secret.reveal() == "hunter2-hunter2")
    }
}
