/// Where an optimiser ended and why.
public struct OptimiserReport: Sendable, Equatable {
    /// What made it stop.
    public enum Reason: String, Sendable {
        /// The gradient is as small as asked for.
        case gradient
        /// A step promises no improvement that the value's precision could show.
        case precision
        /// The allowed iterations are used up.
        case iterations
        /// No step along the search direction improves the value.
        case lineSearch
        /// The value or the gradient at the start is not finite.
        case notFinite
    }

    /// The best point found.
    public var point: [Double]
    /// The function there.
    public var value: Double
    /// Its gradient there.
    public var gradient: [Double]
    /// Greatest absolute element of the gradient; elements that a bound holds back do not count.
    public var gradientNorm: Double
    /// Steps taken.
    public var iterations: Int
    /// Times the function was asked.
    public var evaluations: Int
    public var reason: Reason

    /// Whether the point can be taken for a minimum.
    public var converged: Bool { reason == .gradient || reason == .precision }
}

/// Greatest absolute element; NaN if one is.
func greatestMagnitude(_ values: [Double]) -> Double {
    values.reduce(0) { $1.isNaN || abs($1) > $0 ? abs($1) : $0 }
}

/// Σ left · right.
func innerProduct(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}
