/// What a marketing-mix model is fitted to: weekly outcome, spend per channel, controls.
public struct MixData: Sendable, Equatable {
    /// One named column.
    public struct Series: Sendable, Equatable {
        public let name: String
        public var values: [Double]

        public init(_ name: String, _ values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// First day of each week, in days since 1970-01-01, seven apart.
    public let days: [Int]
    /// The outcome per week, such as revenue in the account's currency.
    public let target: [Double]
    /// Spend per week, one series per channel, in one currency.
    public let channels: [Series]
    /// Other causes per week, such as price or promotions.
    public let controls: [Series]

    /// - Throws: `Refusal` where a column is missing a week, is not finite, or has negative spend, and where weeks are not seven days apart.
    public init(days: [Int], target: [Double], channels: [Series], controls: [Series] = []) throws {
        self.days = days
        self.target = target
        self.channels = channels
        self.controls = controls
        try checkColumns()
    }

    init(unchecked days: [Int], _ target: [Double], _ channels: [Series], _ controls: [Series]) {
        self.days = days
        self.target = target
        self.channels = channels
        self.controls = controls
    }

    public var weeks: Int { target.count }

    /// The weeks of `range` alone.
    public func part(_ range: Range<Int>) -> MixData {
        func cut(_ series: Series) -> Series { Series(series.name, Array(series.values[range])) }
        return MixData(unchecked: Array(days[range]), Array(target[range]), channels.map(cut), controls.map(cut))
    }

    /// Number of a channel by its name.
    public func channel(_ name: String) -> Int? { channels.firstIndex { $0.name == name } }
}

extension MixData.Series {
    var mean: Double { values.reduce(0, +) / Double(max(values.count, 1)) }
    var sum: Double { values.reduce(0, +) }
    /// Largest absolute value.
    var scale: Double { values.reduce(0) { max($0, abs($1)) } }
}

/// The day of the year, 1 to 366, of a day counted from 1970-01-01 in the Gregorian calendar: a year's first day is the one before it counted by the
/// leap-year rule (every fourth, not every hundredth, but every four-hundredth).
func dayOfYear(_ day: Int) -> Int {
    func firstDay(of year: Int) -> Int {
        let before = year - 1
        return before * 365 + before / 4 - before / 100 + before / 400 - 719_162
    }
    var year = 1970 + Int((Double(day) / 365.2425).rounded(.down))
    while firstDay(of: year) > day { year -= 1 }
    while firstDay(of: year + 1) <= day { year += 1 }
    return day - firstDay(of: year) + 1
}
