import Core

/// What Search Console must show of its final days, and of fresh ones when they are final.
struct SearchConsoleTruth {
    private let business: SimulatedBusiness

    init(_ business: SimulatedBusiness) { self.business = business }

    var json: JSON {
        [
            "site": .string(business.site), "last_final_day": .string((business.until - SearchConsoleSettings().freshDays).description),
            "days": .array(days), "pages": .array(sums { $0.page }), "queries": .array(sums { $0.query }),
        ]
    }

    private struct Totals {
        var clicks = 0
        var impressions = 0
        var position = 0

        mutating func add(_ fact: SearchFact) {
            clicks += fact.clicks
            impressions += fact.impressions
            position += fact.position * fact.impressions
        }

        var members: [JSON.Member] {
            [
                .init("clicks", .integer(clicks)), .init("impressions", .integer(impressions)),
                .init("position_thousandths", .integer(position / max(1, impressions))),
            ]
        }
    }

    /// The whole day, and what is left where queries are told apart.
    private var days: [JSON] {
        var totals: [Day: (all: Totals, told: Totals)] = [:]
        for (fact, isHidden) in zip(business.searchFacts, SearchConsoleRarity.hidden(business.searchFacts, SearchConsoleSettings())) {
            totals[fact.day, default: (Totals(), Totals())].all.add(fact)
            if !isHidden { totals[fact.day, default: (Totals(), Totals())].told.add(fact) }
        }
        return totals.sorted { $0.key < $1.key }.map { day, total in
            .object(
                [.init("day", .string(day.description))] + total.all.members + [
                    .init("told_clicks", .integer(total.told.clicks)), .init("told_impressions", .integer(total.told.impressions)),
                ])
        }
    }

    private func sums(_ name: (SearchFact) -> String) -> [JSON] {
        var totals: [String: Totals] = [:]
        for fact in business.searchFacts { totals[name(fact), default: Totals()].add(fact) }
        return totals.sorted { $0.key < $1.key }.map { .object([.init("name", .string($0))] + $1.members) }
    }
}
