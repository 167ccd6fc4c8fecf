import RealModule

/// Level, trend, seasons and level shifts of a series, chosen by the Bayesian information criterion from robust fits: what the forecast and the
/// anomaly detection both stand on.
struct StructureFit {
    let design: HarmonicDesign
    let regression: RobustRegression
    /// Lag-one autocorrelation of the remainder.
    let autocorrelation: Double

    /// The structure of the first `count` values. `y` is 0 where `present` is 0.
    init(design: HarmonicDesign, y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>, count: Int, shifts: Int) {
        self.design = design
        let columns = StructureFit.columns(design, y: y, present: present, count: count)
        var best = RobustRegression(design: design, columns: columns, y: y, present: present, count: count)
        for _ in 0..<shifts {
            guard let step = StructureFit.candidate(best) else { break }
            let next = RobustRegression(design: design, columns: columns, steps: (best.steps + [step]).sorted(), y: y, present: present, count: count)
            guard StructureFit.isBetter(next, than: best) else { break }
            best = next
        }
        regression = best
        autocorrelation = best.autocorrelation()
    }

    /// The trend and, for each season in turn, the number of pairs with the least criterion.
    private static func columns(_ design: HarmonicDesign, y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>, count: Int) -> [Int] {
        var chosen = [0, 1]
        for group in design.groups {
            let pairs = min(group.pairs, HarmonicDesign.pairs(season: group.season, history: count))
            guard pairs > 0 else { continue }
            let all = chosen + Array(group.start..<(group.start + 2 * pairs))
            let fit = RobustRegression(design: design, columns: all, y: y, present: present, count: count)
            chosen = Array(all.prefix(chosen.count + 2 * bestPairs(fit, fixed: chosen.count, pairs: pairs)))
        }
        return chosen
    }

    /// One Cholesky factor holds every nested model: the sum of squares falls by the square of each reduction.
    private static func bestPairs(_ fit: RobustRegression, fixed: Int, pairs: Int) -> Int {
        var remaining = fit.total
        for j in 0..<fixed { remaining -= fit.reductions[j] * fit.reductions[j] }
        let n = fit.effective
        var best = 0
        var least = n * Double.log(max(remaining, .leastNormalMagnitude))
        for pair in 0..<pairs {
            for j in (fixed + 2 * pair)..<(fixed + 2 * pair + 2) { remaining -= fit.reductions[j] * fit.reductions[j] }
            let criterion = n * Double.log(max(remaining, .leastNormalMagnitude)) + Double(2 * pair + 2) * Double.log(n)
            if criterion < least {
                least = criterion
                best = pair + 1
            }
        }
        return best
    }

    /// The row where the medians of the thirteen rows before and after differ most, where that is a shift at all.
    private static func candidate(_ fit: RobustRegression) -> Int? {
        let half = 13
        let ordinary = fit.residuals
        guard ordinary.count >= 4 * half, fit.scale > 0 else { return nil }
        let medians = RollingMedian.trailing(ordinary, width: half)
        var best = 0.0
        var place: Int?
        for row in half...(ordinary.count - half) {
            let jump = abs(medians[row + half - 1] - medians[row - 1])
            let isFree = fit.steps.allSatisfy { abs($0 - row) >= half }
            if isFree, jump > best {
                best = jump
                place = row
            }
        }
        return best > 1.5 * fit.scale ? place : nil
    }

    /// Twice the gain in bisquare loss against the price of a place and a height, dearer where the remainder is autocorrelated.
    private static func isBetter(_ next: RobustRegression, than old: RobustRegression) -> Bool {
        guard next.scale > 0 else { return old.scale > 0 }
        let gain = 2 * (loss(old.residuals, scale: next.scale) - loss(next.residuals, scale: next.scale))
        let phi = max(next.autocorrelation(), 0)
        return gain > 3 * Double.log(Double(next.residuals.count)) * (1 + phi) / (1 - phi)
    }

    private static func loss(_ residuals: [Double], scale: Double) -> Double {
        let cut = RobustRegression.tuning
        return residuals.reduce(0) { sum, residual in
            guard !residual.isNaN else { return sum }
            let u = min(abs(residual) / (cut * scale), 1)
            let left = 1 - u * u
            return sum + cut * cut / 6 * (1 - left * left * left)
        }
    }
}
