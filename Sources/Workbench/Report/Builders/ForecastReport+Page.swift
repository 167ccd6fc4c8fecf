import Statistics

extension Report {
    /// The page of some series' forecasts: of many, the first are drawn and all stand in the table.
    package static func forecast(_ cases: [ForecastCase], _ subject: ReportSubject) -> Report {
        let page = ForecastPage(cases: cases, subject: subject)
        let steps = cases.first?.forecast.point.count ?? 0
        var report = subject.report(
            "Forecast of \(subject.outcome)",
            "What will the next \(steps) steps of \(cases.count == 1 ? "the series" : "\(cases.count) series") in \(subject.source) bring?")
        report.verdict = page.verdict
        report.figures = page.figures
        if cases.count > 1 { report.add(page.summary) }
        for item in cases.prefix(ForecastPage.most) { report.add(page.section(item)) }
        return report
    }
}

private struct ForecastPage {
    static let most = 12

    let cases: [ForecastCase]
    let subject: ReportSubject

    var verdict: ReportVerdict {
        let findings = cases.flatMap { item in
            item.forecast.notes.compactMap { note in
                note.caution.map {
                    ReportVerdict.Finding(.caution, cases.count > 1 ? "\(item.name): \($0.sentence)" : $0.sentence, advice: $0.advice)
                }
            }
        }
        let shown = Array(findings.prefix(8))
        let rest =
            findings.count > 8 ? [ReportVerdict.Finding(.caution, "And \(findings.count - 8) more of the kind, listed with their series.")] : []
        return ReportVerdict(
            findings.isEmpty ? .good : .caution, findings.isEmpty ? "The forecasts may be used." : "The forecasts may be read, with care.",
            findings: shown + rest)
    }

    var figures: [KeyFigure] {
        guard cases.count == 1, let item = cases.first else { return [] }
        let forecast = item.forecast
        var figures = [KeyFigure("expected in all", subject.money(forecast.point.reduce(0, +)), "in \(forecast.point.count) steps")]
        if let first = forecast.point.first, let band = forecast.bands.last, !band.lower.isEmpty {
            figures.append(
                KeyFigure(
                    "next step", subject.money(first),
                    "\(subject.money(band.lower[0])) to \(subject.money(band.upper[0])) with \(ReadableNumber.share(band.level))"))
        }
        if let error = forecast.validationError { figures.append(KeyFigure("mean error when tried on the past", subject.money(error))) }
        return figures
    }

    var summary: Section {
        let table = TextTable(
            columns: ["series", "next step", "sum", "notes"],
            rows: cases.map { item in
                [
                    item.name, item.forecast.point.first.map(subject.money) ?? "–", subject.money(item.forecast.point.reduce(0, +)),
                    item.forecast.notes.map(\.said).joined(separator: ", "),
                ]
            })
        let said = cases.count > Self.most ? ["The first \(Self.most) are drawn below."] : []
        return Section("All series", said, tables: [table])
    }

    func section(_ item: ForecastCase) -> Section {
        let (count, steps) = (item.values.count, item.forecast.point.count)
        let places = SeriesPlaces(item.days, count: count)
        let first = max(0, count - max(4 * steps, 104))
        let ahead = places.places(count..<count + steps)
        let known = item.values.lastIndex { $0.isFinite }
        // The fan begins at the last value, so that line and fan meet.
        let (startX, startY) = (known.map { [places[$0]] } ?? [], known.map { [item.values[$0]] } ?? [])
        let bands = item.forecast.bands.sorted { $0.level > $1.level }.map { band in
            LinePlot.Band(
                "\(ReadableNumber.share(band.level)) band", x: startX + ahead, low: startY + band.lower, high: startY + band.upper)
        }
        let plot = LinePlot(
            "History and forecast", note: "The fan holds the coming values with the probability named, spikes excepted.", xAxis: places.axis,
            yAxis: PlotAxis(subject.outcomeTitle, unit: subject.currency),
            lines: [
                .init("observed", x: places.places(first..<count), y: Array(item.values[first...])),
                .init("forecast", x: startX + ahead, y: startY + item.forecast.point, colour: 0),
            ], bands: bands, split: count > 0 ? PlotMark(places[count - 1], "last value") : nil)
        let methods = item.forecast.weights.filter { $0.value > 0.005 }.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        let notes = item.forecast.notes.map(\.said)
        return Section(
            item.name,
            [
                "Made of \(methods.map { "\(ReadableNumber.share($0.value)) \($0.key.rawValue)" }.joined(separator: ", "))."
                    + (notes.isEmpty ? "" : " Noticed: \(notes.joined(separator: ", ")).")
            ], plots: [.lines(plot)])
    }
}

extension ForecastNote {
    fileprivate var said: String {
        switch self {
        case .constant: "constant"
        case .intermittent: "mostly zero"
        case .short: "very short"
        case .seasonLeftOut: "too short for its season"
        case .multiplicative: "grows in proportion"
        case .levelShift: "level shift"
        case .gaps: "gaps"
        }
    }

    /// Nil for what is no reason for care.
    fileprivate var caution: (sentence: String, advice: String)? {
        switch self {
        case .constant, .multiplicative: nil
        case .intermittent: ("Half of the values or more are zero.", "Read the sum over many steps, not single ones.")
        case .short: ("There are fewer than twelve values.", "Read the band, not the line, and wait for more data.")
        case .seasonLeftOut: ("The history is too short for its season.", "Expect holidays and summers to be missed until two years are there.")
        case .levelShift: ("The level changed in the history.", "Look for what happened; the forecast takes the new level to stay.")
        case .gaps: ("There are gaps, which were bridged and not read as zero.", "Fill in zeros where nothing was sold.")
        }
    }
}
