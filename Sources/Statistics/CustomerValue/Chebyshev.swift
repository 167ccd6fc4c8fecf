import RealModule

/// Interpolation in n Chebyshev points of [−1, 1], as a polynomial in powers of the coordinate.
/// Source: Trefethen, "Approximation theory and approximation practice", 2013, chapters 2 to 8. Powers lose no digits here: the functions
/// interpolated are analytic far beyond the interval, so that their coefficients fall faster than the conversion's grow.
struct Chebyshev: Sendable {
    let points: [Double]
    /// Row k: what the values at the points contribute to the coefficient of Tₖ.
    private let transform: [Double]
    /// Row k: the coefficients of Tₖ by powers.
    private let powers: [Double]

    init(_ count: Int) {
        let n = Double(count)
        let angles = (0..<count).map { Double.pi * (Double($0) + 0.5) / n }
        points = angles.map { Double.cos($0) }
        var rows = [Double](repeating: 0, count: count * count)
        for k in 0..<count {
            for j in 0..<count { rows[k * count + j] = (k == 0 ? 1 : 2) / n * Double.cos(Double(k) * angles[j]) }
        }
        transform = rows
        powers = Chebyshev.byPowers(count)
    }

    /// T₀ = 1, T₁ = u, Tₖ₊₁ = 2uTₖ − Tₖ₋₁: whole numbers, exact.
    private static func byPowers(_ count: Int) -> [Double] {
        var rows = [Double](repeating: 0, count: count * count)
        rows[0] = 1
        rows[count + 1] = 1
        for k in 2..<count {
            for power in 0..<k {
                rows[k * count + power + 1] += 2 * rows[(k - 1) * count + power]
                rows[k * count + power] -= rows[(k - 2) * count + power]
            }
        }
        return rows
    }

    /// The polynomial through `values` at the points; nil where its last two Chebyshev coefficients are not below `tolerance` of its size.
    ///
    /// The two steps are not one matrix: its entries would be large, and their roundings would not cancel.
    func polynomial(_ values: [Double], tolerance: Double) -> [Double]? {
        let count = points.count
        var result = [Double](repeating: 0, count: count)
        let size = values.reduce(0) { max($0, abs($1)) }
        for k in 0..<count {
            var coefficient = 0.0
            for j in 0..<count { coefficient += transform[k * count + j] * values[j] }
            if k >= count - 2, !(abs(coefficient) <= tolerance * size) { return nil }
            for power in stride(from: k & 1, through: k, by: 2) { result[power] += coefficient * powers[k * count + power] }
        }
        return result
    }

    /// Points that give 1e-15 for a function of log s that is analytic where |Im log s| < π/2, over an interval of this half width.
    static func count(halfWidth: Double) -> Int {
        let y = 0.5 * Double.pi / max(halfWidth, 1e-6)
        let rate = Double.log(y + (1 + y * y).squareRoot())
        let needed = Int((34.5 / rate).rounded(.up)) + 1
        return min(max((needed + 3) / 4 * 4, 4), 28)
    }
}
