/// Quasi-Newton minimisation with limited memory (L-BFGS); with a memory as long as the run it is BFGS.
/// Source: Nocedal, Wright, "Numerical optimization", 2nd edition, algorithms 7.4 and 7.5.
public struct BFGS: Sendable {
    /// Pairs of steps and gradient changes that are kept.
    public var memory = 20
    public var iterationLimit = 500
    /// The run ends where no gradient element is greater.
    public var gradientTolerance = 1e-8
    /// Or where the value has not improved by more than this share of itself over three steps.
    public var valueTolerance = 1e-15

    public init() {}

    private struct Pair {
        var step, change: [Double]
        var inverse: Double
    }

    /// Minimises `function`, which returns its value and gradient; a value that is not finite is outside its domain.
    public func minimise(
        from start: [Double], _ function: @escaping ([Double]) -> (value: Double, gradient: [Double])
    ) -> OptimiserReport {
        let first = function(start)
        var report = OptimiserReport(
            point: start, value: first.value, gradient: first.gradient, gradientNorm: greatestMagnitude(first.gradient), iterations: 0,
            evaluations: 1, reason: .notFinite)
        guard first.value.isFinite, report.gradientNorm.isFinite else { return report }
        var pairs: [Pair] = []
        var idle = 0
        while true {
            if report.gradientNorm <= gradientTolerance { return ended(report, .gradient) }
            if idle >= 3 { return ended(report, .precision) }
            if report.iterations >= iterationLimit { return ended(report, .iterations) }
            let direction = descent(report.gradient, pairs)
            var search = LineSearch(from: report.point, value: report.value, gradient: report.gradient, along: direction, function)
            let step = pairs.isEmpty ? min(1, 1 / max(greatestMagnitude(direction), 1e-300)) : 1
            let found = search.search(first: step)
            report.evaluations += search.evaluations
            guard let found else {
                if pairs.isEmpty { return ended(report, .lineSearch) }
                pairs = []
                continue
            }
            idle = report.value - found.value > valueTolerance * abs(report.value) ? 0 : idle + 1
            remember(report, found, in: &pairs)
            report.point = found.point
            report.value = found.value
            report.gradient = found.gradient
            report.gradientNorm = greatestMagnitude(found.gradient)
            report.iterations += 1
        }
    }

    private func ended(_ report: OptimiserReport, _ reason: OptimiserReport.Reason) -> OptimiserReport {
        var report = report
        report.reason = reason
        return report
    }

    private func remember(_ report: OptimiserReport, _ found: LineSearch.Point, in pairs: inout [Pair]) {
        let step = zip(found.point, report.point).map { $0 - $1 }
        let change = zip(found.gradient, report.gradient).map { $0 - $1 }
        let product = innerProduct(step, change)
        guard product > 1e-300 else { return }
        if pairs.count == memory { pairs.removeFirst() }
        pairs.append(Pair(step: step, change: change, inverse: 1 / product))
    }

    /// −H⁻¹ gradient by the two-loop recursion.
    private func descent(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
        var q = gradient.map { -$0 }
        guard let last = pairs.last else { return q }
        var factors: [Double] = []
        for pair in pairs.reversed() {
            let factor = pair.inverse * innerProduct(pair.step, q)
            for index in q.indices { q[index] -= factor * pair.change[index] }
            factors.append(factor)
        }
        let scale = 1 / (last.inverse * innerProduct(last.change, last.change))
        for index in q.indices { q[index] *= scale }
        for (pair, factor) in zip(pairs, factors.reversed()) {
            let correction = factor - pair.inverse * innerProduct(pair.change, q)
            for index in q.indices { q[index] += correction * pair.step[index] }
        }
        return q
    }
}
