import Statistics

extension MixPage {
    /// Parameters whose draws are shown: the least certain to have converged.
    private static let shown = 6

    var diagnosisSections: [Section] {
        let diagnosis = fit.diagnosis
        let checks = TextTable(
            columns: ["check", "value", "wanted"],
            rows: [
                ["largest R-hat", ReadableNumber.fixed(diagnosis.rHat, 4), "at most 1.01"],
                ["least effective draws, middle", ReadableNumber.text(diagnosis.bulkESS), "at least \(100 * fit.draws.chains)"],
                ["least effective draws, tails", ReadableNumber.text(diagnosis.tailESS), "at least \(100 * fit.draws.chains)"],
                ["divergent transitions", "\(diagnosis.divergences)", "0"],
                ["energy fraction", diagnosis.energyFraction.map { ReadableNumber.text($0) } ?? "–", "at least 0.3"],
                ["mean depth of trajectories", ReadableNumber.text(diagnosis.meanDepth), "well below \(max(diagnosis.maxDepth, 10))"],
                [
                    "intercept and media, correlation", ReadableNumber.text(diagnosis.interceptMediaCorrelation),
                    "any, if advertising's part is known",
                ],
            ] + known)
        let sentence =
            "\(ReadableNumber.text(Double(fit.draws.total))) draws from \(fit.draws.chains) chains. For statisticians; the verdict above says what it means."
        let worst = worst
        guard !worst.isEmpty else { return [Section("Diagnosis", [sentence], tables: [checks])] }
        let parameters = worst.map { ChainPlot.Parameter(fit.names[$0], chains: fit.draws.chains(parameter: $0)) }
        return [
            Section(
                "Diagnosis", [sentence], tables: [checks, parameterTable],
                plots: [
                    .traces(
                        ChainPlot(
                            "Traces of the least settled parameters", note: "The chains should look like one even band.", parameters: parameters)),
                    .ranks(ChainPlot("Ranks of the same", note: "Bars of one height mean that the chains agree.", parameters: parameters)),
                ])
        ]
    }

    /// How well all channels' part of the outcome is known; nothing without an answer.
    private var known: [[String]] {
        guard let share = fit.answer?.mediaShare, share.mean > 0 else { return [] }
        return [["uncertainty of advertising's part", ReadableNumber.share(share.deviation / share.mean), "at most 35 %"]]
    }

    private var worst: [Int] {
        let order = fit.summaries.indices.sorted { left, right in
            let (a, b) = (fit.summaries[left].rHat, fit.summaries[right].rHat)
            return a.isNaN != b.isNaN ? a.isNaN : (a == b || a.isNaN ? left < right : a > b)
        }
        return Array(order.prefix(Self.shown)).filter { $0 < fit.names.count }
    }

    private var parameterTable: TextTable {
        TextTable(
            "Parameters, on scaled data", columns: ["parameter", "mean", "sd", "from", "to", "R-hat", "draws' worth", "said by the prior"],
            rows: zip(fit.names, fit.summaries).enumerated().map { index, pair in
                let (name, summary) = pair
                let overlap = fit.diagnosis.priorOverlap
                return [
                    name, ReadableNumber.text(summary.mean), ReadableNumber.text(summary.deviation), ReadableNumber.text(summary.interval.lowerBound),
                    ReadableNumber.text(summary.interval.upperBound), ReadableNumber.fixed(summary.rHat, 3),
                    ReadableNumber.text(min(summary.bulkESS, summary.tailESS)), index < overlap.count ? ReadableNumber.share(overlap[index]) : "–",
                ]
            })
    }
}
