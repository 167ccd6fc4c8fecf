/// What to compute for every customer.
public struct ScoreRequest: Sendable, Equatable {
    /// Horizons for E[Y(t)], in the data's unit of time.
    public var horizons: [Double]
    /// How lifetime value is counted; nil for none. It needs a model of spend.
    public var lifetime: LifetimeConvention?
    /// The time within which no purchase counts as churn; nil for none.
    public var silence: Double?
    public var threads: Int

    public init(
        horizons: [Double] = [], lifetime: LifetimeConvention? = nil, silence: Double? = nil, threads: Int = Parallel.cores
    ) {
        self.horizons = horizons
        self.silence = silence
        self.lifetime = lifetime
        self.threads = threads
    }
}

extension ScoreRequest {
    /// Refuses times and rates that mean nothing.
    func check() throws(Refusal) {
        for horizon in horizons + (silence.map { [$0] } ?? []) where !(horizon >= 0 && horizon.isFinite) {
            throw ScoreRequest.refusal("a horizon of \(horizon)")
        }
        guard let lifetime else { return }
        if lifetime.months < 1 { throw ScoreRequest.refusal("\(lifetime.months) months of lifetime value") }
        if !(lifetime.monthLength > 0 && lifetime.monthLength.isFinite) { throw ScoreRequest.refusal("a month of \(lifetime.monthLength)") }
        if !(lifetime.monthlyDiscount > -1 && lifetime.monthlyDiscount.isFinite) {
            throw ScoreRequest.refusal("a discount of \(lifetime.monthlyDiscount) a month")
        }
    }

    private static func refusal(_ what: String) -> Refusal {
        Refusal(
            code: "bad_request", sentence: "Scores were asked for with \(what), which has no meaning.",
            advice: "Give horizons of zero or more, at least one month of positive length, and a discount above −1.")
    }
}

/// Every customer's numbers under one model, in the table's order.
public struct CustomerScores: Sendable {
    /// P(alive).
    public var alive: [Double] = []
    /// P(no purchase within the time asked for): churn risk. Empty where none was.
    public var silence: [Double] = []
    /// E[Y(t)] for each horizon asked for.
    public var expectedPurchases: [[Double]] = []
    /// E[M]; empty without a model of spend.
    public var expectedValue: [Double] = []
    /// Discounted value over the months asked for; empty where none were, or without a model of spend.
    public var lifetimeValue: [Double] = []
}

extension CustomerScores {
    /// Scores a table. The same numbers come out for any number of threads.
    public static func score(
        _ table: CustomerTable, _ model: BGNBD, _ spend: GammaGamma? = nil, _ request: ScoreRequest
    ) async throws -> CustomerScores {
        let plan = try ScorePlan(table, request)
        let scorer = Scorer(plan, model, spend)
        var scores = scorer.room()
        let size = Scorer.part * 16
        var start = 0
        while start < table.count {
            let end = min(start + size, table.count)
            let base = start
            let parts = try await Parallel.map((end - start + Scorer.part - 1) / Scorer.part, threads: request.threads) { index in
                let first = base + index * Scorer.part
                return scorer.score(first..<min(first + Scorer.part, end))
            }
            for part in parts { scores.append(part) }
            start = end
        }
        return scores
    }

    fileprivate mutating func append(_ part: CustomerScores) {
        alive += part.alive
        silence += part.silence
        for index in expectedPurchases.indices { expectedPurchases[index] += part.expectedPurchases[index] }
        expectedValue += part.expectedValue
        lifetimeValue += part.lifetimeValue
    }
}
