import Core

/// The rows of a query: sums of facts, the mean position weighted by impressions.
struct SearchConsoleReport {
    private struct Row {
        let keys: [String]
        var clicks = 0
        var impressions = 0
        /// Thousandths times impressions.
        var position = 0
    }

    private let query: SearchConsoleQuery
    private let rows: [Row]
    private let firstIncomplete: Day?

    init(_ query: SearchConsoleQuery, _ business: SimulatedBusiness, _ settings: SearchConsoleSettings) {
        self.query = query
        let lastFinal = business.until - settings.freshDays
        firstIncomplete = query.includesFresh && query.days.upperBound > lastFinal ? max(query.days.lowerBound, lastFinal + 1) : nil
        let last = query.includesFresh ? business.until : lastFinal
        let low = max(query.days.lowerBound, business.until + 1 - settings.retentionDays)
        let high = min(query.days.upperBound, last)
        rows = query.isWeb && low <= high ? Self.rows(query, low...high, lastFinal, business, settings) : []
    }

    private static func rows(
        _ query: SearchConsoleQuery, _ days: ClosedRange<Day>, _ lastFinal: Day, _ business: SimulatedBusiness, _ settings: SearchConsoleSettings
    ) -> [Row] {
        let tellsQueries = query.dimensions.contains(.query) || query.filters.contains { $0.fields.contains(.query) }
        let facts = business.searchFacts.days(days, \.day)
        let hidden = tellsQueries ? SearchConsoleRarity.hidden(facts, settings) : []
        var rows: [Row] = []
        var places: [[String]: Int] = [:]
        for (fact, isHidden) in zip(facts, tellsQueries ? hidden : Array(repeating: false, count: facts.count)) where !isHidden {
            guard query.filters.allSatisfy({ $0.admits(fact) }) else { continue }
            let percent = fact.day > lastFinal ? settings.freshPercent : 100
            let impressions = fact.impressions * percent / 100
            guard impressions > 0 else { continue }
            let key = query.dimensions.map { $0.value(fact) }
            let place = places[key] ?? rows.count
            if place == rows.count {
                places[key] = place
                rows.append(Row(keys: key))
            }
            rows[place].clicks += min(impressions, fact.clicks * percent / 100)
            rows[place].impressions += impressions
            rows[place].position += fact.position * impressions
        }
        return sorted(rows, query)
    }

    /// By clicks, most first; where days are told apart, by days.
    private static func sorted(_ rows: [Row], _ query: SearchConsoleQuery) -> [Row] {
        let date = query.dimensions.firstIndex(of: .date)
        return rows.sorted { left, right in
            if let date, left.keys[date] != right.keys[date] { return left.keys[date] < right.keys[date] }
            if left.clicks != right.clicks { return left.clicks > right.clicks }
            if left.impressions != right.impressions { return left.impressions > right.impressions }
            return left.keys.lexicographicallyPrecedes(right.keys)
        }
    }

    var json: JSON {
        var members: [JSON.Member] = []
        let page = rows.dropFirst(query.start).prefix(query.limit)
        if !page.isEmpty { members.append(.init("rows", .array(page.map { json($0) }))) }
        members.append(.init("responseAggregationType", .string(query.isByPage ? "byPage" : "byProperty")))
        if let firstIncomplete { members.append(.init("metadata", ["first_incomplete_date": .string(firstIncomplete.description)])) }
        return .object(members)
    }

    private func json(_ row: Row) -> JSON {
        let impressions = max(1, row.impressions)
        let rate = Micros.text(Int64(row.clicks) * 1_000_000 / Int64(impressions), decimals: 0)
        let position = Micros.text(Int64(row.position) * 1_000 / Int64(impressions), decimals: 0)
        var members: [JSON.Member] = query.dimensions.isEmpty ? [] : [.init("keys", .array(row.keys.map { .string($0) }))]
        members += [
            .init("clicks", .integer(row.clicks)), .init("impressions", .integer(row.impressions)), .init("ctr", .number(rate)),
            .init("position", .number(position)),
        ]
        return .object(members)
    }
}

/// Queries that few people typed on a day are hidden wherever queries are told apart, so that nobody is recognised by them.
enum SearchConsoleRarity {
    private struct Key: Hashable {
        let day: Day
        let query: String
    }

    /// For each fact, in their order.
    static func hidden(_ facts: some Sequence<SearchFact>, _ settings: SearchConsoleSettings) -> [Bool] {
        var impressions: [Key: Int] = [:]
        for fact in facts { impressions[Key(day: fact.day, query: fact.query), default: 0] += fact.impressions }
        return facts.map { impressions[Key(day: $0.day, query: $0.query), default: 0] < settings.rareImpressions }
    }
}
