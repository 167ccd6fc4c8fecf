import RealModule

/// Divides a budget: a rough plan by dynamic programming over a few draws, then Newton steps on the channels that no bound holds, first on a part of the
/// draws, then on all. Source: Nocedal, Wright, "Numerical optimization", 2nd edition, sections 16.5 and 18.
///
/// S-shaped curves make the problem not convex; the rough plan looks at the whole range and so begins on a good hill, and what was climbed is held
/// against the other hills.
struct AllocationSolver {
    let surface: ResponseSurface
    let problem: BudgetProblem
    private let count: Int

    init(_ surface: ResponseSurface, _ problem: BudgetProblem) {
        self.surface = surface
        self.problem = problem
        count = surface.channels.count
    }

    /// Value, gradient and curvature of the objective at a plan.
    struct Point {
        var spend: [Double]
        var value: Double
        var gradient: [Double]
        var curvature: Matrix
        var responses: [Double]
    }

    func plan(reference: [Double]?, probability: Double) -> BudgetPlan {
        let coarse = max(1, surface.rows / 4 / 64)
        var spend = moved(roughPlan(stride: max(1, surface.rows / 4 / 16)), problem.bounds.map { _ in 0 }, 0)
        let riskCoarse = measure(spend, stride: coarse)
        var (point, iterations) = climb(from: spend, riskCoarse, stride: coarse, tolerance: 1e-4)
        spend = climb(from: point.spend, riskCoarse, stride: max(1, coarse / 4), tolerance: 1e-3).point.spend
        let risk = measure(spend, stride: 1)
        let fine = overHills(climb(from: spend, risk, stride: 1, tolerance: 1e-7), risk, tolerance: 1e-7)
        point = fine.point
        iterations += fine.iterations
        let before = reference.map { responses($0, stride: 1) }
        let gain = before.map { zip(point.responses, $0).map(-) }
        return BudgetPlan(
            spend: point.spend, rounded: rounded(point.spend, stride: coarse), response: Estimate(point.responses, probability: probability),
            reference: before.map { Estimate($0, probability: probability) }, uplift: gain.map { Estimate($0, probability: probability) },
            probabilityBetter: gain.map { Double($0.count { $0 > 0 }) / Double($0.count) }, marginal: point.gradient,
            residual: residual(point), iterations: iterations)
    }

    private func measure(_ spend: [Double], stride: Int) -> RiskMeasure {
        problem.risk == .mean ? RiskMeasure(.mean, responses: []) : RiskMeasure(problem.risk, responses: responses(spend, stride: stride))
    }

    /// Responses of the draws, or of every n-th group of four.
    func responses(_ spend: [Double], stride: Int) -> [Double] {
        var values = [Double](repeating: 0, count: surface.rows)
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for channel in 0..<count {
                surface.add(channel, spend: spend[channel], value: base, slope: nil, bend: nil, stride: stride)
            }
        }
        return chosen(stride).map { values[$0] }
    }

    func chosen(_ stride: Int) -> [Int] {
        Swift.stride(from: 0, to: surface.rows, by: 4 * stride).flatMap { $0..<min($0 + 4, surface.draws) }
    }

    private func evaluate(_ spend: [Double], _ risk: RiskMeasure, stride: Int) -> Point {
        let rows = surface.rows
        var values = [Double](repeating: 0, count: rows * (1 + 2 * count))
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for channel in 0..<count {
                let slope = base + rows * (1 + 2 * channel)
                surface.add(channel, spend: spend[channel], value: base, slope: slope, bend: slope + rows, stride: stride)
            }
        }
        let chosen = self.chosen(stride)
        let responses = chosen.map { values[$0] }
        let weights = risk.weights(responses)
        var gradient = [Double](repeating: 0, count: count)
        var curvature = Matrix(rows: count, columns: count)
        for channel in 0..<count {
            let slope = rows * (1 + 2 * channel)
            var (first, second) = (0.0, 0.0)
            for (place, row) in chosen.enumerated() {
                first += weights.weight[place] * values[slope + row]
                second += weights.weight[place] * values[slope + rows + row]
            }
            gradient[channel] = first
            curvature[channel, channel] = second
        }
        if !weights.bend.isEmpty { spreadCurvature(&curvature, weights.bend, chosen) { values[rows * (1 + 2 * $0) + $1] } }
        return Point(spend: spend, value: weights.value, gradient: gradient, curvature: curvature, responses: responses)
    }

    /// Draws that leave the tail as the plan changes bend the objective down: minus the bend-weighted covariance of the draws' gradients.
    private func spreadCurvature(_ curvature: inout Matrix, _ bend: [Double], _ chosen: [Int], _ slope: (Int, Int) -> Double) {
        let total = bend.reduce(0, +)
        guard total > 0 else { return }
        let means = (0..<count).map { channel in zip(bend, chosen).reduce(0) { $0 + $1.0 * slope(channel, $1.1) } / total }
        for i in 0..<count {
            for j in 0...i {
                var sum = 0.0
                for (place, row) in chosen.enumerated() { sum += bend[place] * (slope(i, row) - means[i]) * (slope(j, row) - means[j]) }
                curvature[i, j] -= sum
                if i != j { curvature[j, i] -= sum }
            }
        }
    }
}

extension AllocationSolver {
    /// Newton steps from a plan within the bounds until the conditions hold to `tolerance`.
    func climb(from start: [Double], _ risk: RiskMeasure, stride: Int, tolerance: Double) -> (point: Point, iterations: Int) {
        var point = evaluate(start, risk, stride: stride)
        for iteration in 0..<60 {
            if residual(point) <= tolerance { return (point, iteration) }
            let free = freeChannels(point)
            let direction = self.direction(point, free)
            let rise = zip(direction, point.gradient).reduce(0) { $0 + $1.0 * $1.1 }
            guard free.count > 1, rise > 0 else { return (point, iteration) }
            var length = longest(point.spend, direction)
            var next = evaluate(moved(point.spend, direction, length), risk, stride: stride)
            var halvings = 0
            while !(next.value >= point.value + 1e-4 * length * rise - 1e-13 * abs(point.value)), halvings < 30 {
                length /= 2
                halvings += 1
                next = evaluate(moved(point.spend, direction, length), risk, stride: stride)
            }
            if next.value < point.value - 1e-12 * abs(point.value) { return (point, iteration) }
            point = next
        }
        return (point, 60)
    }

    private func width(_ channel: Int) -> Double { 1e-9 * problem.weekly }
    private func isLeast(_ spend: [Double], _ channel: Int) -> Bool { spend[channel] <= problem.bounds[channel].least + width(channel) }
    private func isMost(_ spend: [Double], _ channel: Int) -> Bool { spend[channel] >= problem.bounds[channel].most - width(channel) }

    /// The common marginal response: of the channels between their bounds, or between those that could give and those that could take.
    func level(_ point: Point) -> Double {
        let inside = (0..<count).filter { !isLeast(point.spend, $0) && !isMost(point.spend, $0) }
        if !inside.isEmpty { return inside.reduce(0) { $0 + point.gradient[$1] } / Double(inside.count) }
        let takers = (0..<count).filter { !isMost(point.spend, $0) }.map { point.gradient[$0] }.max()
        let givers = (0..<count).filter { !isLeast(point.spend, $0) }.map { point.gradient[$0] }.min()
        return ((takers ?? givers ?? 0) + (givers ?? takers ?? 0)) / 2
    }

    private func freeChannels(_ point: Point) -> [Int] {
        let level = self.level(point)
        return (0..<count).filter { channel in
            let (least, most) = (isLeast(point.spend, channel), isMost(point.spend, channel))
            if least && most { return false }
            return !(least && point.gradient[channel] <= level) && !(most && point.gradient[channel] >= level)
        }
    }

    /// The largest violation of the conditions, relative to the common marginal response; and of the budget, relative to it.
    func residual(_ point: Point) -> Double {
        let level = self.level(point)
        let unit = max(abs(level), 1e-300)
        var worst = abs(point.spend.reduce(0, +) - problem.weekly) / problem.weekly
        for channel in 0..<count {
            let (least, most) = (isLeast(point.spend, channel), isMost(point.spend, channel))
            let miss = (point.gradient[channel] - level) / unit
            if least && most { continue }
            worst = max(worst, least ? miss : most ? -miss : abs(miss))
        }
        return worst
    }

    /// Newton's direction among the free channels that keeps their sum; downhill curvature is taken as it is, other is replaced by its size.
    private func direction(_ point: Point, _ free: [Int]) -> [Double] {
        var direction = [Double](repeating: 0, count: count)
        guard free.count > 1 else { return direction }
        var matrix = Matrix(rows: free.count, columns: free.count)
        for (i, a) in free.enumerated() { for (j, b) in free.enumerated() { matrix[i, j] = -point.curvature[a, b] } }
        let gradient = free.map { point.gradient[$0] }
        let ones = free.map { _ in 1.0 }
        let factor = matrix.cholesky() ?? Matrix(diagonal: matrix.diagonal.map { max(abs($0), 1e-12 * abs(gradient[0])) }).cholesky()
        guard let factor else { return direction }
        let (byGradient, byOnes) = (factor.solveCholesky(gradient), factor.solveCholesky(ones))
        let level = byGradient.reduce(0, +) / byOnes.reduce(0, +)
        for (place, channel) in free.enumerated() { direction[channel] = byGradient[place] - level * byOnes[place] }
        return direction
    }

    /// The longest step up to 1 that leaves no bound.
    private func longest(_ spend: [Double], _ direction: [Double]) -> Double {
        var length = 1.0
        for channel in 0..<count {
            if direction[channel] < 0 { length = min(length, (problem.bounds[channel].least - spend[channel]) / direction[channel]) }
            if direction[channel] > 0 { length = min(length, (problem.bounds[channel].most - spend[channel]) / direction[channel]) }
        }
        return max(length, 0)
    }

    private func moved(_ spend: [Double], _ direction: [Double], _ length: Double) -> [Double] {
        (0..<count).map { channel in
            let bounds = problem.bounds[channel]
            let place = spend[channel] + length * direction[channel]
            if place <= bounds.least + width(channel) { return bounds.least }
            return place >= bounds.most - width(channel) ? bounds.most : place
        }
    }
}
