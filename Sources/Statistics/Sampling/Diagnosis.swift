/// Whether a posterior may be read, and what to do if not.
///
/// Models add findings of their own; the verdict is that of the gravest.
public struct Diagnosis: Sendable, Equatable {
    public enum Verdict: String, Sendable, Comparable, CaseIterable {
        /// Nothing speaks against the numbers.
        case converged
        /// The numbers may be read, but the data or the sampler leave some of them loose: the findings say which.
        case weaklyIdentified = "weakly identified"
        /// The numbers must not be read.
        case failed

        public static func < (left: Verdict, right: Verdict) -> Bool { left.order < right.order }

        private var order: Int { Verdict.allCases.firstIndex(of: self) ?? 0 }
    }

    /// One thing that was noticed.
    public struct Finding: Sendable, Equatable {
        /// Stable and in lower case, such as `divergences`.
        public let code: String
        /// The best verdict that this finding leaves; `converged` makes it a remark.
        public let verdict: Verdict
        public let sentence: String
        public let advice: String

        public init(code: String, verdict: Verdict, sentence: String, advice: String) {
            self.code = code
            self.verdict = verdict
            self.sentence = sentence
            self.advice = advice
        }
    }

    /// Gravest first.
    public private(set) var findings: [Finding]

    public init(findings: [Finding] = []) {
        self.findings = Self.sorted(findings)
    }

    public var verdict: Verdict { findings.map(\.verdict).max() ?? .converged }

    public mutating func add(_ more: [Finding]) {
        findings = Self.sorted(findings + more)
    }

    private static func sorted(_ findings: [Finding]) -> [Finding] {
        findings.enumerated().sorted { ($1.element.verdict, $0.offset) < ($0.element.verdict, $1.offset) }.map(\.element)
    }
}

extension Diagnosis {
    /// The bounds of the verdict on draws.
    public struct Thresholds: Sendable, Equatable {
        /// R-hat up to here is agreement (Vehtari et al. 2021, section 4).
        public var rHat = 1.01
        /// R-hat above this is disagreement: the chains have different answers (Gelman et al., "Bayesian data analysis", 3rd edition, section 11.5,
        /// allow 1.1 for the less sensitive R-hat of their time).
        public var brokenRHat = 1.05
        /// Bulk and tail effective draws per chain that make R-hat itself and the errors reliable (Vehtari et al. 2021, section 4: 400 from four
        /// chains).
        public var effectivePerChain = 100.0
        /// Fewer effective draws per chain than this are no answer: means are then known to a fifth of a deviation at best.
        public var brokenEffectivePerChain = 6.0
        /// More divergent transitions than this share mean that a region is shut off; fewer bias the edge of it (any one is reported; Betancourt 2017,
        /// section 6.2, gives no share: this one is ours).
        public var brokenDivergences = 0.02
        /// Energy fraction under which the momentum explores too slowly (Betancourt, arXiv:1604.00695; 0.3 as in the Stan documentation).
        public var energyFraction = 0.3
        /// Share of transitions at the greatest depth that is worth a sentence: it costs time, not truth. Ours.
        public var saturation = 0.05
        public init() {}
    }

    /// The verdict on draws by the sampler's own measures.
    ///
    /// - Parameters:
    ///   - names: of the parameters, in order; missing ones are numbered.
    ///   - summaries: of the parameters, where they are at hand already.
    public init(
        of draws: Draws, names: [String] = [], summaries: [ParameterSummary]? = nil, maxDepth: Int = NUTS.Settings().maxDepth,
        thresholds: Thresholds = Thresholds()
    ) {
        let view = DrawFindings(draws: draws, names: names, thresholds: thresholds)
        let summaries = summaries ?? draws.summaries()
        let each = [
            view.stuck(summaries), view.disagreement(summaries), view.fewEffective(summaries), view.divergences(), view.slowEnergy(),
            view.saturation(maxDepth: maxDepth),
        ]
        self.init(findings: each.compactMap { $0 })
    }
}
