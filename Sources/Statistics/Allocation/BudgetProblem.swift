/// A budget to be divided among channels for some weeks.
public struct BudgetProblem: Sendable, Equatable {
    /// What may be spent on one channel in a week.
    public struct Bounds: Sendable, Equatable {
        public var least, most: Double
        /// Spend is a multiple of this in the rounded plan; nil leaves it free.
        public var step: Double?

        public init(least: Double = 0, most: Double, step: Double? = nil) {
            self.least = least
            self.most = most
            self.step = step
        }

        /// A channel that keeps its spend.
        public static func fixed(_ spend: Double) -> Bounds { Bounds(least: spend, most: spend) }
    }

    /// What counts as the response.
    public enum Horizon: Sendable, Equatable {
        /// A week in a long run of equal weeks: adstock has settled.
        case steady
        /// The outcome caused in these weeks and by what the adstock carries out of them, with the adstock of earlier spend carried in.
        case weeks(Int)
    }

    /// What is made as large as possible.
    public enum Risk: Sendable, Equatable {
        /// The mean response over the draws.
        case mean
        /// The mean over the worst draws, of this part (Rockafellar, Uryasev, "Optimization of conditional value-at-risk", 2000).
        case worst(Double)
    }

    /// Spend per week over all channels; all of it is spent.
    public var weekly: Double
    /// One per channel, per week.
    public var bounds: [Bounds]
    public var horizon: Horizon
    public var risk: Risk

    public init(weekly: Double, bounds: [Bounds], horizon: Horizon = .steady, risk: Risk = .mean) {
        self.weekly = weekly
        self.bounds = bounds
        self.horizon = horizon
        self.risk = risk
    }

    /// - Throws: `Refusal` where no plan can meet the bounds.
    func check(channels: Int) throws {
        func refuse(_ sentence: String, _ advice: String) -> Refusal { Refusal(code: "budget", sentence: sentence, advice: advice) }
        guard bounds.count == channels else {
            throw refuse("There are bounds for \(bounds.count) channels, and the model has \(channels).", "Give one pair of bounds per channel.")
        }
        guard bounds.allSatisfy({ $0.least >= 0 && $0.least <= $0.most && $0.most.isFinite && ($0.step ?? 1) > 0 }) else {
            throw refuse("A channel's bounds are negative, not finite, or the wrong way round.", "Correct them.")
        }
        let (least, most) = (bounds.reduce(0) { $0 + $1.least }, bounds.reduce(0) { $0 + $1.most })
        let slack = 1e-9 * max(weekly, 1)
        guard weekly.isFinite, weekly > 0, least <= weekly + slack, weekly <= most + slack else {
            throw refuse(
                "A weekly budget of \(weekly) cannot be met: the bounds allow \(least) to \(most).", "Change the budget, or the channels' bounds.")
        }
        if case .weeks(let weeks) = horizon, weeks < 1 { throw refuse("The plan has no weeks.", "Plan at least one week.") }
        if case .worst(let part) = risk, !(part > 0 && part <= 1) {
            throw refuse("The part of the worst draws must lie between 0 and 1; it is \(part).", "Use 0.1 or so.")
        }
    }
}
