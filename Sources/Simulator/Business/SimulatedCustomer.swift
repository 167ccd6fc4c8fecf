package import Core

/// Somebody who bought at least once.
package struct SimulatedCustomer: Sendable, Hashable {
    /// The platform's number for them.
    package let number: Int64
    package let firstName: String
    package let lastName: String
    package let email: String
    package let phone: String?
    /// ISO 3166-1, two letters.
    package let country: String
    package let created: Instant
    package internal(set) var updated: Instant
    /// The campaign that won them; `nil` for those who came by themselves.
    package let touch: AdTouch?
    /// Their own repeat purchases per week, and the probability to leave after each: what the BG/NBD parameters drew for them.
    package let weeklyRate: Double
    package let dropout: Double
    /// Orders that are no tests, and what they paid for them less what they got back, in micros.
    package internal(set) var orderCount = 0
    package internal(set) var spent: Int64 = 0

    /// Where Meta won them: the position in `SimulatedBusiness.campaigns`.
    package var campaign: Int? { touch?.platform == .meta ? touch?.campaign : nil }
}

extension SimulatedCustomer {
    init(index: Int, created: Instant, touch: AdTouch?, _ frame: BusinessFrame) {
        var stream = RandomStream(seed: frame.seed, "customer", index)
        firstName = Words.firstNames[stream.below(Words.firstNames.count)]
        lastName = Words.lastNames[stream.below(Words.lastNames.count)]
        country = Words.countries[stream.below(Words.countries.count)]
        number = 7_200_000_000_000 + frame.idBase * 10_000_000 + Int64(index) + 1
        email = "customer\(index + 1).s\(frame.seed)@example.com"
        phone = stream.chance(0.6) ? "+4917139200\(String(100 + stream.below(100)).dropFirst())" : nil
        self.created = created
        updated = created
        self.touch = touch
        weeklyRate = stream.gamma(shape: frame.parameters.r, rate: frame.parameters.alpha)
        dropout = stream.beta(frame.parameters.a, frame.parameters.b)
    }
}
