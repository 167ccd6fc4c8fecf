import ConnectorKit
import Testing

@testable import LinkedInConnector

@Suite struct ConversionTests {
    private let linkedIn = LinkedInReplay()
    private static let hash = String(repeating: "ab", count: 32)

    private static func event(_ id: String, _ more: String = "", at time: String = "2026-01-14T10:00:00Z", user: String? = nil) -> String {
        let user = user ?? #"{"email_sha256":"\#(hash)"}"#
        return #"{"id":"\#(id)","name":"purchase","occurred_at":"\#(time)","user":\#(user)\#(more)}"#
    }

    private func upload(
        _ events: [String], config: String = #"{"conversion_rule":"77"}"#, dryRun: Bool = false, test: String = ""
    ) throws -> OperationResult {
        try linkedIn.replay.write(
            LinkedIn.self, "upload_conversions", parameters: #"{"events":[\#(events.joined(separator: ","))]\#(test)}"#, dryRun: dryRun,
            config: config)
    }

    /// Accepts a batch, unless it holds a bad event: then refuses it all.
    private func platform(naming: Bool, bad: Set<String>) {
        linkedIn.replay.answer(where: { $0.url.contains("conversionEvents") }) { sent in
            let ids = ((try? JSONDocument(sent.body).root) ?? .missing)["elements"].elements.compactMap { $0["eventId"].string }
            let places = ids.enumerated().filter { bad.contains($0.element) }.map { String($0.offset) }
            guard places.isEmpty else {
                let where_ = naming ? ", indices [\(places.joined(separator: ", "))]" : ""
                return LinkedInReplay.error(422, message: "Conversion's method should be CONVERSIONS_API\(where_)")
            }
            return .init(#"{"elements":[\#(ids.map { _ in #"{"status":201}"# }.joined(separator: ","))]}"#)
        }
    }

    @Test func `Events are sent in a batch in LinkedIn's form`() throws {
        platform(naming: true, bad: [])
        let user = #"{"email_sha256":"\#(Self.hash)","external_id_sha256":"c1"}"#
        let more = #","value_micros":59900000,"currency":"EUR","click_id":{"kind":"li_fat_id","value":"f-1"}"#

        let result = try upload([Self.event("order-1001", more, user: user)])

        #expect(result.applied && result.results == [.init(id: "order-1001", state: .accepted)])
        let sent = try #require(linkedIn.replay.requests.first)
        #expect(sent.header("x-restli-method") == "BATCH_CREATE" && !sent.idempotent)
        let ids = #"[{"idType":"SHA256_EMAIL","idValue":"\#(Self.hash)"},{"idType":"LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID","idValue":"f-1"}]"#
        #expect(
            sent.text
                == #"{"elements":[{"conversion":"urn:lla:llaPartnerConversion:77","conversionHappenedAt":1768384800000,"#
                + #""conversionValue":{"currencyCode":"EUR","amount":"59.9"},"eventId":"order-1001","user":{"userIds":\#(ids),"externalIds":["c1"]}}]}"#
        )
    }

    @Test func `What LinkedIn can not take is rejected before it is sent`() throws {
        platform(naming: true, bad: [])

        let result = try upload([
            Self.event("old", at: "2025-10-01T00:00:00Z"), Self.event("future", at: "2026-02-01T00:00:00Z"),
            Self.event(String(repeating: "x", count: 65)), Self.event("nobody", user: "{}"), Self.event("plain", user: #"{"email_sha256":"a@b.c"}"#),
            Self.event("free", #","value_micros":5"#), Self.event("fine"), Self.event("fine"),
        ])

        #expect(result.results.map(\.state) == [.rejected, .rejected, .rejected, .rejected, .rejected, .rejected, .accepted])
        #expect(result.results.dropLast().allSatisfy { $0.reason != nil } && result.notes.count == 1)
        #expect(linkedIn.replay.requests.count == 1)
    }

    @Test(arguments: [true, false]) func `Bad events are found by their indices or by halving, and the others are taken`(naming: Bool) throws {
        platform(naming: naming, bad: ["e3", "e9"])
        let events = (0..<12).map { Self.event("e\($0)") }

        let result = try upload(events, config: #"{"conversion_rule":"77","conversions_batch":8}"#)

        #expect(result.results.filter { $0.state == .rejected }.map(\.id) == ["e3", "e9"])
        #expect(result.results.filter { $0.state == .accepted }.count == 10)
        #expect(linkedIn.replay.requests.count == (naming ? 4 : 12))
    }

    @Test func `Each element of an answer counts for its event, and a silence is unknown`() throws {
        linkedIn.answer("conversionEvents", times: 1, with: .init(#"{"elements":[{"status":201},{"status":400,"error":{"message":"bad rule"}}]}"#))
        linkedIn.answer("conversionEvents", times: 1, with: .init(#"{"elements":[{"status":201}]}"#))
        linkedIn.answer("conversionEvents", times: 1, with: LinkedInReplay.error(503))

        let result = try upload((0..<6).map { Self.event("e\($0)") }, config: #"{"conversion_rule":"77","conversions_batch":2}"#)

        #expect(result.results.map(\.state) == [.accepted, .rejected, .unknown, .unknown, .unknown, .unknown])
        #expect(result.results[1].reason == "bad rule")
    }

    @Test func `Where nothing was sent the failure is the answer, otherwise what was sent is told`() throws {
        linkedIn.answer("conversionEvents", times: 1, with: LinkedInReplay.error(401, number: 65_600))
        linkedIn.answer("conversionEvents", times: 1, with: .init(#"{"elements":[{"status":201}]}"#))
        linkedIn.answer("conversionEvents", with: LinkedInReplay.error(403))
        let events = [Self.event("a"), Self.event("b")]
        let config = #"{"conversion_rule":"77","conversions_batch":1}"#

        #expect(throws: ConnectorFailure.self) { try upload(events, config: config) }
        let result = try upload(events, config: config)

        #expect(result.results.map(\.state) == [.accepted, .unknown] && result.notes.count == 1)
    }

    @Test func `A dry run and a test send nothing, and without a rule nothing goes`() throws {
        let dry = try upload([Self.event("a"), Self.event("b", user: "{}")], dryRun: true)
        let test = try upload([Self.event("a")], test: #","test":{"code":"T1"}"#)

        #expect(dry.results.map(\.state) == [.accepted, .rejected] && !dry.applied && !test.applied)
        #expect(linkedIn.replay.requests.isEmpty)
        #expect { try upload([Self.event("a")], config: "{}") } throws: { ($0 as? ConnectorFailure)?.kind == .config }
    }

    @Test func `Indices are read only where they fit the batch`() {
        #expect(ConversionCheck.indices(in: "method should be CONVERSIONS_API, indices [0, 3]", below: 4) == [0, 3])
        #expect(ConversionCheck.indices(in: "indices [4]", below: 4).isEmpty && ConversionCheck.indices(in: "indices [x]", below: 4).isEmpty)
        #expect(ConversionCheck.indices(in: "no", below: 4).isEmpty)
    }
}
