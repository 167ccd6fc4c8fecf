/// The minimum of gᵀp + ½ pᵀHp within |p| ≤ radius, nearly: (H + λ)p = −g with the least λ ≥ 0 that makes H + λ positive definite and p short enough.
/// Source: Nocedal, Wright, "Numerical optimization", 2nd edition, algorithm 4.3.
enum TrustRegionStep {
    static func solve(_ gradient: [Double], _ hessian: Matrix, radius: Double) -> [Double] {
        guard !gradient.isEmpty else { return [] }
        if let lower = hessian.cholesky() {
            let step = lower.solveCholesky(gradient.map { -$0 })
            if length(step) <= radius { return step }
        }
        return shortened(gradient, hessian, radius: radius)
    }

    private static func shortened(_ gradient: [Double], _ hessian: Matrix, radius: Double) -> [Double] {
        let steepest = length(gradient)
        var low = 0.0
        var high = steepest / radius + innerProduct(hessian.values, hessian.values).squareRoot()
        var shift = 1e-3 * high
        var best = gradient.map { -$0 * radius / max(steepest, .leastNormalMagnitude) }
        for _ in 0..<60 {
            guard let lower = hessian.shifted(by: shift).cholesky() else {
                low = shift
                shift = 0.5 * (low + high)
                continue
            }
            let step = lower.solveCholesky(gradient.map { -$0 })
            let size = length(step)
            if size <= 1.1 * radius { best = step }
            if abs(size - radius) <= 0.1 * radius || (size < radius && high - low < 1e-10 * high) { break }
            if size > radius { low = shift } else { high = shift }
            let inner = lower.solveLower(step)
            let next = shift + size * size / innerProduct(inner, inner) * (size - radius) / radius
            shift = next > low && next < high ? next : 0.5 * (low + high)
        }
        return best
    }

    private static func length(_ values: [Double]) -> Double {
        innerProduct(values, values).squareRoot()
    }
}

extension Matrix {
    /// self + amount · identity.
    func shifted(by amount: Double) -> Matrix {
        var result = self
        for index in 0..<rows { result[index, index] += amount }
        return result
    }
}
