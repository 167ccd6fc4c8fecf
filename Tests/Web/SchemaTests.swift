import Core
import Testing

@testable import Web

struct SchemaTests {
    @Test func `A value is written and read back`() throws {
        let campaign = Campaign.sample()

        let text = Campaign.schema.encode(campaign)

        let read = try Campaign.schema.decode(JSON(parsing: text))

        #expect(read == campaign)
        #expect(String(decoding: text, as: UTF8.self).contains(#""budget":{"amount_micros":"1234560000","currency":"EUR","display":"1234.56"}"#))
    }

    @Test func `All faults are told at once with their pointers`() throws {
        let body: JSON = ["email": "nobody", "items": [["name": "a", "price": 1], ["name": 3, "price": 0, "a/b": true]], "tenant_id": "x"]

        let faults = NewCampaign.schema.validate(body)

        #expect(
            Set(faults.map { "\($0.pointer) \($0.code)" })
                == [
                    "/tenant_id unknown_field", "/name missing", "/email email", "/items/1/name type", "/items/1/price range",
                    "/items/1/a~1b unknown_field",
                ])
    }

    @Test func `A patch tells absent from null from a value`() throws {
        let schema = CampaignChange.schema

        let change = try schema.decode(["start": .null])
        let faults = schema.validate(["name": .null])

        #expect(change == CampaignChange(name: .absent, start: .null))
        #expect(faults.map(\.pointer) == ["/name"])
        #expect(String(decoding: schema.encode(CampaignChange(name: .value("x"), start: .absent)), as: UTF8.self) == #"{"name":"x"}"#)
    }

    @Test func `An optional member may be left out and is always shown`() throws {
        var campaign = Campaign.sample()
        campaign.start = nil

        let json = try JSON(parsing: Campaign.schema.encode(campaign))

        #expect(json["start"] == .null)
        #expect(try Campaign.schema.decode(json.setting("start", nil)) == campaign)
    }

    @Test(arguments: ["a@b.example", "first.last+tag@sub.example.org", "ü@exämple.de"]) func `An e-mail address passes`(text: String) throws {
        #expect(Schema<String>.email.validate(.string(text)).isEmpty)
    }

    @Test(arguments: ["", "a", "a@b", "@b.example", "a@@b.example", "a b@c.example", "a@b..example", "a@b.example\n"])
    func `What is no e-mail address is refused`(text: String) throws {
        #expect(!Schema<String>.email.validate(.string(text)).isEmpty)
    }

    @Test func `Lengths count code points`() {
        let schema = Schema<String>.string(min: 2, max: 3)

        #expect(schema.validate("äöü").isEmpty)
        #expect(schema.validate("ä").map(\.code) == ["too_short"])
        #expect(schema.validate("äöüß").map(\.code) == ["too_long"])
        #expect(schema.validate("a\u{0}b").map(\.code) == ["nul"])
    }

    @Test func `Members that do not fit together are refused by the maker`() {
        let schema = Schema<ClosedRange<Int>>.object("Range", field("from", \.lowerBound, .integer()), field("to", \.upperBound, .integer())) {
            from, to in
            guard from <= to else { throw Refusal("to", code: "order", "This must not be before from.") }
            return from...to
        }

        let problem = #expect(throws: Problem.self) { try schema.decode(["from": 2, "to": 1]) }

        #expect(throws: Never.self) { try schema.decode(["from": 1, "to": 2]) }
        #expect(problem?.faults.map { "\($0.pointer) \($0.code)" } == ["/to order"])
    }

    @Test func `A record is checked but never read`() throws {
        let schema = Schema<Campaign>.record("CampaignShown", field("name", \.name, .string()), field("status", \.status, .enumeration()))

        #expect(schema.validate(["name": "a", "status": "active"]).isEmpty)
        #expect(schema.validate(["name": "a", "status": "lost"]).map(\.pointer) == ["/status"])
        #expect(throws: Problem.self) { try schema.decode(["name": "a", "status": "active"]) }
    }

    @Test func `A schema documents itself as JSON Schema`() throws {
        var components = ShapeComponents()

        let reference = components.document(Campaign.schema.shape)
        let shown = try #require(components.schemas["Campaign"])

        #expect(reference == ["$ref": "#/components/schemas/Campaign"])
        #expect(shown["required"] == ["id", "name", "status", "budget"])
        #expect(shown["additionalProperties"] == false)
        #expect(shown["properties"]?["start"]?["type"] == ["string", "null"])
        #expect(components.schemas["Money"] != nil)
    }

    @Test func `A secret goes in and never comes out`() throws {
        let schema = Schema<Secret>.secret(min: 3)

        #expect(try schema.decode("swordfish").reveal() == "swordfish")
        #expect(schema.encode(Secret("swordfish")) == Array("null".utf8))
    }

    @Test func `Numbers keep to whole ones where whole ones are due`() {
        #expect(Schema<Int>.integer().validate(.number("1.0")).map(\.code) == ["type"])
        #expect(Schema<Int>.integer().validate(.number("99999999999999999999")).map(\.code) == ["type"])
        #expect(Schema<Double>.number(min: 0).validate(.number("1e400")).map(\.code) == ["type"])
    }
}
