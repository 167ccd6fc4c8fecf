import Core

/// Who the visitors are. For each dimension the parts of a day add up to the day.
struct Demographics {
    private let frame: BusinessFrame

    private typealias Trait = (dimension: String, values: [(name: String, share: Double)])

    private static let traits: [Trait] = [
        (
            "country",
            [("Germany", 0.62), ("Austria", 0.14), ("Switzerland", 0.09), ("France", 0.05), ("Netherlands", 0.05), ("United Kingdom", 0.05)]
        ),
        (
            "city",
            [("(not set)", 0.34), ("Berlin", 0.2), ("Hamburg", 0.11), ("Munich", 0.12), ("Vienna", 0.1), ("Zurich", 0.06), ("Cologne", 0.07)]
        ),
        ("language", [("German", 0.74), ("English", 0.16), ("French", 0.05), ("Dutch", 0.05)]),
        ("deviceCategory", [("mobile", 0.66), ("desktop", 0.29), ("tablet", 0.05)]),
        (
            "userAgeBracket",
            [("unknown", 0.45), ("18-24", 0.08), ("25-34", 0.16), ("35-44", 0.14), ("45-54", 0.09), ("55-64", 0.05), ("65+", 0.03)]
        ),
        ("userGender", [("unknown", 0.45), ("female", 0.32), ("male", 0.23)]),
    ]

    static var dimensions: [String] { traits.map(\.dimension) }

    private struct Total {
        var sessions = 0
        var users = 0
        var newUsers = 0
        var engaged = 0
        var conversions = 0
        var revenue: Int64 = 0
    }

    init(_ frame: BusinessFrame) { self.frame = frame }

    func facts(_ sessions: [SessionFact]) -> [DemographicFact] {
        var totals = Array(repeating: Total(), count: frame.days)
        for visit in sessions {
            let offset = visit.day - frame.since
            totals[offset].sessions += visit.sessions
            totals[offset].users += visit.users
            totals[offset].newUsers += visit.newUsers
            totals[offset].engaged += visit.engaged
            totals[offset].conversions += visit.conversions
            totals[offset].revenue += visit.revenue
        }
        return totals.enumerated().flatMap { offset, total in
            Self.traits.indices.flatMap { facts(Self.traits[$0], $0, total, offset) }
        }
    }

    private func facts(_ trait: Trait, _ place: Int, _ total: Total, _ offset: Int) -> [DemographicFact] {
        var stream = RandomStream(seed: frame.seed, "demographics", place, offset)
        let weights = trait.values.map { $0.share * stream.noise(0.1) }
        let (visits, users) = (Split.parts(total.sessions, weights), Split.parts(total.users, weights))
        let (newUsers, engaged) = (Split.parts(total.newUsers, weights), Split.parts(total.engaged, weights))
        let orders = Split.parts(total.conversions, weights, offset: stream.uniform())
        let revenue = Split.money(total.revenue, orders.map { Double($0) })
        return trait.values.indices.compactMap { value in
            guard visits[value] + users[value] + newUsers[value] + engaged[value] + orders[value] > 0 else { return nil }
            return DemographicFact(
                day: frame.since + offset, dimension: trait.dimension, value: trait.values[value].name, sessions: visits[value],
                users: users[value], newUsers: newUsers[value], engaged: engaged[value], conversions: orders[value], revenue: revenue[value])
        }
    }
}
