/// Days from a first to a last one, both counted.
package struct DayRange: Sendable, Hashable {
    package let first: Day
    package let last: Day

    /// `nil` where the last day is before the first.
    package init?(_ first: Day, _ last: Day) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    package var count: Int { last - first + 1 }
}

/// A range in the words of the API: `7d`, `28d`, `90d`, `mtd`, `qtd`, `ytd`, `last_week`, `last_month`.
package enum RelativeRange: Sendable, Hashable {
    /// So many days up to today, today counted.
    case days(Int)
    case monthToDate, quarterToDate, yearToDate
    /// The last whole week, Monday to Sunday (ISO 8601).
    case lastWeek
    case lastMonth

    /// `1d` to `1100d`, or one of the words.
    package init?(_ text: some StringProtocol) {
        switch text {
        case "mtd": self = .monthToDate
        case "qtd": self = .quarterToDate
        case "ytd": self = .yearToDate
        case "last_week": self = .lastWeek
        case "last_month": self = .lastMonth
        default:
            guard text.hasSuffix("d"), let count = Int(text.dropLast()), (1...1_100).contains(count) else { return nil }
            self = .days(count)
        }
    }

    /// The days that are meant on a given day.
    package func resolved(today: Day) -> DayRange {
        let (year, month, day) = today.parts
        let firstOfMonth = today - (day - 1)
        switch self {
        case .days(let count): return range(today - (count - 1), today)
        case .monthToDate: return range(firstOfMonth, today)
        case .quarterToDate: return range(Day(year: year, month: (month - 1) / 3 * 3 + 1, day: 1) ?? firstOfMonth, today)
        case .yearToDate: return range(Day(year: year, month: 1, day: 1) ?? firstOfMonth, today)
        case .lastWeek:
            let monday = today - today.daysSinceMonday
            return range(monday - 7, monday - 1)
        case .lastMonth:
            let last = firstOfMonth - 1
            return range(last - (last.parts.day - 1), last)
        }
    }

    private func range(_ first: Day, _ last: Day) -> DayRange {
        guard let range = DayRange(first, last) else { preconditionFailure("a relative range never ends before it starts") }
        return range
    }
}

extension Day {
    /// 0 on a Monday to 6 on a Sunday. 1970-01-01 was a Thursday.
    package var daysSinceMonday: Int {
        let shifted = number + 3
        return shifted - shifted.floorDivided(by: 7) * 7
    }
}
