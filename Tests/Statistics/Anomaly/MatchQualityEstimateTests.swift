import Testing

@testable import Statistics

@Suite struct MatchQualityEstimateTests {
    private func digest(_ number: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "a", count: 64 - text.count) + text
    }

    private func events(_ count: Int, email: (Int) -> String) -> [MatchEvent] {
        (0..<count).map { number in
            MatchEvent(
                eventID: "e\(number)",
                identifiers: [
                    .email: email(number), .phone: digest(number), .clickID: "fb.1.1700000000000.abc\(number)", .externalID: digest(number),
                    .address: "203.0.113.7",
                ])
        }
    }

    @Test func `Full and valid identifiers score high`() throws {
        let estimate = try MatchQualityEstimate(events(200) { digest($0) })

        #expect(estimate.score == 10)
        #expect(estimate.parts.first { $0.identifier == .email }?.coverage == 1)
        #expect(estimate.duplicates == 0 && estimate.missingEventID == 0)
    }

    @Test func `Raw addresses, empty hashes and placeholders are shown`() throws {
        let raw = try MatchQualityEstimate(events(200) { "person\($0)@example.com" }).parts[0]
        let empty = try MatchQualityEstimate(events(200) { _ in "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }).parts[0]
        let same = try MatchQualityEstimate(events(200) { _ in digest(1) }).parts[0]

        #expect(raw.unhashed == 1 && raw.valid == 0)
        #expect(empty.unhashed == 0 && empty.valid == 0)
        #expect(same.valid == 1 && same.repeated == 1)
    }

    @Test func `Duplicates cost their share`() throws {
        let once = events(100) { digest($0) }
        let estimate = try MatchQualityEstimate(once + once)

        #expect(estimate.duplicates == 0.5)
        #expect(estimate.score == 5)
    }

    @Test func `A handful of events is refused`() {
        #expect(#expect(throws: Refusal.self) { try MatchQualityEstimate(events(3) { digest($0) }) }?.code == "too_few_events")
    }
}
