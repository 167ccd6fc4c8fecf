import Core
package import Statistics

extension Report {
    /// The page of a marketing-mix fit. A fit that failed shows its data and its diagnosis, and no figure.
    package static func mix(_ fit: MixFit, _ subject: ReportSubject) -> Report {
        let page = MixPage(fit: fit, subject: subject)
        var report = subject.report("What advertising brought in \(subject.outcome)", page.question)
        report.verdict = ReportVerdict(
            fit.verdict, good: "The numbers may be used.", weak: page.weakHeadline, failed: "The fit failed: there are no numbers to read.",
            findings: fit.diagnosis.findings)
        if let answer = fit.answer {
            report.figures = page.figures(answer)
            for section in page.sections(answer) { report.add(section) }
        } else {
            report.add(page.dataSection)
        }
        for section in page.diagnosisSections { report.add(section) }
        return report
    }
}

/// The parts of the page of a marketing-mix fit.
struct MixPage {
    let fit: MixFit
    let subject: ReportSubject

    var probability: String { ReadableNumber.share(fit.probability) }
    var weeks: [Double] { fit.data.days.map(Double.init) }
    var weekAxis: PlotAxis { PlotAxis("week", kind: .day) }
    var outcomeAxis: PlotAxis { PlotAxis("\(subject.outcomeTitle) per week", unit: subject.currency) }

    /// Said above figures that may be read, but not all of them believed.
    var weakHeadline: String {
        fit.diagnosis.contradicts
            ? "The numbers contradict themselves: do not act on them." : "The numbers may be read, with care: some are only loosely known."
    }

    var question: String {
        let (first, last) = (fit.data.days.first ?? 0, (fit.data.days.last ?? 0) + 6)
        return
            "How much of the \(subject.outcome) in \(subject.source) did each of \(fit.data.channels.count) channels cause, in \(fit.data.weeks) weeks "
            + "from \(Day(number: first)) to \(Day(number: last))? Every figure has an interval that holds the truth with \(probability) probability, "
            + "if the model is right."
    }

    func figures(_ answer: MixAnswer) -> [KeyFigure] {
        let (spend, outcome) = (answer.channels.reduce(0) { $0 + $1.spend }, fit.data.target.reduce(0, +))
        let share = answer.mediaShare
        func returns(_ part: Double) -> String { ReadableNumber.text(part * outcome / spend) }
        return [
            KeyFigure(
                "of \(subject.outcome) caused by advertising", ReadableNumber.share(share.mean),
                "\(ReadableNumber.share(share.interval.lowerBound)) to \(ReadableNumber.share(share.interval.upperBound))"),
            KeyFigure(
                "\(subject.outcome) per unit of spend", returns(share.mean),
                "\(returns(share.interval.lowerBound)) to \(returns(share.interval.upperBound))"),
            KeyFigure("spent", subject.money(spend), "in \(fit.data.weeks) weeks"),
            KeyFigure("\(subject.outcome) in all", subject.money(outcome), "in \(fit.data.weeks) weeks"),
        ]
    }

    func sections(_ answer: MixAnswer) -> [Section] {
        [returnSection(answer), contributionSection(answer), curveSection, lastingSection(answer), observedSection(answer)].compactMap { $0 }
    }

    /// What a reader sees of a fit that failed.
    var dataSection: Section {
        let spend = StackPlot(
            "Spend by channel", xAxis: weekAxis, yAxis: PlotAxis("Spend per week", unit: subject.currency), x: weeks,
            layers: fit.data.channels.map { .init($0.name, $0.values) }, isFirstGrey: false)
        let outcome = LinePlot(
            subject.outcomeTitle, xAxis: weekAxis, yAxis: outcomeAxis, lines: [.init("observed", x: weeks, y: fit.data.target, colour: 0)])
        return Section(
            "The data", ["What went into the model, to look for gaps, jumps and columns that are not what they should be."],
            plots: [.lines(outcome), .stackedArea(spend)])
    }
}
