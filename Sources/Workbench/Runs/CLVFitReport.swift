import Core
import Statistics

/// What a fit of customers says, for people and for programs.
struct CLVFitReport {
    let source: CustomerSource
    let sums: CustomerSums
    let purchases: BGNBDFit
    let spend: GammaGammaFit?
    let samples: [CustomerSample]
    let models: CustomerModels

    var answer: RunAnswer {
        let verdict = samples.map(\.diagnosis.verdict).max() ?? .converged
        return RunAnswer(
            "Customer value", subtitle, document: document,
            parts: [parameterPart, check, posteriorPart, cautionPart].compactMap { $0 }, code: verdict == .failed ? 3 : 0)
    }

    /// For the page.
    func result(cohorts: PurchaseCohorts?) -> CustomerValueResult {
        var result = CustomerValueResult(purchases: purchases, spend: spend)
        (result.rows, result.cohorts, result.periodNames) = (sums.rows, cohorts, cohorts?.monthNames ?? [:])
        result.samples = samples.map { .init(names: $0.names, draws: $0.natural, diagnosis: $0.diagnosis) }
        result.timeUnit = source.input.unit.rawValue
        return result
    }

    private var subtitle: String {
        let until = source.until.map { ", observed until \($0)" } ?? ""
        return
            "\(NumberText.grouped(Int64(purchases.customers))) customers, \(NumberText.grouped(Int64(purchases.repeaters))) with repeat purchases, "
            + "times in \(source.input.unit.rawValue)s\(until)"
    }

    private var parameters: [FittedParameter] { purchases.parameters + (spend?.parameters ?? []) }
    private var cautions: [FitCaution] { purchases.cautions + (spend?.cautions ?? []) }

    private var parameterPart: RunAnswer.Part {
        let table = TextTable(
            columns: ["parameter", "value", "standard error", "95 % interval"],
            rows: parameters.map { parameter in
                let error = parameter.standardError
                return [
                    parameter.name, NumberText.shown(parameter.value, significant: 5), error.map { NumberText.shown($0, significant: 3) } ?? "–",
                    error.map { Self.interval(parameter.value, $0) } ?? "–",
                ]
            })
        var sentences = ["Log-likelihood of purchases \(NumberText.shown(purchases.logLikelihood, significant: 8))."]
        if let spend {
            sentences.append(
                "Log-likelihood of spend \(NumberText.shown(spend.logLikelihood, significant: 8)), from \(NumberText.grouped(Int64(spend.customers))) customers."
            )
        }
        return RunAnswer.Part("Parameters", sentences, tables: [table])
    }

    /// On the log scale, so that it stays positive.
    private static func interval(_ value: Double, _ error: Double) -> String {
        let factor = Exponential.of(1.96 * error / value)
        return "\(NumberText.shown(value / factor, significant: 3)) to \(NumberText.shown(value * factor, significant: 3))"
    }

    private var frequencies: [(observed: Double, expected: Double)] { purchases.model.frequencyCheck(sums.rows, count: 8) }

    private var check: RunAnswer.Part {
        let rows = frequencies.enumerated().map { count, pair in
            [
                count == 7 ? "7 and more" : "\(count)", NumberText.shown(pair.observed, significant: 7),
                NumberText.shown(pair.expected, significant: 5),
            ]
        }
        let expected = sums.expectedRepeats(purchases.model)
        return RunAnswer.Part(
            "Observed beside expected",
            [
                "Repeat purchases in all: \(NumberText.shown(sums.repeats, significant: 9)) observed, \(NumberText.shown(expected, significant: 6)) expected."
            ],
            tables: [TextTable(columns: ["repeat purchases", "customers", "expected"], rows: rows)])
    }

    private var posteriorPart: RunAnswer.Part? {
        guard !samples.isEmpty else { return nil }
        let rows = samples.flatMap { sample in
            zip(sample.names, sample.summaries).map { name, summary in
                [
                    name, NumberText.shown(summary.mean), NumberText.shown(summary.deviation, significant: 3),
                    "\(NumberText.shown(summary.interval.lowerBound, significant: 3)) to \(NumberText.shown(summary.interval.upperBound, significant: 3))",
                    NumberText.shown(summary.rHat), NumberText.shown(min(summary.bulkESS, summary.tailESS), significant: 4),
                ]
            }
        }
        let findings = samples.flatMap(\.diagnosis.findings).map { $0.sentence + " " + $0.advice }
        let verdict = samples.map(\.diagnosis.verdict).max() ?? .converged
        return RunAnswer.Part(
            "Posterior", ["Verdict: \(verdict.rawValue)."] + findings,
            tables: [TextTable(columns: ["parameter", "mean", "sd", "94 % interval", "R-hat", "least effective draws"], rows: rows)])
    }

    private var cautionPart: RunAnswer.Part? {
        cautions.isEmpty ? nil : RunAnswer.Part("Cautions", cautions.map { "• \($0.description)" })
    }

    private var document: JSON {
        var members: [JSON.Member] = [
            .init("customers", .integer(purchases.customers)), .init("repeaters", .integer(purchases.repeaters)),
            .init(
                "parameters", .object(parameters.map { .init($0.name, ["value": .double($0.value), "standard_error": .double($0.standardError)]) })),
            .init("log_likelihood", ["purchases": .double(purchases.logLikelihood), "spend": .double(spend?.logLikelihood)]),
            .init("repeats", ["observed": .double(sums.repeats), "expected": .double(sums.expectedRepeats(purchases.model))]),
            .init("frequencies", .array(frequencies.map { ["observed": .double($0.observed), "expected": .double($0.expected)] })),
            .init("cautions", .array(cautions.map(\.document))), .init("models", models.document),
        ]
        if let until = source.until { members.append(.init("until", .string("\(until)"))) }
        if !samples.isEmpty { members.append(.init("posterior", posteriorDocument)) }
        return .object(members)
    }

    private var posteriorDocument: JSON {
        let each = samples.flatMap { sample in
            zip(sample.names, sample.summaries).map { name, summary in JSON.Member(name, summary.document) }
        }
        return [
            "verdict": .string((samples.map(\.diagnosis.verdict).max() ?? .converged).rawValue),
            "findings": .array(samples.flatMap(\.diagnosis.findings).map(\.document)), "parameters": .object(each),
        ]
    }
}

extension ParameterSummary {
    var document: JSON {
        [
            "mean": .double(mean), "sd": .double(deviation), "low": .double(interval.lowerBound), "high": .double(interval.upperBound),
            "mean_error": .double(meanError), "r_hat": .double(rHat), "bulk_ess": .double(bulkESS), "tail_ess": .double(tailESS),
        ]
    }
}
