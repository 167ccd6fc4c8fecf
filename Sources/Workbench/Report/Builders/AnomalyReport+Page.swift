import Statistics

extension Report {
    /// The page of what was unusual in some series.
    package static func anomaly(_ cases: [AnomalyCase], _ subject: ReportSubject) -> Report {
        let page = AnomalyPage(cases: cases, subject: subject)
        let values = cases.reduce(0) { $0 + $1.values.count }
        var report = subject.report(
            "What was unusual in \(subject.outcome)",
            "Which of \(ReadableNumber.text(Double(values))) values in \(subject.source) are not what season, level and neighbours lead one to expect?"
        )
        report.verdict = page.verdict
        report.figures = page.figures
        report.add(page.list)
        for item in page.chosen { report.add(page.section(item)) }
        return report
    }
}

private struct AnomalyPage {
    private static let mostSeries = 12
    private static let mostRows = 60

    let cases: [AnomalyCase]
    let subject: ReportSubject

    private struct Found {
        var series: Int
        var index: Int
        var point: AnomalyPoint
        var kind: AnomalyKind
    }

    private var found: [Found] {
        cases.enumerated().flatMap { series, item in
            item.points.enumerated().compactMap { index, point in point.kind.map { Found(series: series, index: index, point: point, kind: $0) } }
        }
    }

    /// Those with the strongest anomalies.
    var chosen: [AnomalyCase] {
        let ranked = cases.enumerated().sorted { left, right in
            let (a, b) = (Self.strength(left.element), Self.strength(right.element))
            return a == b ? left.offset < right.offset : a > b
        }
        return ranked.prefix(Self.mostSeries).map(\.element)
    }

    private static func strength(_ item: AnomalyCase) -> Double { item.points.filter { $0.kind != nil }.map(\.score).max() ?? -1 }

    var verdict: ReportVerdict {
        let count = found.count
        guard count > 0 else { return ReportVerdict(.good, "Nothing was unusual.") }
        let findings = AnomalyKind.allCases.compactMap { kind -> ReportVerdict.Finding? in
            let number = found.count { $0.kind == kind }
            return number == 0 ? nil : .init(.caution, "\(number) \(kind.said(number)).", advice: kind.advice)
        }
        return ReportVerdict(.caution, "\(count) \(count == 1 ? "value is" : "values are") worth a look.", findings: findings)
    }

    var figures: [KeyFigure] {
        AnomalyKind.allCases.compactMap { kind in
            let number = found.count { $0.kind == kind }
            return number == 0 ? nil : KeyFigure(kind.said(number), "\(number)")
        }
    }

    var list: Section {
        let sorted = found.sorted { ($1.point.score, $0.series, $0.index) < ($0.point.score, $1.series, $1.index) }
        let places = cases.map { SeriesPlaces($0.days, count: $0.values.count) }
        let table = TextTable(
            columns: ["series", "when", "what", "value", "expected", "times the usual scatter"],
            rows: sorted.prefix(Self.mostRows).map { item in
                [
                    cases[item.series].name, places[item.series].text(item.index), item.kind.said(1),
                    item.index < cases[item.series].values.count ? ReadableNumber.text(cases[item.series].values[item.index]) : "–",
                    ReadableNumber.text(item.point.expected), item.kind == .missing ? "–" : ReadableNumber.text(min(item.point.score, 1e6)),
                ]
            })
        if found.isEmpty { return Section("What was found", ["No value left its band."]) }
        let said = found.count > Self.mostRows ? ["The \(Self.mostRows) strongest of \(found.count)."] : ["The strongest first."]
        return Section("What was found", said, tables: [table])
    }

    func section(_ item: AnomalyCase) -> Section {
        let count = min(item.values.count, item.points.count)
        let places = SeriesPlaces(item.days, count: item.values.count)
        let x = places.places(0..<count)
        let marked = (0..<count).compactMap { index -> LinePlot.Point? in
            guard let kind = item.points[index].kind else { return nil }
            let height = kind == .missing ? item.points[index].expected : item.values[index]
            return .init(x: x[index], y: height, kind: kind.said(1), label: places.text(index))
        }
        let plot = LinePlot(
            "Values and what was to be expected", note: "The band holds ordinary values; what leaves it is marked.", xAxis: places.axis,
            yAxis: PlotAxis(subject.outcomeTitle, unit: subject.currency),
            lines: [
                .init("observed", x: x, y: Array(item.values.prefix(count))),
                .init("expected", x: x, y: item.points.prefix(count).map(\.expected), style: .dotted, colour: 0),
            ], bands: [.init("ordinary values", x: x, low: item.points.prefix(count).map(\.lower), high: item.points.prefix(count).map(\.upper))],
            points: marked)
        return Section(item.name, plots: [.lines(plot)])
    }
}

extension AnomalyKind {
    fileprivate func said(_ count: Int) -> String {
        switch self {
        case .spike: count == 1 ? "spike" : "spikes"
        case .drop: count == 1 ? "drop" : "drops"
        case .levelShift: count == 1 ? "level shift" : "level shifts"
        case .missing: count == 1 ? "missing value" : "missing values"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .spike: "Look for a sale, a press mention, or orders counted twice."
        case .drop: "Look for an outage, empty stock, or a tag that stopped counting."
        case .levelShift: "Something changed for good: a price, a tracking change, a new channel."
        case .missing: "Check whether the import failed or the shop was closed."
        }
    }
}
