import RealModule

/// The response to a constant weekly spend per channel, over posterior draws, with first and second derivatives.
///
/// In week t of the horizon the adstocked spend is carried_t + reach_t · spend: what earlier spend carries in, and the adstock weights that the plan has
/// reached so far. In the long run reach is 1 and nothing is carried in.
struct ResponseSurface {
    /// One channel: tables of four draws at a time. The weeks of the horizon are of three kinds, so that none is worked out that needs not be.
    struct Channel {
        let isHill: Bool
        /// Largest spend: what the model's spend is divided by.
        let scale: Double
        /// Weeks that earlier spend may reach (of a logistic curve the next kind as well).
        let carry: Int
        /// Weeks that the plan alone reaches, on its way out: there (x/κ)^−s is a constant times spend^−s.
        let tail: Int
        /// Weeks that are those of the long run: reach is 1.
        let settled: Int
        /// Per group: asymptote in the unit of the data; log κ and slope s, or rate; the parabola near 0; carried and reach of each week of the first
        /// kind; (reach/κ)^−s and reach of each week of the second. Four numbers each.
        var tables: [Double]
        /// Per group: weeks of the second kind in which more than a hundred-millionth of the plan's spend is left.
        var live: [Int]

        /// Numbers of one group.
        var size: Int { 4 * (Self.head + 2 * (carry + tail)) }
        static let head = 5
    }

    let draws: Int
    /// Of four draws; the last one may hold copies without effect.
    let groups: Int
    /// Weeks that differ, or would if adstock never settled; 1 in the long run.
    let weeks: Int
    let channels: [Channel]

    init(_ plan: MixPlan, _ data: MixData, _ draws: Draws, horizon: BudgetProblem.Horizon) {
        self.draws = draws.total
        groups = (draws.total + 3) / 4
        let planned: Int? = if case .weeks(let count) = horizon { count } else { nil }
        weeks = planned.map { $0 + plan.lags - 1 } ?? 1
        channels = plan.channels.indices.map { index in
            SurfaceTables(plan, data, draws, channel: index, planned: planned).filled()
        }
    }

    /// How many draws every n-th group holds.
    func count(_ stride: Int) -> Int {
        let chosen = 4 * chosenGroups(stride)
        return (groups - 1) % stride == 0 ? chosen - (4 * groups - draws) : chosen
    }

    /// How many groups every n-th one is.
    func chosenGroups(_ stride: Int) -> Int { (groups + stride - 1) / stride }
}
