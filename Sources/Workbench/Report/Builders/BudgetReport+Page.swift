package import Statistics

extension Report {
    /// The page of a divided budget, with the fit's curves below it.
    ///
    /// - Parameter reference: spend per channel and week that the plan is compared with.
    package static func budget(
        _ plan: BudgetPlan, _ problem: BudgetProblem, fit: MixFit, reference: [Double]? = nil, _ subject: ReportSubject
    ) -> Report {
        let page = BudgetPage(plan: plan, problem: problem, fit: fit, reference: reference, subject: subject)
        var report = subject.report(
            "How to divide \(subject.money(problem.weekly)) a week",
            "Which division over \(fit.data.channels.count) channels brings the most \(subject.outcome), by the model fitted to \(subject.source)?")
        report.verdict = page.verdict
        report.figures = page.figures
        report.add(page.planSection)
        if let curves = page.curveSection { report.add(curves) }
        report.add(page.solutionSection)
        return report
    }
}

private struct BudgetPage {
    let plan: BudgetPlan
    let problem: BudgetProblem
    let fit: MixFit
    let reference: [Double]?
    let subject: ReportSubject

    private var names: [String] { fit.data.channels.map(\.name) }
    private var horizon: String {
        if case .weeks(let weeks) = problem.horizon { return "over \(weeks) weeks and what they carry on" }
        return "per week of a long run"
    }

    /// A further unit a week is spent as often as there are weeks.
    private var weeks: Double {
        if case .weeks(let weeks) = problem.horizon { return Double(max(weeks, 1)) }
        return 1
    }

    var verdict: ReportVerdict {
        let better = plan.probabilityBetter
        let isSolved = plan.residual <= 1e-4
        var findings = fit.diagnosis.findings.filter { $0.verdict != .converged }
            .map { ReportVerdict.Finding(ReportVerdict.Tone($0.verdict), $0.sentence, advice: $0.advice) }
        if !isSolved {
            findings.append(.init(.caution, "The solver did not quite reach the best plan.", advice: "Loosen bounds that leave little room."))
        }
        for (index, name) in names.enumerated() where index < plan.spend.count && plan.spend[index] > 1.0001 * (largest(index) ?? .infinity) {
            findings.append(
                .init(
                    .caution, "\(name) would get \(subject.money(plan.spend[index])) a week, more than in any week so far.",
                    advice: "There the model guesses. Move there in steps, and look again after some weeks."))
        }
        guard !fit.diagnosis.contradicts else {
            return ReportVerdict(.bad, "The fit contradicts itself: do not act on this plan.", findings: findings)
        }
        guard let better else { return ReportVerdict(findings.isEmpty ? .good : .caution, "This division brings the most.", findings: findings) }
        let share = ReadableNumber.share(better)
        if better < 0.8 {
            return ReportVerdict(.caution, "The plan is better than the present one with a probability of only \(share).", findings: findings)
        }
        return ReportVerdict(
            findings.isEmpty ? .good : .caution, "The plan is better than the present one with a probability of \(share).", findings: findings)
    }

    private func largest(_ index: Int) -> Double? { fit.data.channels[index].values.max() }

    var figures: [KeyFigure] {
        var figures = [KeyFigure("\(subject.outcome) expected", subject.money(plan.response.mean), horizon)]
        if let uplift = plan.uplift {
            figures.append(
                KeyFigure(
                    "more than at present", subject.money(uplift.mean),
                    "\(subject.money(uplift.interval.lowerBound)) to \(subject.money(uplift.interval.upperBound))"))
        }
        figures.append(KeyFigure("budget a week", subject.money(problem.weekly)))
        return figures
    }

    var planSection: Section {
        var series = [BarPlot.Series("plan", plan.rounded)]
        if let reference { series.append(.init("present", reference)) }
        let plot = BarPlot(
            "Spend per week", groupName: "channel", groups: names, axis: PlotAxis("Spend per week", unit: subject.currency), series: series,
            isLying: true)
        let rows = names.indices.map { index in
            let change = reference.map { plan.rounded[index] - $0[index] }
            return [
                names[index], reference.map { subject.money($0[index]) } ?? "–", subject.money(plan.rounded[index]), change.map(subject.money) ?? "–",
                index < plan.marginal.count ? ReadableNumber.text(plan.marginal[index] / weeks) : "–",
            ]
        }
        let table = TextTable(columns: ["channel", "present", "plan", "change", "return on the next unit"], rows: rows)
        return Section("The plan", [risk], tables: [table], plots: [.bars(plot)])
    }

    private var risk: String {
        if case .worst(let part) = problem.risk {
            return "It makes the mean of the worst \(ReadableNumber.share(part)) of the possible outcomes as large as can be: the careful choice."
        }
        return "It makes the expected \(subject.outcome) as large as can be."
    }

    var curveSection: Section? {
        guard let curves = fit.responseCurves() else { return nil }
        let plot = CurvePlot(
            "Where the plan stands on the response curves", note: "The dashed part lies beyond what was ever spent.",
            xAxis: PlotAxis("Spend per week", unit: subject.currency, startsAtZero: true),
            yAxis: PlotAxis("\(subject.outcomeTitle) per week", unit: subject.currency, startsAtZero: true),
            curves: curves.enumerated().map { index, curve in
                .init(
                    curve.name, x: curve.spend, y: curve.mean, low: curve.low, high: curve.high,
                    current: index < plan.rounded.count ? PlotMark(plan.rounded[index], "plan") : nil, knownUntil: curve.largestSpend)
            }, bandName: "\(ReadableNumber.share(fit.probability)) band")
        return Section(
            "Why", ["Money goes where the next unit brings the most, until all channels bring the same or meet a bound."], plots: [.curves(plot)])
    }

    var solutionSection: Section {
        let table = TextTable(
            columns: ["check", "value", "wanted"],
            rows: [
                ["distance from the best plan (KKT residual)", ReadableNumber.text(plan.residual), "at most 1e-6"],
                ["steps", "\(plan.iterations)", ""],
            ])
        return Section("Diagnosis", tables: [table])
    }
}
