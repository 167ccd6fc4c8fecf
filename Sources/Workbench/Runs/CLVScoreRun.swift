import Core
package import Statistics

/// `model clv score`: every customer's numbers, written to a CSV file block by block.
package struct CLVScoreRun: Sendable {
    package var input: CustomerInput
    package var output: String
    /// Models to score with; the file is fitted first unless given.
    package var models: CustomerModels?
    /// Horizons for expected purchases, in the models' unit of time.
    package var horizons: [Double] = []
    package var months = 12
    /// One month in the models' unit of time; the usual length unless given.
    package var monthLength: Double?
    package var monthlyDiscount = 0.01
    package var timing = LifetimeConvention.Timing.end
    package var margin = 1.0
    /// Whether intervals over posterior draws are written as well.
    package var intervals = false
    package var seed: UInt64 = 1
    package var threads = Parallel.cores
    /// Whether a page will be asked for: it shows how value is spread over the customers.
    package var hasPage = false

    package init(_ input: CustomerInput, output: String) {
        self.input = input
        self.output = output
    }

    /// - Throws: `TableFault`, `Refusal`.
    package func run(progress: RunProgress? = nil) async throws -> RunAnswer {
        let models = if let given = self.models { given } else { try await fitted(progress) }
        if intervals && models.draws.isEmpty {
            throw Refusal(
                code: "no_draws", sentence: "Intervals need posterior draws, and the parameters were fitted without.",
                advice: "Fit with `model clv fit --posterior --out params.json`, and score with that file.")
        }
        var input = input
        input.unit = models.unit
        let source = try CustomerSource(input)
        let spend = source.hasValue ? models.spend : nil
        let plan = ScoreColumns(self, models, spend: spend)
        let writer = try CSVWriter(path: output, columns: plan.names)
        var totals = ScoreTotals()
        var clock = StepClock()
        try await source.forEachBlock { block in
            clock.end("read")
            let columns = try await plan.score(block.table)
            clock.end("score")
            try Self.write(block.names, columns, writer)
            clock.end("write")
            totals.add(columns, plan, tallies: hasPage)
            progress?("scoring customers: \(NumberText.grouped(Int64(totals.customers)))", nil)
        }
        try writer.finish()
        var answer = answer(models, plan, totals)
        answer.add(clock)
        if hasPage {
            var result = CustomerValueResult(model: models.purchases, spend: spend)
            (result.tally, result.lifetime, result.timeUnit) = (totals.tally, plan.lifetime, models.unit.rawValue)
            let page = result
            answer.page = { Report.customerValue(page, $0) }
        }
        return answer
    }

    private func fitted(_ progress: RunProgress?) async throws -> CustomerModels {
        var fit = CLVFitRun(input)
        (fit.posterior, fit.seed, fit.threads) = (intervals, seed, threads)
        return try await fit.run(progress: progress).models
    }

    private static func write(_ names: [String], _ columns: [[Double]], _ writer: CSVWriter) throws {
        for (row, name) in names.enumerated() {
            writer.text(name)
            for column in columns { writer.number(column[row]) }
            try writer.endRow()
        }
    }

    func convention(_ unit: TimeUnit) -> LifetimeConvention {
        LifetimeConvention(
            months: months, monthLength: monthLength ?? unit.month, monthlyDiscount: monthlyDiscount, timing: timing, margin: margin)
    }

    private func answer(_ models: CustomerModels, _ plan: ScoreColumns, _ totals: ScoreTotals) -> RunAnswer {
        let convention = convention(models.unit)
        let rows = plan.names.dropFirst().enumerated().map { index, name in
            [name, NumberText.shown(totals.mean(index), significant: 5), NumberText.shown(totals.sums[index], significant: 7)]
        }
        let how =
            plan.lifetime == nil
            ? "No lifetime value: the \(models.spend == nil ? "parameters hold no model of spend" : "file has no values")."
            : "Lifetime value: \(months) months of \(NumberText.shown(convention.monthLength)) \(models.unit.rawValue)s, "
                + "\(PercentText.of(monthlyDiscount)) discount a month counted at the month's \(timing.rawValue), margin \(NumberText.shown(margin))."
        let document: JSON = [
            "file": .string(output), "customers": .integer(totals.customers),
            "columns": .object(
                plan.names.dropFirst().enumerated().map { .init($1, ["mean": .double(totals.mean($0)), "sum": .double(totals.sums[$0])]) }),
            "convention": [
                "months": .integer(months), "month_length": .double(convention.monthLength), "unit": .string(models.unit.rawValue),
                "monthly_discount": .double(monthlyDiscount), "timing": .string(timing.rawValue), "margin": .double(margin),
            ],
        ]
        return RunAnswer(
            "Customer scores", "\(NumberText.grouped(Int64(totals.customers))) customers, written to \(output)", document: document,
            parts: [.init("Scores", [how], tables: [TextTable(columns: ["column", "mean", "sum"], rows: rows)])])
    }
}

/// The columns of a table of scores, and how they are computed.
struct ScoreColumns {
    let names: [String]
    let lifetime: LifetimeConvention?
    private let models: CustomerModels
    private let spend: GammaGamma?
    private let request: ScoreRequest
    private let intervals: Bool

    init(_ run: CLVScoreRun, _ models: CustomerModels, spend: GammaGamma?) {
        self.models = models
        self.spend = spend
        intervals = run.intervals
        lifetime = spend == nil ? nil : run.convention(models.unit)
        request = ScoreRequest(horizons: run.horizons, lifetime: lifetime, threads: run.threads)
        var each = ["p_alive"] + run.horizons.map { "expected_\(NumberText.exact($0))" }
        if spend != nil { each += ["expected_value", "clv_\(run.months)_months"] }
        let hasIntervals = run.intervals
        names = ["customer"] + each.flatMap { hasIntervals ? [$0, $0 + "_low", $0 + "_high"] : [$0] }
    }

    /// The column of the lifetime value itself.
    var lifetimePlace: Int? { lifetime == nil ? nil : names.count - (intervals ? 4 : 2) }

    func score(_ table: CustomerTable) async throws -> [[Double]] {
        guard intervals else {
            let scores = try await CustomerScores.score(table, models.purchases, spend, request)
            return [scores.alive] + scores.expectedPurchases + (spend == nil ? [] : [scores.expectedValue, scores.lifetimeValue])
        }
        let spends = spend == nil ? [] : models.spendDraws
        let pairs = spends.isEmpty ? models.draws.count : min(models.draws.count, spends.count)
        let scores = try await PosteriorScores.score(table, Array(models.draws.prefix(pairs)), Array(spends.prefix(pairs)), request)
        let columns = [scores.alive] + scores.expectedPurchases + (spends.isEmpty ? [] : [scores.expectedValue, scores.lifetimeValue])
        return columns.flatMap { [$0.mean, $0.lower, $0.upper] }
    }
}

/// Sums of every column, for the summary.
private struct ScoreTotals {
    var customers = 0
    var sums: [Double] = []

    private(set) var tally = CustomerTally()

    mutating func add(_ columns: [[Double]], _ plan: ScoreColumns, tallies: Bool) {
        if sums.isEmpty { sums = columns.map { _ in 0 } }
        customers += columns.first?.count ?? 0
        for (index, column) in columns.enumerated() { sums[index] += column.reduce(0, +) }
        guard tallies else { return }
        let value = plan.lifetimePlace
        for row in columns[0].indices { tally.add(alive: columns[0][row], lifetimeValue: value.map { columns[$0][row] }) }
    }

    func mean(_ index: Int) -> Double { index < sums.count && customers > 0 ? sums[index] / Double(customers) : .nan }
}
