import Core
import Statistics

/// What a marketing-mix fit says, for people and for programs.
struct MixReport {
    let fit: MixFit
    let input: MixInput
    let choice: MixChoice
    let drawsFile: String?
    /// Where the posterior was kept, and its checksum.
    var posterior: (path: String, sum: UInt64)?

    /// 0 converged, 2 weakly identified, 3 failed.
    private var code: Int32 {
        switch fit.verdict {
        case .converged: 0
        case .weaklyIdentified: 2
        case .failed: 3
        }
    }

    var answer: RunAnswer {
        RunAnswer(
            "Marketing mix of \(input.target)", subtitle, document: document,
            parts: [verdictPart, channelPart, curvePart, diagnosisPart].compactMap { $0 }, code: code)
    }

    private var subtitle: String {
        let (first, last) = (fit.data.days.first ?? 0, fit.data.days.last ?? 0)
        return "\(fit.data.weeks) weeks from \(Day(number: first)) to \(Day(number: last + 6)), model \(choice.name), seed \(choice.seed)"
    }

    private var verdictPart: RunAnswer.Part {
        var sentences = ["Verdict: \(fit.verdict.rawValue)."]
        switch fit.verdict {
        case .converged: sentences.append("Nothing that was checked speaks against these numbers.")
        case .weaklyIdentified where fit.diagnosis.contradicts: sentences.append("The numbers contradict themselves: do not act on them.")
        case .weaklyIdentified: sentences.append("The numbers may be read with the cautions below; do not move a budget on those that are named.")
        case .failed: sentences.append("No figures are shown, because they would look like an answer and be none.")
        }
        sentences += fit.diagnosis.findings.map { "• \($0.sentence)\n  → \($0.advice)" }
        return RunAnswer.Part("Verdict", sentences)
    }

    private var channelPart: RunAnswer.Part? {
        guard let answer = fit.answer else { return nil }
        let rows = answer.channels.map { channel in
            [
                channel.name, NumberText.shown(channel.spend), channel.shareOfMedia.percent, channel.shareOfOutcome.percent, channel.roas.shown(),
                channel.marginalROAS.shown(), channel.halfLife.shown(2), PercentText.of(channel.priorOverlap),
            ]
        }
        let columns = ["channel", "spend", "share of media", "share of outcome", "ROAS", "marginal ROAS", "half-life in weeks", "said by the prior"]
        return RunAnswer.Part(
            "Channels",
            [
                "In brackets: intervals that hold the true figure with \(PercentText.of(fit.probability)) probability, if the model is right.",
                "All channels together cause \(answer.mediaShare.percent) of the outcome.",
            ], tables: [TextTable(columns: columns, rows: rows)])
    }

    private var curvePart: RunAnswer.Part? {
        guard let curves = fit.responseCurves(points: 4, reach: 1.5) else { return nil }
        let rows = curves.map { curve in
            [curve.name, NumberText.shown(curve.meanSpend), NumberText.shown(curve.largestSpend)]
                + (1..<4).map {
                    "\(NumberText.shown(curve.mean[$0], significant: 3)) (\(NumberText.shown(curve.low[$0], significant: 3)) to \(NumberText.shown(curve.high[$0], significant: 3)))"
                }
        }
        let columns = ["channel", "mean week", "largest week", "at half of it", "at the largest week", "at 1.5 times of it"]
        return RunAnswer.Part("Response per week of a long run", tables: [TextTable(columns: columns, rows: rows)])
    }

    private var diagnosisPart: RunAnswer.Part {
        let diagnosis = fit.diagnosis
        var rows = [
            ["largest R-hat", NumberText.shown(diagnosis.rHat)], ["least bulk effective draws", NumberText.shown(diagnosis.bulkESS)],
            ["least tail effective draws", NumberText.shown(diagnosis.tailESS)], ["divergent transitions", "\(diagnosis.divergences)"],
            ["deepest trajectory", "\(diagnosis.maxDepth)"], ["least energy fraction", diagnosis.energyFraction.map { NumberText.shown($0) } ?? "–"],
            ["intercept against media", NumberText.shown(diagnosis.interceptMediaCorrelation)],
            ["weeks inside their interval", PercentText.of(diagnosis.predictive.coverage)],
            ["variance explained", PercentText.of(diagnosis.predictive.explained)],
        ]
        if let held = diagnosis.heldOut {
            rows.append(["held-out weeks inside their interval", PercentText.of(held.coverage)])
            rows.append(["held-out CRPS over the mean outcome", PercentText.of(held.relativeCRPS)])
        }
        return RunAnswer.Part("Diagnosis", tables: [TextTable(columns: ["measure", "value"], rows: rows)])
    }
}

extension MixReport {
    private var document: JSON {
        var members: [JSON.Member] = [
            .init("verdict", .string(fit.verdict.rawValue)), .init("findings", .array(fit.diagnosis.findings.map(\.document))),
            .init("input", input.document), .init("choice", choice.document), .init("weeks", .integer(fit.data.weeks)),
            .init("probability", .double(fit.probability)), .init("diagnosis", diagnosisDocument),
        ]
        if let drawsFile { members.append(.init("draws_file", .string(drawsFile))) }
        if let posterior {
            let name = posterior.path.split(separator: "/").last.map(String.init) ?? posterior.path
            members.append(.init("posterior", ["file": .string(name), "checksum": .string(MixChecksum.text(posterior.sum))]))
        }
        if let answer = fit.answer {
            members.append(.init("channels", .array(answer.channels.map(channelDocument))))
            members.append(.init("media_share", answer.mediaShare.document))
            members.append(.init("parameters", .object(zip(fit.names, fit.summaries).map { .init($0, $1.document) })))
        }
        return .object(members)
    }

    private func channelDocument(_ channel: MixAnswer.Channel) -> JSON {
        [
            "name": .string(channel.name), "spend": .double(channel.spend), "contribution": channel.contribution.document,
            "share_of_media": channel.shareOfMedia.document, "share_of_outcome": channel.shareOfOutcome.document, "roas": channel.roas.document,
            "marginal_roas": channel.marginalROAS.document, "half_life_weeks": channel.halfLife.document, "adstock": .doubles(channel.adstock),
            "prior_overlap": .double(channel.priorOverlap),
        ]
    }

    private var diagnosisDocument: JSON {
        let diagnosis = fit.diagnosis
        let held = diagnosis.heldOut?.document ?? .null
        return [
            "r_hat": .double(diagnosis.rHat), "bulk_ess": .double(diagnosis.bulkESS), "tail_ess": .double(diagnosis.tailESS),
            "divergences": .integer(diagnosis.divergences), "mean_depth": .double(diagnosis.meanDepth), "max_depth": .integer(diagnosis.maxDepth),
            "energy_fraction": .double(diagnosis.energyFraction), "intercept_media_correlation": .double(diagnosis.interceptMediaCorrelation),
            "coverage": .double(diagnosis.predictive.coverage), "explained": .double(diagnosis.predictive.explained),
            "autocorrelation": .double(diagnosis.predictive.autocorrelation), "extreme": .double(diagnosis.predictive.extreme), "held_out": held,
        ]
    }
}
