import RealModule

/// Churn risk and next order from the times between orders.
///
/// Assumptions. After each order a customer leaves for good with probability π. One who stays orders again after a log-normal gap whose log has a mean
/// of the customer's own, normal over customers with mean μ and variance τ², and a variance σ² common to all (a cure model, Boag 1949, with random
/// effects). The four parameters have the greatest likelihood of all completed gaps and the open one of every customer, so that customers who are slow
/// count as well as those who are quick. No season, no reaction to campaigns.
public struct ChurnModel: Sendable, Equatable {
    /// What is known of a customer.
    public struct Customer: Sendable, Equatable {
        /// Completed gaps between orders, in days, each above 0.
        public var gaps: [Double]
        /// Days since the last order.
        public var silence: Double

        public init(gaps: [Double], silence: Double) { (self.gaps, self.silence) = (gaps, silence) }
    }

    /// When a customer who has not left orders next.
    public struct Prediction: Sendable, Equatable {
        /// Probability that the customer has left: π/(π + (1−π)·S(silence)).
        public let churnRisk: Double
        /// Days from now to the next order, if the customer has not left: the median, and a central interval.
        public let daysToOrder: Double
        public let lower, upper: Double
    }

    /// Mean of the log gap over customers.
    public let mean: Double
    /// Variance of the log gap within a customer, and of customers' means.
    public let within, between: Double
    /// Probability to leave after an order.
    public let leaving: Double

    /// Fits the customers. Refuses fewer than 30 completed gaps, gaps that are not above 0, and gaps that do not vary.
    public init(fit customers: [Customer]) throws {
        try ChurnModel.check(customers)
        let moments = GapMoments(customers)
        guard moments.within + moments.between > 1e-12 else {
            throw Refusal(
                code: "constant_gaps", sentence: "All gaps between orders are equal.",
                advice: "These are subscriptions: use their renewal dates instead.")
        }
        let start = ChurnLikelihood.Parameters(mean: moments.mean, within: max(moments.within, 1e-4), between: moments.between, leaving: 0.2)
        guard let best = ChurnLikelihood(customers).maximise(from: start) else {
            throw Refusal(
                code: "not_converged", sentence: "The times between orders fit no pattern of habits and leaving.",
                advice: "Look for customers that are shops or test accounts, and for wrong dates.")
        }
        (mean, within, between, leaving) = (best.mean, best.within, best.between, best.leaving)
    }

    private static func check(_ customers: [Customer]) throws {
        let gaps = customers.reduce(0) { $0 + $1.gaps.count }
        guard gaps >= 30 else {
            throw Refusal(
                code: "too_few_gaps", sentence: "There are \(gaps) completed gaps between orders; thirty are needed.",
                advice: "Wait for more repeat orders.")
        }
        guard customers.allSatisfy({ $0.silence >= 0 && $0.silence.isFinite && $0.gaps.allSatisfy { $0 > 0 && $0.isFinite } }) else {
            throw Refusal(
                code: "bad_gap", sentence: "A gap between orders is not above 0, or a last order is in the future.",
                advice: "Count orders of one day once, and leave out orders after the day of the analysis.")
        }
    }

    /// Churn risk and next order of one customer. `level` is the probability of the interval.
    public func predict(_ customer: Customer, level: Double = 0.8) -> Prediction {
        let gap = GapDistribution(customer, mean: mean, within: within, between: between)
        let survival = gap.survival(customer.silence)
        let risk = leaving / (leaving + (1 - leaving) * survival)
        let quantile = { (p: Double) in max(gap.upperQuantile(survival * (1 - p)) - customer.silence, 0) }
        return Prediction(churnRisk: risk, daysToOrder: quantile(0.5), lower: quantile(0.5 - level / 2), upper: quantile(0.5 + level / 2))
    }
}

/// The next gap of one customer: log-normal, the customer's mean shrunk towards everybody's.
private struct GapDistribution {
    private let mean, deviation: Double

    init(_ customer: ChurnModel.Customer, mean: Double, within: Double, between: Double) {
        let n = Double(customer.gaps.count)
        let sum = customer.gaps.reduce(0.0) { $0 + Double.log($1) }
        let weight = between > 0 ? n * between / (n * between + within) : 0
        self.mean = n > 0 ? mean + weight * (sum / n - mean) : mean
        deviation = (within + between * (1 - weight)).squareRoot()
    }

    /// P(gap > days).
    func survival(_ days: Double) -> Double {
        days > 0 ? max(Special.normalCumulative((mean - Double.log(days)) / deviation), 1e-300) : 1
    }

    /// The gap that is exceeded with this probability.
    func upperQuantile(_ p: Double) -> Double { Double.exp(mean - deviation * Special.normalQuantile(p)) }
}

/// Analysis of variance of the log gaps (one-way random effects, Searle 1971): where the search starts.
private struct GapMoments {
    let mean, within, between: Double

    init(_ customers: [ChurnModel.Customer]) {
        var count = 0.0
        var sum = 0.0
        var squares = 0.0
        var groups = 0.0
        var groupSquares = 0.0
        var sizes = 0.0
        for customer in customers where !customer.gaps.isEmpty {
            let n = Double(customer.gaps.count)
            let logs = customer.gaps.map { Double.log($0) }
            let own = logs.reduce(0, +) / n
            squares += logs.reduce(0) { $0 + ($1 - own) * ($1 - own) }
            groupSquares += n * own * own
            count += n
            sum += n * own
            groups += 1
            sizes += n * n
        }
        mean = sum / count
        let freedom = count - groups
        let spread = max(groupSquares - count * mean * mean, 0)
        let all = (squares + spread) / max(count - 1, 1)
        within = freedom > 0 ? squares / freedom : all
        let typical = (count - sizes / count) / max(groups - 1, 1)
        between = groups > 1 && freedom > 0 && typical > 0 ? max((spread / (groups - 1) - within) / typical, 0) : 0
    }
}
