import Testing

@testable import Statistics

@Suite struct IdentificationTests {
    /// An answer whose media cause these parts of the outcome, draw by draw, over a base with this upper end per week.
    private static func answer(_ shares: [Double], base: [Double] = [50, 50], correlation: Double = -0.5) -> MixAnswer {
        let week = MixAnswer.Weekly(name: "baseline", mean: base.map { $0 - 1 }, low: base.map { $0 - 2 }, high: base)
        return MixAnswer(
            channels: [], weekly: [week, MixAnswer.Weekly(name: "prediction", mean: base, low: base, high: base)], mediaShare: Estimate(shares),
            baseBelowZero: Double(shares.count { $0 > 1 }) / Double(shares.count), interceptMediaCorrelation: correlation)
    }

    private static func data(_ target: [Double] = [100, 120]) throws -> MixData {
        try MixData(days: [0, 7], target: target, channels: [.init("tv", [1, 0])])
    }

    private static func spread(_ low: Double, _ high: Double) -> [Double] { (0...200).map { low + (high - low) * Double($0) / 200 } }

    @Test func `Media that may cause a part of the outcome are no finding`() throws {
        #expect(Identification.level(Self.answer(Self.spread(0.2, 0.6)), try Self.data()) == nil)
    }

    @Test func `Media that would cause more than everything are said in plain words`() throws {
        let most = try #require(Identification.level(Self.answer(Self.spread(0.36, 2.28)), try Self.data()))

        #expect(most.code == "impossible_share")
        #expect(most.verdict == .weaklyIdentified)
        #expect(most.sentence.hasPrefix("The figures contradict themselves"))
        #expect(most.sentence.contains("more than 100 % cannot be"))
        #expect(most.advice.hasPrefix("Do not use any return of this fit."))

        let some = try #require(Identification.level(Self.answer(Self.spread(0.3, 1.2)), try Self.data()))
        #expect(some.code == "impossible_share")
        #expect(some.verdict == .weaklyIdentified)
        #expect(some.sentence.contains("In 22 % of the draws less than nothing would have come without advertising"))
    }

    @Test func `A base below zero in single weeks is a finding`() throws {
        let finding = try #require(Identification.level(Self.answer(Self.spread(0.4, 0.7), base: [40, -3]), try Self.data()))

        #expect(finding.code == "negative_base")
        #expect(finding.verdict == .weaklyIdentified)
        #expect(finding.sentence.hasPrefix("In 1 of 2 weeks"))
    }

    @Test func `An outcome that falls below zero itself may do so without media`() throws {
        let loss = try Self.data([100, -20])

        #expect(Identification.level(Self.answer(Self.spread(0.3, 1.2), base: [40, -3]), loss) == nil)
        #expect(Identification.level(Self.answer(Self.spread(0.1, 1.2), correlation: -0.95), loss)?.code == "intercept_media")
    }
}
