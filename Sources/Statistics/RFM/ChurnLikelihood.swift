import RealModule

/// The likelihood of gaps between orders under `ChurnModel`, with each customer's own mean integrated out.
///
/// A customer with n log gaps of sum s and squares q has normal gaps of equal correlation:
/// −½[(n−1)·log σ² + log(σ²+nτ²) + (q − s²/n)/σ² + (s − nμ)²/(n(σ²+nτ²))] + n·log(1−π) + log(π + (1−π)·S(silence | gaps)).
struct ChurnLikelihood {
    /// Customers beyond this number are thinned out evenly: the parameters are known to three digits by then.
    static let limit = 20_000

    struct Parameters {
        var mean, within, between, leaving: Double

        init(mean: Double, within: Double, between: Double, leaving: Double) {
            (self.mean, self.within, self.between, self.leaving) = (mean, within, between, leaving)
        }

        /// From the unbounded scale: μ, log σ, log τ, logit π.
        init(_ point: [Double]) {
            mean = point[0]
            within = max(Double.exp(2 * point[1]), 1e-8)
            between = Double.exp(2 * point[2])
            leaving = 1 / (1 + Double.exp(-point[3]))
        }

        var point: [Double] {
            [mean, Double.log(within) / 2, Double.log(max(between, 1e-4)) / 2, Double.log(leaving / (1 - leaving))]
        }
    }

    private struct Row {
        let count, sum, squares, silence: Double
    }

    private let rows: [Row]

    init(_ customers: [ChurnModel.Customer]) {
        let stride = (customers.count + ChurnLikelihood.limit - 1) / ChurnLikelihood.limit
        rows = Swift.stride(from: 0, to: customers.count, by: max(stride, 1)).map { index in
            let logs = customers[index].gaps.map { Double.log($0) }
            let silence = customers[index].silence > 0 ? Double.log(customers[index].silence) : -.infinity
            return Row(count: Double(logs.count), sum: logs.reduce(0, +), squares: logs.reduce(0) { $0 + $1 * $1 }, silence: silence)
        }
    }

    /// The most likely parameters by quasi-Newton steps from `start`; `nil` where the search did not end at a maximum.
    func maximise(from start: Parameters) -> Parameters? {
        var method = BFGS()
        method.gradientTolerance = 1e-6
        let report = method.minimise(from: start.point) { ($0[1] > 10 || $0[2] > 10 ? .infinity : -mean($0), gradient($0)) }
        let best = Parameters(report.point)
        guard report.converged || report.gradientNorm < 1e-4, best.mean.isFinite else { return nil }
        return best
    }

    /// Central differences: four parameters, smooth.
    private func gradient(_ point: [Double]) -> [Double] {
        point.indices.map { index in
            var (up, down) = (point, point)
            up[index] += 1e-5
            down[index] -= 1e-5
            return -(mean(up) - mean(down)) / 2e-5
        }
    }

    /// Log-likelihood per customer, up to a constant.
    private func mean(_ point: [Double]) -> Double {
        let p = Parameters(point)
        let logStay = Double.log(1 - p.leaving)
        let logWithin = Double.log(p.within)
        var total = 0.0
        for row in rows {
            let n = row.count
            let joint = p.within + n * p.between
            if n > 0 {
                let own = row.squares - row.sum * row.sum / n
                let apart = row.sum - n * p.mean
                total += n * logStay - 0.5 * ((n - 1) * logWithin + Double.log(joint) + own / p.within + apart * apart / (n * joint))
            }
            let centre = p.mean + p.between * (row.sum - n * p.mean) / joint
            let deviation = (p.within + p.between * p.within / joint).squareRoot()
            let survival = Special.normalCumulative((centre - row.silence) / deviation)
            total += Double.log(p.leaving + (1 - p.leaving) * survival)
        }
        return total / Double(rows.count)
    }
}
