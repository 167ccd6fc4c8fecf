/// Everything that speaks for or against a fit.
public struct MixDiagnosis: Sendable {
    /// The gravest finding decides the verdict.
    public let findings: [Diagnosis.Finding]
    public let verdict: Diagnosis.Verdict
    /// Largest split R-hat of all parameters.
    public let rHat: Double
    /// Least bulk and tail effective draws of all parameters.
    public let bulkESS, tailESS: Double
    public let divergences: Int
    /// Mean depth of the trajectories, and the largest.
    public let meanDepth: Double
    public let maxDepth: Int
    /// Least energy fraction (E-BFMI) of the chains; nil without statistics.
    public let energyFraction: Double?
    /// Per parameter, how much of its posterior the prior alone already said: 0 nothing, 1 all.
    public let priorOverlap: [Double]
    /// Per channel the same of its return.
    public let roasOverlap: [Double]
    /// Correlation over the draws between the intercept and all media contributions.
    public let interceptMediaCorrelation: Double
    public let predictive: PredictiveChecks
    public let heldOut: HeldOut?

    /// Whether the figures say what cannot be, such as media that cause more than all of the outcome.
    public var contradicts: Bool { findings.contains { Identification.contradictions.contains($0.code) } }

    init(
        _ density: MixDensity, _ data: MixData, _ draws: Draws, summaries: [ParameterSummary], answer: MixAnswer, heldOut: HeldOut?,
        settings: MixFit.Settings
    ) {
        rHat = summaries.map(\.rHat).max() ?? .nan
        bulkESS = summaries.map(\.bulkESS).min() ?? 0
        tailESS = summaries.map(\.tailESS).min() ?? 0
        divergences = draws.divergences
        meanDepth = Double(draws.statistics.reduce(0) { $0 + $1.depth }) / Double(max(draws.statistics.count, 1))
        maxDepth = draws.statistics.map(\.depth).max() ?? 0
        energyFraction = draws.energyFractions.min()
        let prior = density.priorDraws(2_000, seed: settings.sampling.seed)
        priorOverlap = (0..<draws.dimension).map { Overlap.of(prior.parameter($0), draws.parameter($0)) }
        roasOverlap = answer.channels.map(\.priorOverlap)
        interceptMediaCorrelation = answer.interceptMediaCorrelation
        predictive = PredictiveChecks(density.plan, draws, probability: settings.probability, seed: settings.sampling.seed)
        self.heldOut = heldOut
        var diagnosis = Diagnosis(of: draws, names: density.plan.layout.spokenNames, summaries: summaries, maxDepth: settings.sampling.maxDepth)
        diagnosis.add([Identification.level(answer, data)].compactMap { $0 } + answer.channels.compactMap(Identification.finding))
        diagnosis.add([predictive.autocorrelationFinding, predictive.coverageFinding, heldOut?.finding].compactMap { $0 })
        findings = diagnosis.findings
        verdict = diagnosis.verdict
    }
}
