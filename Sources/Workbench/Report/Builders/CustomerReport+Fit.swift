import Statistics

extension CustomerPage {
    /// More cohorts than this are cut to the latest.
    private static let mostCohorts = 18

    var cohortSection: Section? {
        guard let cohorts = result.cohorts?.cohorts.filter({ $0.customers > 0 && $0.active.count > 1 }), !cohorts.isEmpty else { return nil }
        let shown = Array(cohorts.suffix(Self.mostCohorts))
        let names = shown.map { result.periodNames[$0.period] ?? "\($0.period)" }
        let retention = LinePlot(
            "Retention by cohort", note: "The part of a cohort that bought in a \(result.periodName), by its age. Later cohorts are darker.",
            xAxis: PlotAxis("\(result.periodName)s since the first purchase"), yAxis: PlotAxis("Active customers", kind: .share, startsAtZero: true),
            lines: zip(names, shown).map { name, cohort in
                let ages = 1..<cohort.active.count
                return .init(name, x: ages.map(Double.init), y: ages.map(cohort.retention))
            }, isSequence: true)
        let repeats = LinePlot(
            "Repeat purchases by cohort", note: "Purchases per customer of the cohort after its first \(result.periodName), added up.",
            xAxis: PlotAxis("\(result.periodName)s since the first purchase", startsAtZero: true),
            yAxis: PlotAxis("Repeat purchases per customer", startsAtZero: true),
            lines: zip(names, shown).map { name, cohort in
                var sum = 0.0
                let ages = 0..<cohort.purchases.count
                let values = ages.map { age -> Double in
                    if age > 0 { sum += Double(cohort.purchases[age]) / Double(max(cohort.customers, 1)) }
                    return sum
                }
                return .init(name, x: ages.map(Double.init), y: values)
            }, isSequence: true)
        let said = cohorts.count > shown.count ? ["The latest \(shown.count) of \(cohorts.count) cohorts are shown."] : []
        return Section("How cohorts come back", said, plots: [.lines(retention), .lines(repeats)])
    }

    /// What the model expects of a new customer.
    var futureSection: Section? {
        let unit = result.timeUnit
        let ages = (0...52).map { Double($0) * (unit == "day" ? 14 : 2) }
        let values = result.model.expectedRepeats(within: ages)
        guard let last = values.last, last.isFinite else { return nil }
        let plot = LinePlot(
            "Repeat purchases expected of a new customer", xAxis: PlotAxis("\(unit)s since the first purchase", startsAtZero: true),
            yAxis: PlotAxis("Repeat purchases", startsAtZero: true), lines: [.init("expected", x: ages, y: values, colour: 0)])
        return Section(
            "What a new customer will do",
            [
                "A new customer is expected to buy \(ReadableNumber.text(last)) more times within \(ReadableNumber.text(ages[ages.count - 1])) \(unit)s."
            ],
            plots: [.lines(plot)])
    }

    var fitSection: Section? {
        guard let rows = result.rows else { return nil }
        let check = result.model.frequencyCheck(rows)
        let last = check.count - 1
        let bars = BarPlot(
            "Customers by repeat purchases", note: "Where the bars of a pair differ much, the model does not describe these customers.",
            groupName: "repeat purchases", groups: check.indices.map { $0 == last ? "\($0)+" : "\($0)" }, axis: PlotAxis("Customers"),
            series: [.init("observed", check.map(\.observed)), .init("expected by the model", check.map(\.expected))])
        let all = check.reduce(0) { $0 + $1.observed }
        let apart = check.reduce(0) { $0 + abs($1.observed - $1.expected) } / 2
        return Section(
            "Does the model describe these customers?",
            ["\(ReadableNumber.share(all > 0 ? apart / all : 0)) of the customers stand in another group than the model expects."],
            plots: [.bars(bars)])
    }

    var parameterSection: Section? {
        let fitted = (result.purchases?.parameters ?? []) + (result.spend?.parameters ?? [])
        guard !fitted.isEmpty else { return nil }
        var sentences = ["Maximum likelihood; for statisticians."]
        if let correlation = result.spend?.correlation {
            sentences.append("Frequency and spend have a correlation of \(ReadableNumber.text(correlation)); the spend model takes it to be 0.")
        }
        return Section(
            "Diagnosis", sentences,
            tables: [
                TextTable(
                    columns: ["parameter", "value", "standard error"],
                    rows: fitted.map { [$0.name, ReadableNumber.text($0.value), $0.standardError.map { ReadableNumber.text($0) } ?? "–"] })
            ])
    }

    var sampleSections: [Section] {
        result.samples.map { sample in
            let count = min(sample.names.count, sample.draws.dimension)
            let summaries = sample.draws.summaries()
            let parameters = (0..<count).map { ChainPlot.Parameter(sample.names[$0], chains: sample.draws.chains(parameter: $0)) }
            let intervals = IntervalPlot(
                "Posterior", axis: PlotAxis("value of the parameter"),
                rows: (0..<count).map { index in
                    let inner = Quantiles.shortest(0.5, of: sample.draws.parameter(index))
                    let outer = summaries[index].interval
                    return .init(
                        sample.names[index], centre: summaries[index].mean, inner: [inner.lowerBound, inner.upperBound],
                        outer: [outer.lowerBound, outer.upperBound])
                })
            let table = TextTable(
                columns: ["parameter", "R-hat", "effective draws, middle", "tails"],
                rows: (0..<count).map { index in
                    [
                        sample.names[index], ReadableNumber.fixed(summaries[index].rHat, 4), ReadableNumber.text(summaries[index].bulkESS),
                        ReadableNumber.text(summaries[index].tailESS),
                    ]
                })
            return Section(
                "Diagnosis of the draws: \(sample.names.joined(separator: ", "))",
                [
                    "\(ReadableNumber.text(Double(sample.draws.total))) draws from \(sample.draws.chains) chains, verdict: \(sample.diagnosis.verdict.rawValue)."
                ], tables: [table],
                plots: [
                    .intervals(intervals), .traces(ChainPlot("Traces", note: "The chains should look like one even band.", parameters: parameters)),
                    .ranks(ChainPlot("Ranks", note: "Bars of one height mean that the chains agree.", parameters: parameters)),
                ])
        }
    }
}
