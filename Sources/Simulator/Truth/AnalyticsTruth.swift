import Core

/// What Google Analytics must show.
struct AnalyticsTruth {
    private let business: SimulatedBusiness

    init(_ business: SimulatedBusiness) { self.business = business }

    var json: JSON {
        [
            "property": .string("properties/\(AnalyticsRoutes.property(business))"), "currency": .string(business.currency.code),
            "time_zone": .string(business.shopZone.name), "days": .array(days), "sessions": .array(business.sessions.map { session($0) }),
            "events": .array(events), "demographics": .array(business.demographics.map { trait($0) }),
        ]
    }

    private struct Totals {
        var sessions = 0
        var engaged = 0
        var newUsers = 0
        var conversions = 0
        var revenue: Int64 = 0
    }

    private var days: [JSON] {
        var totals: [Day: Totals] = [:]
        for fact in business.sessions {
            totals[fact.day, default: Totals()].sessions += fact.sessions
            totals[fact.day, default: Totals()].engaged += fact.engaged
            totals[fact.day, default: Totals()].newUsers += fact.newUsers
            totals[fact.day, default: Totals()].conversions += fact.conversions
            totals[fact.day, default: Totals()].revenue += fact.revenue
        }
        return totals.sorted { $0.key < $1.key }.map { day, total in
            [
                "day": .string(day.description), "sessions": .integer(total.sessions), "engaged_sessions": .integer(total.engaged),
                "new_users": .integer(total.newUsers), "conversions": .integer(total.conversions), "revenue_micros": .integer(total.revenue),
            ]
        }
    }

    private func session(_ fact: SessionFact) -> JSON {
        [
            "day": .string(fact.day.description), "source": .string(fact.source), "medium": .string(fact.medium),
            "campaign": .string(fact.campaign), "campaign_id": fact.campaignID.map { .string($0) } ?? .null, "sessions": .integer(fact.sessions),
            "users": .integer(fact.users), "new_users": .integer(fact.newUsers), "engaged_sessions": .integer(fact.engaged),
            "conversions": .integer(fact.conversions), "revenue_micros": .integer(fact.revenue),
        ]
    }

    /// Per day and event.
    private var events: [JSON] {
        struct Key: Hashable {
            let day: Day
            let event: String
        }
        var totals: [Key: (count: Int, value: Int64)] = [:]
        for fact in business.sessionEvents {
            totals[Key(day: fact.day, event: fact.event), default: (0, 0)].count += fact.count
            totals[Key(day: fact.day, event: fact.event), default: (0, 0)].value += fact.value
        }
        return totals.sorted { ($0.key.day, $0.key.event) < ($1.key.day, $1.key.event) }.map { key, total in
            [
                "day": .string(key.day.description), "event": .string(key.event), "count": .integer(total.count),
                "value_micros": .integer(total.value),
            ]
        }
    }

    private func trait(_ fact: DemographicFact) -> JSON {
        [
            "day": .string(fact.day.description), "dimension": .string(fact.dimension), "value": .string(fact.value),
            "sessions": .integer(fact.sessions), "users": .integer(fact.users), "new_users": .integer(fact.newUsers),
            "engaged_sessions": .integer(fact.engaged), "conversions": .integer(fact.conversions),
        ]
    }
}
