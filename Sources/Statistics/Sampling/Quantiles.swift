/// Quantiles and intervals of draws.
public enum Quantiles {
    /// The quantile between the two nearest order statistics (type 7 of Hyndman, Fan, "Sample quantiles in statistical packages", American Statistician
    /// 50, 1996). NaN without values.
    public static func quantile(_ probability: Double, of values: [Double]) -> Double {
        quantile(probability, ofSorted: values.sorted())
    }

    /// The same for values in ascending order.
    public static func quantile(_ probability: Double, ofSorted sorted: [Double]) -> Double {
        guard probability.isFinite else { return .nan }
        guard sorted.count > 1 else { return sorted.first ?? .nan }
        let count = Double(sorted.count)
        let place = min(max(count * probability + (1 - probability), 1), count)
        let below = min(Int(place), sorted.count - 1)
        let share = place - Double(below)
        return (1 - share) * sorted[below - 1] + share * sorted[below]
    }

    /// The interval that leaves equal shares out on both sides.
    public static func interval(_ probability: Double, of values: [Double]) -> ClosedRange<Double> {
        let sorted = values.sorted()
        return range(quantile((1 - probability) / 2, ofSorted: sorted), quantile((1 + probability) / 2, ofSorted: sorted))
    }

    /// The shortest interval that holds the share `probability` of the draws (highest density for one mode).
    /// Source: Chen, Shao, "Monte Carlo estimation of Bayesian credible and HPD intervals", JCGS 8 (1999).
    public static func shortest(_ probability: Double, of values: [Double]) -> ClosedRange<Double> {
        let sorted = values.sorted()
        guard probability.isFinite, let first = sorted.first, let last = sorted.last else { return range(.nan, .nan) }
        let inside = Int((min(max(probability, 0), 1) * Double(sorted.count)).rounded(.down))
        guard inside < sorted.count else { return range(first, last) }
        var best = 0
        for start in 0..<sorted.count - inside where sorted[start + inside] - sorted[start] < sorted[best + inside] - sorted[best] {
            best = start
        }
        return range(sorted[best], sorted[best + inside])
    }

    /// A range that does not trap on values that are not numbers: they give the whole line.
    private static func range(_ lower: Double, _ upper: Double) -> ClosedRange<Double> {
        lower <= upper ? lower...upper : -.infinity...(.infinity)
    }
}
