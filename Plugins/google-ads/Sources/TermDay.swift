import ConnectorKit

/// Adds up search terms of one day: a term that matched exactly and as a close variant comes in two rows of Google's and is one fact of ours. The rows
/// come in order of days, so that only one day is kept at a time.
struct TermDay {
    private struct Key: Hashable {
        let campaign: String?
        let group: String?
        let term: String
        let match: KeywordMatch?
    }

    private var day: Day?
    private var places: [Key: Int] = [:]
    private var rows: [SearchTermDailyRow] = []

    /// Takes a row; gives the facts of the day before where a new day begins.
    mutating func add(_ row: SearchTermDailyRow) throws -> [SearchTermDailyRow] {
        let finished = row.day == day ? [] : take()
        day = row.day
        let key = Key(campaign: row.campaignID, group: row.adGroupID, term: row.searchTerm, match: row.matchType)
        if let place = places[key] {
            rows[place] = try Self.sum(rows[place], row)
        } else {
            places[key] = rows.count
            rows.append(row)
        }
        return finished
    }

    /// Gives what is left and forgets it.
    mutating func take() -> [SearchTermDailyRow] {
        defer {
            rows = []
            places = [:]
        }
        return rows
    }

    private static func sum(_ left: SearchTermDailyRow, _ right: SearchTermDailyRow) throws -> SearchTermDailyRow {
        var sum = left
        sum.spend = try add(left.spend, right.spend)
        sum.impressions = (left.impressions ?? 0) &+ (right.impressions ?? 0)
        sum.clicks = (left.clicks ?? 0) &+ (right.clicks ?? 0)
        sum.conversions = try add(left.conversions, right.conversions)
        sum.conversionValue = try add(left.conversionValue, right.conversionValue)
        return sum
    }

    private static func add(_ left: Micros?, _ right: Micros?) throws -> Micros {
        guard let sum = (left ?? .zero).adding(right ?? .zero) else {
            throw ConnectorFailure(.contract, "The figures of a search term are too large to be added up.")
        }
        return sum
    }
}
