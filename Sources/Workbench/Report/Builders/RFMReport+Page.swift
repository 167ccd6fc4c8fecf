package import Statistics

extension Report {
    /// The page of segments.
    ///
    /// - Parameters:
    ///   - money: of each customer, in micros, in the order of the segments.
    ///   - churn: of customers with a history long enough; may be empty.
    package static func rfm(_ rfm: RFM, money: [Int64], churn: [ChurnModel.Prediction] = [], _ subject: ReportSubject) -> Report {
        let page = RFMPage(rfm: rfm, money: money, churn: churn, subject: subject)
        var report = subject.report(
            "Who the customers are",
            "Which of \(ReadableNumber.text(Double(rfm.segments.count))) customers in \(subject.source) ordered lately, often and for much, and which are about to be lost?"
        )
        report.figures = page.figures
        report.verdict = page.verdict
        for section in [page.segmentSection, page.scoreSection, page.churnSection].compactMap({ $0 }) { report.add(section) }
        return report
    }
}

private struct RFMPage {
    let rfm: RFM
    let money: [Int64]
    let churn: [ChurnModel.Prediction]
    let subject: ReportSubject

    private var sums: [Double] {
        var sums = [Double](repeating: 0, count: RFMSegment.allCases.count)
        for (segment, amount) in zip(rfm.segments, money) { sums[Int(segment.rawValue)] += Double(amount) / 1e6 }
        return sums
    }

    private var customers: Double { Double(max(rfm.segments.count, 1)) }

    var verdict: ReportVerdict {
        let (sums, all) = (sums, max(sums.reduce(0, +), 0))
        let danger: [RFMSegment] = [.atRisk, .cannotLose]
        let part = all > 0 ? danger.reduce(0) { $0 + sums[Int($1.rawValue)] } / all : 0
        let count = danger.reduce(0) { $0 + rfm.counts[Int($1.rawValue)] }
        guard count > 0 else { return ReportVerdict(.good, "No good customers are about to be lost.") }
        return ReportVerdict(
            part > 0.1 ? .caution : .good, "\(ReadableNumber.text(Double(count))) good customers have not ordered for long.",
            findings: [
                .init(
                    part > 0.1 ? .caution : .good, "They brought \(ReadableNumber.share(part)) of the money so far.",
                    advice: "Write to those that cannot be lost first: a personal offer, and the question what was wrong.")
            ])
    }

    var figures: [KeyFigure] {
        let (sums, all) = (sums, sums.reduce(0, +))
        let champions = Int(RFMSegment.champions.rawValue)
        return [
            KeyFigure("customers", ReadableNumber.text(Double(rfm.segments.count))), KeyFigure("spent by all", subject.money(all)),
            KeyFigure(
                "champions", ReadableNumber.text(Double(rfm.counts[champions])),
                all > 0 ? "\(ReadableNumber.share(sums[champions] / all)) of the money" : ""),
        ]
    }

    var segmentSection: Section {
        let (sums, all) = (sums, sums.reduce(0, +))
        let used = RFMSegment.allCases.filter { rfm.counts[Int($0.rawValue)] > 0 }
        let bars = BarPlot(
            "Segments", note: "Where money is longer than customers, the segment is worth more than its size.", groupName: "segment",
            groups: used.map(\.said), axis: PlotAxis("Part of all", kind: .share),
            series: [
                .init("customers", used.map { Double(rfm.counts[Int($0.rawValue)]) / customers }),
                .init("money so far", used.map { all > 0 ? sums[Int($0.rawValue)] / all : 0 }),
            ], isLying: true)
        let table = TextTable(
            columns: ["segment", "customers", "money so far", "what to do"],
            rows: used.map {
                [$0.said, ReadableNumber.text(Double(rfm.counts[Int($0.rawValue)])), subject.money(sums[Int($0.rawValue)]), $0.advice]
            })
        return Section("Segments, and what to do with each", tables: [table], plots: [.bars(bars)])
    }

    var scoreSection: Section {
        var counts = [[Double?]](repeating: [Double?](repeating: nil, count: 5), count: 5)
        for (recency, frequency) in zip(rfm.recency, rfm.frequency) where (1...5).contains(recency) && (1...5).contains(frequency) {
            counts[5 - Int(frequency)][Int(recency) - 1] = (counts[5 - Int(frequency)][Int(recency) - 1] ?? 0) + 1
        }
        let heat = HeatTable(
            "Customers by recency and frequency",
            note: "In fifths: 5 ordered last and most. The upper left corner holds those who ordered often and stopped.",
            rowName: "frequency \\ recency", rows: ["5 often", "4", "3", "2", "1 seldom"], columns: ["1 long ago", "2", "3", "4", "5 lately"],
            values: counts)
        return Section("How the customers are spread", plots: [.heat(heat)])
    }

    var churnSection: Section? {
        guard !churn.isEmpty else { return nil }
        var counts = [Double](repeating: 0, count: 10)
        for risk in churn.map(\.churnRisk) where risk.isFinite { counts[min(max(Int(risk * 10), 0), 9)] += 1 }
        let bars = BarPlot(
            "Churn risk", groupName: "probability to have left", groups: (0..<10).map { "\($0 * 10)–\($0 * 10 + 10) %" }, axis: PlotAxis("Customers"),
            series: [.init("customers", counts)])
        let late = churn.count { $0.churnRisk > 0.5 }
        return Section(
            "Who has left",
            ["\(ReadableNumber.text(Double(late))) of \(ReadableNumber.text(Double(churn.count))) customers have more likely left than not."],
            plots: [.bars(bars)])
    }
}

extension RFMSegment {
    fileprivate var said: String {
        switch self {
        case .champions: "champions"
        case .loyal: "loyal"
        case .potentialLoyal: "may become loyal"
        case .new: "new"
        case .needsAttention: "needs attention"
        case .aboutToSleep: "about to sleep"
        case .atRisk: "at risk"
        case .cannotLose: "not to be lost"
        case .hibernating: "hibernating"
        case .lost: "lost"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .champions: "Early access, thanks, a request for a review; no discounts."
        case .loyal: "Offer what goes with what they bought."
        case .potentialLoyal: "Bring them to the next order within their usual gap."
        case .new: "Welcome them; make the second order easy."
        case .needsAttention: "A reminder with something new."
        case .aboutToSleep: "A reminder now, before it needs a discount."
        case .atRisk: "A personal offer with an end date."
        case .cannotLose: "Write in person, and ask what was wrong."
        case .hibernating: "Only cheap channels."
        case .lost: "Leave out of paid audiences."
        }
    }
}
