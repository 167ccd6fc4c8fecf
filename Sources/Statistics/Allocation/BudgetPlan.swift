/// How a budget is best divided, and what that rests on.
public struct BudgetPlan: Sendable {
    /// Spend per channel and week.
    public let spend: [Double]
    /// The nearest plan that keeps to the channels' steps; equal to `spend` where there are none.
    public let rounded: [Double]
    /// Response to `spend` over the horizon (per week if steady), per draw summarised.
    public let response: Estimate
    /// Response to the reference spend, and what the plan adds to it; nil without a reference.
    public let reference: Estimate?
    public let uplift: Estimate?
    /// Part of the draws in which the plan does better than the reference.
    public let probabilityBetter: Double?
    /// Response per further unit of spend, of each channel: equal where no bound holds.
    public let marginal: [Double]
    /// How far the plan is from the conditions of Karush, Kuhn and Tucker: the largest part by which a channel's marginal response, within its bounds,
    /// differs from the common one, or by which the budget is missed.
    public let residual: Double
    /// Steps of the solver.
    public let iterations: Int
}

extension MixFit {
    /// Divides a budget so that the response is largest over the posterior.
    ///
    /// - Parameter reference: spend per channel and week to compare with, such as what was spent so far.
    /// - Throws: `Refusal` where the bounds cannot be met, or the fit failed.
    public func allocate(_ problem: BudgetProblem, reference: [Double]? = nil) throws -> BudgetPlan {
        guard verdict != .failed else {
            throw Refusal(
                code: "fit_failed", sentence: "The fit failed, so no budget can be planned on it.", advice: "See the fit's findings first.")
        }
        try problem.check(channels: data.channels.count)
        if let reference, reference.count != data.channels.count || !reference.allSatisfy({ $0 >= 0 && $0.isFinite }) {
            throw Refusal(
                code: "budget", sentence: "The spend to compare with is not one number of 0 or more for each of the \(data.channels.count) channels.",
                advice: "Give one per channel, or none.")
        }
        let surface = ResponseSurface(plan, data, draws, horizon: problem.horizon)
        return AllocationSolver(surface, problem).plan(reference: reference, probability: probability)
    }
}
