import RealModule

/// The step size that gives a wanted acceptance, learned while sampling.
/// Source: Hoffman, Gelman 2014, section 3.2.1, with their constants: γ = 0.05, t₀ = 10, κ = 0.75, μ = log(10 ε₀).
struct DualAveraging {
    /// Steps stay within these bounds, so that a flat or an impossible density ends in numbers.
    static let bounds = 1e-100...1e7

    private let target: Double
    private let centre: Double
    private var step = 0.0
    private var shortfall = 0.0
    private var logAverage = 0.0

    init(target: Double, initial: Double) {
        self.target = target
        centre = Double.log(10 * initial)
        logAverage = Double.log(initial)
    }

    /// The next step size to try after a transition with this mean acceptance.
    mutating func learn(_ acceptance: Double) -> Double {
        step += 1
        let weight = 1 / (step + 10)
        shortfall = (1 - weight) * shortfall + weight * (target - acceptance)
        let logStep = centre - shortfall * step.squareRoot() / 0.05
        let forgetting = Double.pow(step, -0.75)
        logAverage = step == 1 ? logStep : forgetting * logStep + (1 - forgetting) * logAverage
        return Self.bounded(logStep)
    }

    /// The averaged step size, for the draws.
    var final: Double { Self.bounded(logAverage) }

    private static func bounded(_ logStep: Double) -> Double {
        min(max(Double.exp(logStep), bounds.lowerBound), bounds.upperBound)
    }
}
