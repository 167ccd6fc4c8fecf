/// A number per customer with its uncertainty: mean and equal-tailed interval over posterior draws.
public struct IntervalColumn: Sendable, Equatable {
    public var mean: [Double] = []
    public var lower: [Double] = []
    public var upper: [Double] = []
}

/// Every customer's numbers over many posterior draws, in the table's order. Memory is that of the results and of one part of the customers.
public struct PosteriorScores: Sendable {
    /// P(alive).
    public var alive = IntervalColumn()
    /// P(no purchase within the time asked for): churn risk. Empty where none was.
    public var silence = IntervalColumn()
    /// E[Y(t)] for each horizon asked for.
    public var expectedPurchases: [IntervalColumn] = []
    /// E[M]; empty without draws of the spend model.
    public var expectedValue = IntervalColumn()
    /// Discounted value over the months asked for; empty where none were, or without draws of the spend model.
    public var lifetimeValue = IntervalColumn()
}

extension PosteriorScores {
    /// Scores a table under every model; `spends` is empty or pairs one spend model with each. The interval holds `level` of the draws.
    public static func score(
        _ table: CustomerTable, _ models: [BGNBD], _ spends: [GammaGamma] = [], _ request: ScoreRequest, level: Double = 0.94
    ) async throws -> PosteriorScores {
        try check(models, spends, level)
        let plan = try ScorePlan(table, request)
        let scorers = try await Parallel.map(models.count, threads: request.threads) { index in
            Scorer(plan, models[index], spends.isEmpty ? nil : spends[index])
        }
        let size = max(32, 131_072 / models.count)
        let parts = try await Parallel.map((table.count + size - 1) / size, threads: request.threads) { index in
            part(index * size..<min((index + 1) * size, table.count), scorers, level)
        }
        return joined(parts, room: table.count)
    }

    private static func check(_ models: [BGNBD], _ spends: [GammaGamma], _ level: Double) throws(Refusal) {
        guard !models.isEmpty, level > 0, level < 1, spends.isEmpty || spends.count == models.count else {
            throw Refusal(
                code: "bad_draws",
                sentence: "Scoring was asked for \(models.count) purchase draws, \(spends.count) spend draws and an interval of \(level).",
                advice: "Give as many spend draws as purchase draws, or none, and a level between 0 and 1.")
        }
    }

    private static func part(_ range: Range<Int>, _ scorers: [Scorer], _ level: Double) -> PosteriorScores {
        var columns: [DrawMatrix] = []
        for (draw, scorer) in scorers.enumerated() {
            let scores = scorer.score(range)
            let results = [scores.alive, scores.silence] + scores.expectedPurchases + [scores.expectedValue, scores.lifetimeValue]
            if draw == 0 { columns = results.map { DrawMatrix(customers: $0.count, draws: scorers.count) } }
            for index in columns.indices { columns[index].put(results[index], draw: draw) }
        }
        let intervals = columns.map { $0.intervals(level) }
        return PosteriorScores(
            alive: intervals[0], silence: intervals[1], expectedPurchases: Array(intervals[2..<(intervals.count - 2)]),
            expectedValue: intervals[intervals.count - 2], lifetimeValue: intervals[intervals.count - 1])
    }

    private static func joined(_ parts: [PosteriorScores], room: Int) -> PosteriorScores {
        var result = PosteriorScores()
        result.expectedPurchases = (parts.first?.expectedPurchases ?? []).map { _ in IntervalColumn() }
        for part in parts {
            result.alive.append(part.alive)
            result.silence.append(part.silence)
            for index in part.expectedPurchases.indices { result.expectedPurchases[index].append(part.expectedPurchases[index]) }
            result.expectedValue.append(part.expectedValue)
            result.lifetimeValue.append(part.lifetimeValue)
        }
        return result
    }
}

extension IntervalColumn {
    fileprivate mutating func append(_ other: IntervalColumn) {
        mean += other.mean
        lower += other.lower
        upper += other.upper
    }
}

/// One number of a few customers under all draws, customer by customer.
private struct DrawMatrix {
    private let customers, draws: Int
    private var values: [Double]

    init(customers: Int, draws: Int) {
        self.customers = customers
        self.draws = draws
        values = [Double](repeating: 0, count: customers * draws)
    }

    mutating func put(_ column: [Double], draw: Int) {
        for customer in 0..<customers { values[customer * draws + draw] = column[customer] }
    }

    func intervals(_ level: Double) -> IntervalColumn {
        var result = IntervalColumn()
        var copy = values
        copy.withUnsafeMutableBufferPointer { values in
            for customer in 0..<customers {
                let row = UnsafeMutableBufferPointer(rebasing: values[(customer * draws)..<((customer + 1) * draws)])
                result.mean.append(row.reduce(0, +) / Double(draws))
                result.lower.append(Selection.quantile(row, 0.5 * (1 - level)))
                result.upper.append(Selection.quantile(row, 0.5 * (1 + level)))
            }
        }
        return result
    }
}
