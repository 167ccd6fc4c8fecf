import RealModule

/// Weights of the draws under a risk measure: their sum is 1, and the measure's gradient is the weighted mean of the draws' gradients.
struct RiskMeasure {
    /// Part of the draws that counts; 1 for the mean.
    let part: Double
    /// Width over which a draw passes from the tail to the rest: it makes the measure smooth. A twentieth of the response's deviation.
    let width: Double

    init(_ risk: BudgetProblem.Risk, responses: [Double]) {
        switch risk {
        case .mean: (part, width) = (1, 0)
        case .worst(let part):
            let count = Double(responses.count)
            let mean = responses.reduce(0, +) / count
            let variance = responses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
            self.part = variance > 0 ? part : 1
            width = 0.05 * variance.squareRoot()
        }
    }

    struct Weights {
        var value: Double
        /// Per draw.
        var weight: [Double]
        /// Per draw: how fast its weight falls with its response; empty for the mean.
        var bend: [Double]
    }

    /// The measure z − E[(z − R)⁺]/part at its best z, with a softened (·)⁺.
    func weights(_ responses: [Double]) -> Weights {
        let count = Double(responses.count)
        guard part < 1 else {
            return Weights(value: responses.reduce(0, +) / count, weight: responses.map { _ in 1 / count }, bend: [])
        }
        let z = threshold(responses)
        var value = z
        var weight: [Double] = []
        var bend: [Double] = []
        for response in responses {
            let x = (z - response) / width
            let small = Double.exp(-abs(x))
            let inside = (x >= 0 ? 1 : small) / (1 + small)
            value -= width * (max(x, 0) + Double.log(onePlus: small)) / (part * count)
            weight.append(inside / (part * count))
            bend.append(inside * (1 - inside) / (width * part * count))
        }
        let total = weight.reduce(0, +)
        return Weights(value: value, weight: weight.map { $0 / total }, bend: bend)
    }

    /// z at which the softened tail holds its part, by bisection and Newton.
    private func threshold(_ responses: [Double]) -> Double {
        let sorted = responses.sorted()
        var low = sorted[0] - 40 * width
        var high = sorted[sorted.count - 1] + 40 * width
        var z = Quantiles.quantile(part, ofSorted: sorted)
        for _ in 0..<60 {
            var (held, slope) = (0.0, 0.0)
            for response in sorted {
                let x = (z - response) / width
                if x < -40 { break }
                let small = Double.exp(-abs(x))
                let inside = (x >= 0 ? 1 : small) / (1 + small)
                held += inside
                slope += inside * (1 - inside) / width
            }
            let miss = held / Double(sorted.count) - part
            if miss > 0 { high = z } else { low = z }
            let next = z - miss * Double(sorted.count) / max(slope, 1e-300)
            let step = next > low && next < high ? next : 0.5 * (low + high)
            if abs(step - z) <= 1e-14 * abs(z) { return step }
            z = step
        }
        return z
    }
}
