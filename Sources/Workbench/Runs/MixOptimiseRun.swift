import Core
package import Statistics

/// `model mmm optimise`: how a weekly budget is best divided, on the posterior of a fit.
package struct MixOptimiseRun: Sendable {
    /// One channel's limits per week; what is nil is left as it is by default.
    package struct Limit: Sendable, Equatable {
        package var least, most, step, fixed: Double?
        package init() {}
    }

    /// The file that `mmm fit --out` wrote.
    package var fitFile: String
    /// Where the posterior is, if it no longer stands beside the fit.
    package var posteriorFile: String?
    /// Budget per week; the mean week so far unless given.
    package var weekly: Double?
    /// Weeks planned; nil for a week of a long run.
    package var weeks: Int?
    package var limits: [String: Limit] = [:]
    package var risk = BudgetProblem.Risk.mean

    package init(fitFile: String) { self.fitFile = fitFile }

    /// - Throws: `TableFault`, `Refusal`.
    package func run() async throws -> RunAnswer {
        var clock = StepClock()
        let fit = try await MixKeptFit(fitFile, posterior: posteriorFile).fit()
        let reference = fit.data.channels.map { $0.values.reduce(0, +) / Double(fit.data.weeks) }
        let problem = try problem(fit.data, reference)
        clock.end("read")
        let plan = try fit.allocate(problem, reference: reference)
        clock.end("optimise")
        var answer = answer(fit, problem, plan, reference)
        answer.add(clock)
        answer.page = { Report.budget(plan, problem, fit: fit, reference: reference, $0) }
        return answer
    }

    private func problem(_ data: MixData, _ reference: [Double]) throws -> BudgetProblem {
        for name in limits.keys.sorted() where data.channel(name) == nil {
            throw Refusal(
                code: "no_channel", sentence: "A limit is given for \(name), which is no channel.",
                advice: "The channels are \(data.channels.map(\.name).joined(separator: ", ")).")
        }
        let bounds = zip(data.channels, reference).map { series, mean -> BudgetProblem.Bounds in
            let limit = limits[series.name] ?? Limit()
            if let fixed = limit.fixed { return .fixed(fixed) }
            // Beyond half more than the largest week so far, and close to nothing, the curve is a guess.
            return BudgetProblem.Bounds(least: limit.least ?? 0.1 * mean, most: limit.most ?? 1.5 * (series.values.max() ?? 0), step: limit.step)
        }
        return BudgetProblem(weekly: weekly ?? reference.reduce(0, +), bounds: bounds, horizon: weeks.map { .weeks($0) } ?? .steady, risk: risk)
    }

    private func answer(_ fit: MixFit, _ problem: BudgetProblem, _ plan: BudgetPlan, _ reference: [Double]) -> RunAnswer {
        let names = fit.data.channels.map(\.name)
        let rows = names.indices.map { index in
            [
                names[index], NumberText.shown(reference[index]), NumberText.shown(plan.spend[index]), NumberText.shown(plan.rounded[index]),
                PercentText.of(plan.spend[index] / reference[index] - 1), NumberText.shown(plan.marginal[index] / Double(weeks ?? 1), significant: 3),
            ]
        }
        let horizon = weeks.map { "over \($0) weeks and what they carry out" } ?? "per week of a long run"
        var sentences = ["Response \(horizon): \(plan.response.shown())."]
        if let before = plan.reference, let uplift = plan.uplift, let better = plan.probabilityBetter {
            sentences.append(
                "With the spend so far: \(before.shown()). The plan adds \(uplift.shown()); it is better with a probability of \(PercentText.of(better))."
            )
        }
        if plan.residual > 1e-3 {
            sentences.append(
                "The search did not end at a best plan (conditions missed by \(PercentText.of(plan.residual))): take the plan as a good one, or narrow the bounds."
            )
        }
        if fit.verdict == .weaklyIdentified {
            sentences.append(
                fit.diagnosis.contradicts
                    ? "The fit contradicts itself: do not act on this plan."
                    : "The fit is weakly identified: test this plan on a part of the budget before you move all of it.")
            sentences += fit.diagnosis.findings.filter { $0.verdict == .weaklyIdentified }.map { "• \($0.sentence)" }
        }
        let columns = ["channel", "per week so far", "plan", "plan in steps", "change", "return of a further unit"]
        return RunAnswer(
            "Budget plan", "\(NumberText.shown(problem.weekly)) per week over \(names.count) channels",
            document: document(fit, problem, plan, reference),
            parts: [.init("Plan", sentences, tables: [TextTable(columns: columns, rows: rows)])], code: fit.verdict == .weaklyIdentified ? 2 : 0)
    }

    private func document(_ fit: MixFit, _ problem: BudgetProblem, _ plan: BudgetPlan, _ reference: [Double]) -> JSON {
        let each = fit.data.channels.indices.map { index -> JSON in
            [
                "name": .string(fit.data.channels[index].name), "reference": .double(reference[index]), "spend": .double(plan.spend[index]),
                "rounded": .double(plan.rounded[index]), "marginal": .double(plan.marginal[index] / Double(weeks ?? 1)),
                "least": .double(problem.bounds[index].least),
                "most": .double(problem.bounds[index].most),
            ]
        }
        return [
            "verdict": .string(fit.verdict.rawValue), "weekly": .double(problem.weekly), "weeks": weeks.map { .integer($0) } ?? .null,
            "channels": .array(each), "response": plan.response.document, "reference": plan.reference?.document ?? .null,
            "uplift": plan.uplift?.document ?? .null, "probability_better": .double(plan.probabilityBetter), "residual": .double(plan.residual),
            "iterations": .integer(plan.iterations),
        ]
    }
}
