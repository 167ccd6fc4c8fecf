import Statistics

extension MixPage {
    /// The first thing a marketer asks: what came back.
    func returnSection(_ answer: MixAnswer) -> Section {
        let mark = subject.breakEven.map { PlotMark($0, "break-even") }
        let axis = PlotAxis("\(subject.outcomeTitle) per unit of spend", startsAtZero: true)
        let returns = IntervalPlot(
            "Return on ad spend", note: "All of a channel's spend against all it caused.", axis: axis,
            rows: answer.channels.map { row($0.name, $0.roas) }, reference: mark, outerName: probability)
        let marginal = IntervalPlot(
            "Return on the next unit of spend",
            note: "What a little more spend in the same weeks would bring. This decides where to add and where to take.",
            axis: PlotAxis("\(subject.outcomeTitle) per further unit", startsAtZero: true),
            rows: answer.channels.map { row($0.name, $0.marginalROAS) },
            reference: mark, outerName: probability)
        return Section(
            "What each channel returned", breakEvenSentences, points: answer.channels.map(sentence),
            plots: [.intervals(returns), .intervals(marginal)])
    }

    /// A return of 1 covers the spend, and nothing else.
    private var breakEvenSentences: [String] {
        guard subject.breakEven == 1 else { return [] }
        return [
            "To pay for itself means here that a channel brought at least what it cost in \(subject.outcome); the cost of goods is not counted. At a margin of "
                + "40 % a unit of spend must bring 2.5."
        ]
    }

    private func row(_ name: String, _ estimate: Estimate) -> IntervalPlot.Row {
        IntervalPlot.Row(name, centre: estimate.mean, outer: estimate.pair)
    }

    /// Whether a channel pays, as surely as it is known.
    private func sentence(_ channel: MixAnswer.Channel) -> String {
        let (roas, next) = (channel.roas, channel.marginalROAS.mean)
        let start = "\(channel.name): \(subject.money(channel.spend)) spent, \(roas.said) back per unit"
        guard let breakEven = subject.breakEven else { return start + "." }
        let size = "the next unit brings \(ReadableNumber.text(next))"
        if roas.interval.lowerBound >= breakEven {
            return "\(start): it paid for itself; \(size)\(next < breakEven ? ", which is below break-even: do not add" : "")."
        }
        if roas.interval.upperBound < breakEven { return "\(start): it did not pay for itself; \(size)." }
        return "\(start): the interval holds break-even, so whether it paid is not known; \(size)."
    }

    func contributionSection(_ answer: MixAnswer) -> Section {
        let layers =
            (answer.base.map { [StackPlot.Layer("without ads", $0.mean)] } ?? [])
            + answer.channels.indices.map { StackPlot.Layer(answer.channels[$0].name, answer.weekly[$0].mean) }
        let stack = StackPlot(
            "\(subject.outcomeTitle) and its causes, week by week",
            note: "Grey is what would have come without advertising; each colour is what a channel added, later effects included.", xAxis: weekAxis,
            yAxis: outcomeAxis, x: weeks, layers: layers, line: .init("observed", fit.data.target))
        let table = TextTable(
            columns: ["channel", "spend", "caused", "share of \(subject.outcome)", "share of advertising's part"],
            rows: answer.channels.map {
                [
                    $0.name, subject.money($0.spend), subject.money($0.contribution.mean), $0.shareOfOutcome.saidShare, $0.shareOfMedia.saidShare,
                ]
            })
        return Section(
            "Where \(subject.outcome) came from",
            ["All channels together caused \(answer.mediaShare.saidShare) of \(subject.outcome); the rest would have come anyway."], tables: [table],
            plots: [.stackedArea(stack)])
    }

    var curveSection: Section? {
        guard let curves = fit.responseCurves() else { return nil }
        let plot = CurvePlot(
            "Response to weekly spend",
            note:
                "Per week of a long run at constant spend. A flat curve means more money brings little; the dashed part lies beyond what was ever spent "
                + "and is the model's guess.",
            xAxis: PlotAxis("Spend per week", unit: subject.currency, startsAtZero: true),
            yAxis: PlotAxis("\(subject.outcomeTitle) per week", unit: subject.currency, startsAtZero: true),
            curves: curves.map {
                .init(
                    $0.name, x: $0.spend, y: $0.mean, low: $0.low, high: $0.high, current: PlotMark($0.meanSpend, "mean week so far"),
                    knownUntil: $0.largestSpend)
            }, bandName: "\(probability) band")
        return Section("What more or less spend would bring", plots: [.curves(plot)])
    }

    func lastingSection(_ answer: MixAnswer) -> Section {
        let plot = LinePlot(
            "How the effect of one week's spend arrives", xAxis: PlotAxis("weeks after the spend", startsAtZero: true),
            yAxis: PlotAxis("Part of the effect", kind: .share, startsAtZero: true),
            lines: answer.channels.enumerated().map { index, channel in
                .init(channel.name, x: channel.adstock.indices.map(Double.init), y: channel.adstock, colour: index)
            })
        let sentences = answer.channels.map { "\($0.name): half of the effect has arrived after \($0.halfLife.said) weeks." }
        return Section("How long advertising works", points: sentences, plots: [.lines(plot)])
    }

    func observedSection(_ answer: MixAnswer) -> Section? {
        guard let prediction = answer.weekly.last, prediction.name == "prediction" else { return nil }
        let checks = fit.diagnosis.predictive
        let plot = LinePlot(
            "Observed beside the model", note: "The band is that of the model's mean; single weeks scatter around it.", xAxis: weekAxis,
            yAxis: outcomeAxis,
            lines: [.init("observed", x: weeks, y: fit.data.target), .init("model", x: weeks, y: prediction.mean, colour: 0)],
            bands: [.init("\(probability) band", x: weeks, low: prediction.low, high: prediction.high)])
        var sentences = [
            "The model explains \(ReadableNumber.share(checks.explained)) of the ups and downs; \(ReadableNumber.share(checks.coverage)) of the weeks lie in "
                + "their \(ReadableNumber.share(checks.probability)) interval."
        ]
        if let held = fit.diagnosis.heldOut {
            sentences.append(
                "Of the last \(held.weeks) weeks, which a second fit did not see, \(ReadableNumber.share(held.coverage)) lie in their interval; the mean error "
                    + "(CRPS) is \(ReadableNumber.share(held.relativeCRPS)) of a week's \(subject.outcome).")
        }
        return Section("How well the model follows the data", sentences, plots: [.lines(plot)])
    }
}
