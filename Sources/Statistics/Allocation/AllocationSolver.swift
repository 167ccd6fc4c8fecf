import RealModule

/// Divides a budget: a rough plan by dynamic programming over a few draws, then Newton steps on the channels that no bound holds, first on a part of the
/// draws, then on all. Source: Nocedal, Wright, "Numerical optimization", 2nd edition, sections 16.5 and 18.
///
/// S-shaped curves make the problem not convex; the rough plan looks at the whole range and so begins on a good hill, and what was climbed is held
/// against the other hills, on a part of the draws and on all.
struct AllocationSolver {
    let surface: ResponseSurface
    let problem: BudgetProblem
    /// Channels.
    let count: Int

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
        let (coarse, middle) = (max(1, surface.groups / 64), max(1, surface.groups / 160))
        let rough = moved(roughPlan(stride: max(1, surface.groups / 16)), problem.bounds.map { _ in 0 }, 0)
        let riskCoarse = measure(rough, stride: coarse)
        let hill = bestHill(from: rough, riskCoarse, stride: coarse, tolerance: 1e-4)
        let near = climb(from: hill.point.spend, riskCoarse, stride: middle, tolerance: 1e-3).point.spend
        let risk = measure(near, stride: 1)
        let (point, iterations) = overHills(climb(from: near, risk, stride: 1, tolerance: 1e-7), risk, near: near) {
            climb(from: $0, riskCoarse, stride: middle, tolerance: 1e-3).point.spend
        }
        let before = reference.map { responses($0, stride: 1) }
        let gain = before.map { zip(point.responses, $0).map(-) }
        return BudgetPlan(
            spend: point.spend, rounded: rounded(point.spend, stride: coarse), response: Estimate(point.responses, probability: probability),
            reference: before.map { Estimate($0, probability: probability) }, uplift: gain.map { Estimate($0, probability: probability) },
            probabilityBetter: gain.map { Double($0.count { $0 > 0 }) / Double($0.count) }, marginal: point.gradient,
            residual: residual(point), iterations: hill.iterations + iterations)
    }

    private func measure(_ spend: [Double], stride: Int) -> RiskMeasure {
        problem.risk == .mean ? RiskMeasure(.mean, responses: []) : RiskMeasure(problem.risk, responses: responses(spend, stride: stride))
    }

    /// Responses of the draws, or of every n-th group of four.
    func responses(_ spend: [Double], stride: Int) -> [Double] {
        let values = lanes(stride) { values in
            for channel in 0..<count { surface.add(channel, spend: spend[channel], stride: stride, value: values) }
        }
        return Array(values.prefix(surface.count(stride)))
    }

    /// One channel's response, summed over every n-th group of four.
    func sum(over channel: Int, _ spend: Double, stride: Int, weights: [Double] = []) -> Double {
        lanes(stride) { surface.add(channel, spend: spend, stride: stride, value: $0) }.withUnsafeBufferPointer { sum($0, weights) }
    }

    /// Numbers per draw, `columns` times, filled by `body`.
    private func lanes(_ stride: Int, columns: Int = 1, _ body: (UnsafeMutablePointer<Double>) -> Void) -> [Double] {
        var values = [Double](repeating: 0, count: 4 * surface.chosenGroups(stride) * columns)
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            body(base)
        }
        return values
    }

    /// The sum of numbers under weights; without weights each counts once. Both are padded to a multiple of four.
    private func sum(_ values: UnsafeBufferPointer<Double>, _ weights: [Double]) -> Double {
        guard let base = values.baseAddress else { return 0 }
        var sum = SIMD4<Double>.zero
        weights.withUnsafeBufferPointer { weights in
            if weights.count == values.count, let weights = weights.baseAddress {
                for place in Swift.stride(from: 0, to: values.count, by: 4) { sum += weights.four(place) * base.four(place) }
            } else {
                for place in Swift.stride(from: 0, to: values.count, by: 4) { sum += base.four(place) }
            }
        }
        return sum.total
    }

    /// The objective at a plan, by every n-th group of draws.
    func evaluate(_ spend: [Double], _ risk: RiskMeasure, stride: Int) -> Point {
        let rows = 4 * surface.chosenGroups(stride)
        let values = lanes(stride, columns: 1 + 2 * count) { values in
            for channel in 0..<count {
                let slope = values + rows * (1 + 2 * channel)
                surface.add(channel, spend: spend[channel], stride: stride, value: values, slope: slope, bend: slope + rows)
            }
        }
        let responses = Array(values.prefix(surface.count(stride)))
        let weights = risk.weights(responses)
        let each = weights.weight.isEmpty ? 1 / Double(responses.count) : 1
        var gradient = [Double](repeating: 0, count: count)
        var curvature = Matrix(rows: count, columns: count)
        values.withUnsafeBufferPointer { values in
            func column(_ index: Int) -> UnsafeBufferPointer<Double> { UnsafeBufferPointer(rebasing: values[rows * index..<rows * (index + 1)]) }
            for channel in 0..<count {
                gradient[channel] = each * sum(column(1 + 2 * channel), weights.weight)
                curvature[channel, channel] = each * sum(column(2 + 2 * channel), weights.weight)
            }
            if !weights.bend.isEmpty { spreadCurvature(&curvature, weights.bend) { column(1 + 2 * $0) } }
        }
        return Point(spend: spend, value: weights.value, gradient: gradient, curvature: curvature, responses: responses)
    }

    /// Draws that leave the tail as the plan changes bend the objective down: minus the bend-weighted covariance of the draws' gradients.
    private func spreadCurvature(_ curvature: inout Matrix, _ bend: [Double], _ slopes: (Int) -> UnsafeBufferPointer<Double>) {
        let total = bend.reduce(0, +)
        guard total > 0 else { return }
        let means = (0..<count).map { sum(slopes($0), bend) / total }
        bend.withUnsafeBufferPointer { bend in
            for i in 0..<count {
                for j in 0...i {
                    guard let bend = bend.baseAddress, let a = slopes(i).baseAddress, let b = slopes(j).baseAddress else { continue }
                    var sum = SIMD4<Double>.zero
                    for place in Swift.stride(from: 0, to: slopes(i).count, by: 4) {
                        sum += bend.four(place) * (a.four(place) - means[i]) * (b.four(place) - means[j])
                    }
                    curvature[i, j] -= sum.total
                    if i != j { curvature[j, i] -= sum.total }
                }
            }
        }
    }
}
