import Statistics

extension Report {
    /// The page of a customer base: what it is worth, who is still a customer, and whether the model may be believed.
    package static func customerValue(_ result: CustomerValueResult, _ subject: ReportSubject) -> Report {
        let page = CustomerPage(result: result, subject: subject)
        var report = subject.report(page.title, page.question)
        report.verdict = page.verdict
        report.figures = page.figures
        for section in page.sections { report.add(section) }
        return report
    }
}

/// The parts of the page of a customer base.
struct CustomerPage {
    let result: CustomerValueResult
    let subject: ReportSubject

    var customers: Int? { result.purchases?.customers ?? result.tally?.customers }

    /// A fit alone knows how customers buy; what each is worth is seen when they are scored.
    var title: String { result.tally == nil ? "How customers come back" : "What customers are worth" }

    var question: String {
        guard result.tally != nil else { return fitQuestion }
        let count = customers.map { ReadableNumber.text(Double($0)) + " customers" } ?? "the customers"
        return "Which of \(count) in \(subject.source) are still customers, and what will they bring?" + (lifetime.map { " \($0)" } ?? "")
    }

    private var fitQuestion: String {
        let count = customers.map { "the \(ReadableNumber.text(Double($0))) customers" } ?? "the customers"
        return
            "How often do \(count) in \(subject.source) buy again, when do they leave, and does the model describe them? What each of them is worth, "
            + "tactics model clv score shows."
    }

    private var lifetime: String? {
        guard let lifetime = result.lifetime else { return nil }
        let margin = lifetime.margin == 1 ? "revenue" : "\(ReadableNumber.share(lifetime.margin)) of revenue"
        return "Value is \(margin) in the next \(lifetime.months) months, discounted by \(ReadableNumber.share(lifetime.monthlyDiscount)) a month."
    }

    var verdict: ReportVerdict {
        let cautions = (result.purchases?.cautions ?? []) + (result.spend?.cautions ?? [])
        let sampled = result.samples.flatMap(\.diagnosis.findings)
        let findings =
            sampled.map { ReportVerdict.Finding(ReportVerdict.Tone($0.verdict), $0.sentence, advice: $0.advice) }
            + cautions.map { ReportVerdict.Finding(.caution, $0.sentence, advice: $0.advice) }
        let tone = findings.map(\.tone).max() ?? .good
        let headline =
            switch tone {
            case .good: "The numbers may be used."
            case .caution: "The numbers may be read, with the cautions below."
            case .bad: "The posterior must not be read."
            }
        return ReportVerdict(tone, headline, findings: findings.sorted { $0.tone > $1.tone })
    }

    var figures: [KeyFigure] {
        var figures: [KeyFigure] = []
        if let tally = result.tally, tally.customers > 0 {
            if tally.valued > 0 {
                figures.append(
                    KeyFigure("future value of all", subject.money(tally.valueSum), "\(ReadableNumber.text(Double(tally.valued))) customers"))
                figures.append(KeyFigure("per customer", subject.money(tally.valueSum / Double(tally.valued)), "on average"))
                if let best = best(tally) { figures.append(KeyFigure("of it from the best tenth", ReadableNumber.share(best))) }
            }
            figures.append(
                KeyFigure(
                    "still customers", ReadableNumber.text(tally.aliveSum), "\(ReadableNumber.share(tally.aliveSum / Double(tally.customers))) of all"
                ))
        }
        if let fit = result.purchases {
            let part = ReadableNumber.share(Double(fit.repeaters) / Double(max(fit.customers, 1)))
            figures.append(
                KeyFigure("bought again", ReadableNumber.text(Double(fit.repeaters)), "\(part) of \(ReadableNumber.text(Double(fit.customers)))"))
        }
        if let mean = result.spendModel?.populationMean, mean.isFinite { figures.append(KeyFigure("mean value of a purchase", subject.money(mean))) }
        return figures
    }

    private func best(_ tally: CustomerTally) -> Double? { tally.valueSum > 0 ? tally.groups(10).first.map { $0 / tally.valueSum } : nil }

    var sections: [Section] {
        [valueSection, aliveSection, cohortSection, futureSection, fitSection, parameterSection].compactMap { $0 } + sampleSections
    }

    private var valueSection: Section? {
        guard let tally = result.tally, tally.valueSum > 0 else { return nil }
        let tenths = tally.groups(10)
        let parts = tenths.map { $0 / tally.valueSum }
        var sum = 0.0
        let curve =
            [0]
            + parts.map { part -> Double in
                sum += part
                return sum
            }
        let places = (0...10).map { Double($0) / 10 }
        let lorenz = LinePlot(
            "How unequally value is divided",
            note: "The best customers come first. The further the line bends from the dashed one, the fewer carry the business.",
            xAxis: PlotAxis("Part of the customers, the best first", kind: .share, startsAtZero: true),
            yAxis: PlotAxis("Part of the value", kind: .share, startsAtZero: true),
            lines: [.init("value", x: places, y: curve, colour: 0), .init("all alike", x: [0, 1], y: [0, 1], style: .dashed)])
        let bars = BarPlot(
            "Value by tenths of the customers", groupName: "tenth, the best first", groups: (1...10).map { "\($0)" },
            axis: PlotAxis("Future value", unit: subject.currency), series: [.init("value", tenths)])
        let half = curve.firstIndex { $0 >= 0.5 } ?? 10
        return Section(
            "Where the value is",
            [
                "The best tenth brings \(ReadableNumber.share(parts[0])) of all future value; half of it comes from \(half * 10) % of the customers or fewer."
            ],
            plots: [.bars(bars), .lines(lorenz)])
    }

    private var aliveSection: Section? {
        guard let tally = result.tally, tally.customers > 0 else { return nil }
        let bars = BarPlot(
            "How likely customers are to be still there", groupName: "probability to be a customer still",
            groups: (0..<10).map { "\($0 * 10)–\($0 * 10 + 10) %" }, axis: PlotAxis("Customers"),
            series: [.init("customers", (0..<10).map { Double(tally.alive[2 * $0] + tally.alive[2 * $0 + 1]) })])
        return Section(
            "Who is still a customer",
            [
                "Nobody says goodbye in a shop, so it is a probability: of \(ReadableNumber.text(Double(tally.customers))) customers about "
                    + "\(ReadableNumber.text(tally.aliveSum)) are expected to be still there. Those in the middle are where a message may decide.",
                "Customers who bought only once count as still there in this model, because it lets them leave after a repeat purchase only.",
            ], plots: [.bars(bars)])
    }
}
