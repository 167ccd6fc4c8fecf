import Core
import Statistics

/// `model clv fit`: the parameters of the purchase and spend models of a file.
package struct CLVFitRun: Sendable {
    package var input: CustomerInput
    /// Whether the posterior is sampled as well.
    package var posterior = false
    package var seed: UInt64 = 1
    package var chains = 4
    package var draws = 1_000
    /// Posterior draws that are kept for scoring.
    package var kept = 200
    package var threads = Parallel.cores
    /// Whether a page will be asked for: it shows cohorts, which take another pass.
    package var hasPage = false

    package init(_ input: CustomerInput) { self.input = input }

    /// - Throws: `TableFault`, `Refusal`.
    package func run(progress: RunProgress? = nil) async throws -> (models: CustomerModels, answer: RunAnswer) {
        let source = try CustomerSource(input)
        let sums = try await CustomerSums.gather(source, progress: progress)
        return try await run(source, sums, progress: progress)
    }

    func run(_ source: CustomerSource, _ sums: CustomerSums, progress: RunProgress?) async throws -> (models: CustomerModels, answer: RunAnswer) {
        var clock = StepClock()
        let purchases = try await BGNBD.fit(sums.rows, threads: threads)
        clock.end("purchases")
        let spend = source.hasValue ? try GammaGamma.fit(sums.spend) : nil
        clock.end("spend")
        var models = CustomerModels(purchases: purchases.model, spend: spend?.model, unit: input.unit)
        var samples: [CustomerSample] = []
        if posterior {
            let first = try await CustomerSample(purchases: sums.rows, self, progress: progress)
            samples.append(first)
            clock.end("posterior")
            models.draws = BGNBDPosterior.models(first.draws, count: kept)
            if spend != nil {
                let second = try await CustomerSample(spend: sums.spend, self, progress: progress)
                samples.append(second)
                clock.end("spend_posterior")
                models.spendDraws = GammaGammaPosterior.models(second.draws, count: kept)
            }
        }
        let report = CLVFitReport(source: source, sums: sums, purchases: purchases, spend: spend, samples: samples, models: models)
        var answer = report.answer
        answer.add(clock)
        if hasPage {
            let result = report.result(cohorts: try source.cohorts())
            answer.page = { Report.customerValue(result, $0) }
        }
        return (models, answer)
    }
}

/// A sampled posterior with its diagnosis.
struct CustomerSample {
    let names: [String]
    /// On the line, as the sampler moves: logarithms.
    let draws: Draws
    /// The same on the parameters' own scale.
    let natural: Draws
    let summaries: [ParameterSummary]
    let diagnosis: Diagnosis

    init(purchases rows: RepeatRows, _ run: CLVFitRun, progress: RunProgress?) async throws {
        let density = BGNBDPosterior(rows)
        try await self.init(density, starts: density.starts(chains: run.chains, seed: run.seed), BGNBD.names, run, "purchases", progress)
    }

    init(spend rows: SpendRows, _ run: CLVFitRun, progress: RunProgress?) async throws {
        let density = GammaGammaPosterior(rows)
        try await self.init(density, starts: density.starts(chains: run.chains, seed: run.seed), GammaGamma.names, run, "spend", progress)
    }

    private init<D: LogDensity>(
        _ density: D, starts: [[Double]], _ names: [String], _ run: CLVFitRun, _ what: String, _ progress: RunProgress?
    ) async throws {
        var settings = NUTS.Settings()
        (settings.chains, settings.draws, settings.seed, settings.threads) = (run.chains, run.draws, run.seed, run.threads)
        self.names = names
        draws = try await NUTS.sample(
            density, from: starts, settings: settings, progress: SamplingShare(settings.chains).report("sampling \(what)", progress))
        natural = draws.mapped(to: names.count) { from, to in
            for index in from.indices { to[index] = Exponential.of(from[index]) }
        }
        summaries = natural.summaries()
        diagnosis = Diagnosis(of: draws, names: names)
    }
}
