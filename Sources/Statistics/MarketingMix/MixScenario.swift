/// Weeks to come, right after the weeks fitted: what would be spent, and what is known of the controls.
public struct MixScenario: Sendable, Equatable {
    /// First day of each week, in days since 1970-01-01.
    public let days: [Int]
    /// Spend per channel and week, in the order of the model's channels.
    public let spend: [[Double]]
    /// Controls; one that is left out stays at its mean over the weeks fitted (at 0 if it is not standardised).
    public let controls: [MixData.Series]

    public init(days: [Int], spend: [[Double]], controls: [MixData.Series] = []) {
        self.days = days
        self.spend = spend
        self.controls = controls
    }

    /// Weeks after `data` with the same spend every week, in the order of the channels.
    public init(after data: MixData, weeks: Int, weekly: [Double], controls: [MixData.Series] = []) {
        let last = data.days.last ?? 0
        self.init(
            days: (0..<weeks).map { last + 7 * ($0 + 1) }, spend: weekly.map { [Double](repeating: $0, count: weeks) }, controls: controls)
    }

    public var weeks: Int { days.count }

    func continued(by silent: Int, after last: Int) -> MixData {
        let more = (0..<silent).map { last + 7 * ($0 + 1) }
        let zeros = [Double](repeating: 0, count: silent)
        return MixData(
            unchecked: days + more, [Double](repeating: 0, count: weeks + silent),
            spend.enumerated().map { MixData.Series("\($0)", $1 + zeros) },
            controls.map { MixData.Series($0.name, $0.values + [Double](repeating: $0.values.last ?? 0, count: silent)) })
    }

    func check(_ data: MixData) throws {
        func refuse(_ sentence: String, _ advice: String) -> Refusal { Refusal(code: "scenario", sentence: sentence, advice: advice) }
        guard weeks > 0, spend.count == data.channels.count, spend.allSatisfy({ $0.count == weeks }) else {
            throw refuse("The scenario needs a spend for each of the \(data.channels.count) channels in each week.", "Fill missing weeks with 0.")
        }
        guard spend.allSatisfy({ $0.allSatisfy { $0.isFinite && $0 >= 0 } }) else {
            throw refuse("The scenario has a spend that is negative or no number.", "Correct it.")
        }
        let all = [data.days.last ?? 0] + days
        guard zip(all, all.dropFirst()).allSatisfy({ $1 - $0 == 7 }) else {
            throw refuse("The scenario's weeks do not follow the weeks fitted, seven days apart.", "Begin in the week after the last one fitted.")
        }
        for series in controls where series.values.count != weeks || !series.values.allSatisfy(\.isFinite) {
            throw refuse("The scenario's control \(series.name) does not have a number for every week.", "Fill it in, or leave it out.")
        }
    }
}
