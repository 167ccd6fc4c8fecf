/// Five fields: minute, hour, day of the month, month, day of the week (crontab(5)): `*`, lists, ranges, steps, and names of months and days.
package struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    let minutes: [Int]
    let hours: [Int]
    private let days: Set<Int>
    private let months: Set<Int>
    private let weekdays: Set<Int>
    private let anyDay: Bool
    private let anyWeekday: Bool
    /// Such an expression follows real time and not the clock on the wall, so that an hour that comes twice has its runs twice.
    let runsEveryHour: Bool
    package let description: String

    /// `nil` for anything that is no such expression.
    package init?(_ text: String) {
        let fields = text.lowercased().split(separator: " ")
        guard fields.count == 5, let minutes = Self.values(fields[0], 0...59), let hours = Self.values(fields[1], 0...23),
            let days = Self.values(fields[2], 1...31), let months = Self.values(fields[3], 1...12, names: Self.monthNames, firstName: 1),
            let weekdays = Self.values(fields[4], 0...7, names: Self.dayNames, firstName: 0)
        else { return nil }
        self.minutes = minutes.sorted()
        self.hours = hours.sorted()
        self.days = days
        self.months = months
        // 7 is Sunday too.
        self.weekdays = Set(weekdays.map { $0 % 7 })
        anyDay = fields[2].hasPrefix("*")
        anyWeekday = fields[4].hasPrefix("*")
        runsEveryHour = hours.count == 24
        description = fields.joined(separator: " ")
    }

    /// Whether it runs on a calendar day. When both day fields are restricted, either one suffices (crontab(5)).
    /// - Parameter weekday: 0 is Sunday.
    func matches(month: Int, day: Int, weekday: Int) -> Bool {
        guard months.contains(month) else { return false }
        let onDay = days.contains(day)
        let onWeekday = weekdays.contains(weekday)
        return anyDay || anyWeekday ? onDay && onWeekday : onDay || onWeekday
    }

    private static let monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    private static func values(_ field: Substring, _ range: ClosedRange<Int>, names: [String] = [], firstName: Int = 0) -> Set<Int>? {
        func number(_ text: Substring) -> Int? {
            if let index = names.firstIndex(of: String(text)) { return index + firstName }
            guard let value = Int(text), range.contains(value), text.allSatisfy(\.isNumber) else { return nil }
            return value
        }
        var result: Set<Int> = []
        for item in field.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            var step = 1
            if halves.count == 2 {
                guard let given = Int(halves[1]), (1...59).contains(given) else { return nil }
                step = given
            }
            let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
            let bounds: ClosedRange<Int>
            if halves[0] == "*" {
                bounds = range
            } else if ends.count == 2, let low = number(ends[0]), let high = number(ends[1]), low <= high {
                bounds = low...high
            } else if ends.count == 1, let only = number(ends[0]) {
                bounds = halves.count == 2 ? only...range.upperBound : only...only
            } else {
                return nil
            }
            result.formUnion(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
        }
        return result
    }
}
