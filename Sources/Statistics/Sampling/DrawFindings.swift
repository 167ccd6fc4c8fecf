import RealModule

/// What the sampler's measures say, each as a sentence.
struct DrawFindings {
    let draws: Draws
    let names: [String]
    let thresholds: Diagnosis.Thresholds

    /// Parameters that are not numbers or never moved.
    func stuck(_ summaries: [ParameterSummary]) -> Diagnosis.Finding? {
        let stuck = summaries.indices.filter { !(summaries[$0].deviation > 0) || !summaries[$0].rHat.isFinite }
        let few = draws.count < 4
        guard few || !stuck.isEmpty else { return nil }
        return Diagnosis.Finding(
            code: "stuck", verdict: .failed,
            sentence: few
                ? "\(draws.count) draws per chain are too few to judge anything."
                : "The sampler could not move, or found no numbers, for \(list(stuck)).",
            advice: few ? "Ask for 1,000 draws." : "Look for a parameter that the model does not use, or data that leave the model's range.")
    }

    func disagreement(_ summaries: [ParameterSummary]) -> Diagnosis.Finding? {
        let apart = summaries.indices.filter { summaries[$0].rHat > thresholds.rHat }.sorted { summaries[$0].rHat > summaries[$1].rHat }
        guard let worst = apart.first else { return nil }
        let broken = summaries[worst].rHat > thresholds.brokenRHat
        return Diagnosis.Finding(
            code: "r_hat", verdict: broken ? .failed : .weaklyIdentified,
            sentence: "The chains \(broken ? "have different answers" : "do not quite agree") for \(list(apart)): "
                + "R-hat reaches \(rounded(summaries[worst].rHat, 3)), where at most \(thresholds.rHat) is agreement.",
            advice: broken
                ? "Do not read the numbers. Run a longer warm-up; if that does not help, the model has several explanations of the data: give tighter "
                    + "priors, or more data." : "Draw twice as many; if it stays, give tighter priors to these parameters.")
    }

    func fewEffective(_ summaries: [ParameterSummary]) -> Diagnosis.Finding? {
        let needed = thresholds.effectivePerChain * Double(draws.chains)
        let least = summaries.map { min($0.bulkESS, $0.tailESS) }
        let few = least.indices.filter { least[$0] < needed }.sorted { least[$0] < least[$1] }
        guard let worst = few.first else { return nil }
        let broken = least[worst] < thresholds.brokenEffectivePerChain * Double(draws.chains)
        return Diagnosis.Finding(
            code: "effective_draws", verdict: broken ? .failed : .weaklyIdentified,
            sentence: "The \(draws.total) draws are worth only \(rounded(least[worst], 0)) independent ones for \(list(few)); "
                + "\(rounded(needed, 0)) are wanted.",
            advice: "Draw more, in proportion; if very many are needed, the data hardly tell these parameters apart.")
    }

    func divergences() -> Diagnosis.Finding? {
        let count = draws.divergences
        guard count > 0 else { return nil }
        let broken = Double(count) > thresholds.brokenDivergences * Double(draws.total)
        return Diagnosis.Finding(
            code: "divergences", verdict: broken ? .failed : .weaklyIdentified,
            sentence: "\(count) of \(draws.total) transitions diverged: a narrow region of the posterior was not explored"
                + (broken ? ", and the answers are biased away from it." : "; the answers may be biased near it."),
            advice: "Raise the target acceptance to 0.95 or 0.99; if divergences stay, a parameter's scale is hardly known from the data: give it a "
                + "tighter prior.")
    }

    func slowEnergy() -> Diagnosis.Finding? {
        guard let least = draws.energyFractions.min(by: { !($0 >= $1) }), !(least >= thresholds.energyFraction) else { return nil }
        return Diagnosis.Finding(
            code: "energy_fraction", verdict: .weaklyIdentified,
            sentence: "The energy fraction is \(rounded(least, 2)), where at least \(thresholds.energyFraction) is wanted: the sampler crosses the "
                + "posterior's tails too slowly.", advice: "Run longer, and give tighter priors to scale parameters with heavy tails.")
    }

    func saturation(maxDepth: Int) -> Diagnosis.Finding? {
        let count = draws.saturated(maxDepth: maxDepth)
        guard Double(count) > thresholds.saturation * Double(draws.total) else { return nil }
        return Diagnosis.Finding(
            code: "depth", verdict: .converged,
            sentence: "\(count) of \(draws.total) trajectories were cut at the greatest depth of \(maxDepth): sampling was slow, not wrong.",
            advice: "Allow a greater depth, or a longer warm-up; strongly correlated parameters or a flat density make trajectories long.")
    }

    private func list(_ parameters: [Int]) -> String {
        let shown = parameters.prefix(3).map { $0 < names.count ? names[$0] : "parameter \($0 + 1)" }.joined(separator: ", ")
        return parameters.count > 3 ? shown + " and \(parameters.count - 3) more" : shown
    }

    private func rounded(_ value: Double, _ places: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : "infinite" }
        let unit = Double.pow(10, places)
        let result = (value * unit).rounded() / unit
        return places == 0 && abs(result) < 1e15 ? "\(Int(result))" : "\(result)"
    }
}
