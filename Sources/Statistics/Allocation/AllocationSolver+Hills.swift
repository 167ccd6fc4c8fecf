extension AllocationSolver {
    /// Looks beyond the hill that was climbed. At a plan's common marginal response λ, a channel's response less λ times its spend should be largest at
    /// its own spend: where that holds for each, no plan is better (Everett, "Generalized Lagrange multiplier method", 1963). A channel that does better
    /// elsewhere, such as one left at nothing with an S-shaped curve, starts there anew, and the better plan is kept. Seen on a grid and a part of the draws.
    func overHills(_ climbed: (point: Point, iterations: Int), _ risk: RiskMeasure, tolerance: Double) -> (point: Point, iterations: Int) {
        var best = climbed
        for _ in 0..<problem.bounds.count {
            var found = false
            for start in otherHills(best.point, risk) {
                let next = climb(from: start, risk, stride: 1, tolerance: tolerance)
                best.iterations += next.iterations
                guard next.point.value > best.point.value + 1e-12 * abs(best.point.value) else { continue }
                best.point = next.point
                found = true
                break
            }
            guard found else { break }
        }
        return best
    }

    /// Plans with one channel on another hill, the most promising first.
    private func otherHills(_ point: Point, _ risk: RiskMeasure) -> [[Double]] {
        let stride = max(1, surface.rows / 4 / 64)
        let level = self.level(point)
        let weights = risk.weights(point.responses).weight
        var found: [(gain: Double, spend: [Double])] = []
        for channel in problem.bounds.indices {
            let now = point.spend[channel]
            let rest = problem.bounds.indices.filter { $0 != channel }
            let least = max(problem.bounds[channel].least, now - rest.reduce(0) { $0 + problem.bounds[$1].most - point.spend[$1] })
            let most = min(problem.bounds[channel].most, now + rest.reduce(0) { $0 + point.spend[$1] - problem.bounds[$1].least })
            guard most - least > 1e-9 * problem.weekly else { continue }
            let base = weighed(channel, now, weights, stride)
            var best = (gain: 1e-12 * abs(point.value), place: now)
            // Closer together where the spend is small: there the curves bend most.
            for part in 0...12 {
                let place = least + (most - least) * Double(part * part) / 144
                let gain = weighed(channel, place, weights, stride) - base - level * (place - now)
                if gain > best.gain { best = (gain, place) }
            }
            if best.place != now { found.append((best.gain, shifted(point.spend, channel, to: best.place))) }
        }
        return found.sorted { $0.gain > $1.gain }.map(\.spend)
    }

    /// One channel's response under the draws' weights.
    private func weighed(_ channel: Int, _ spend: Double, _ weights: [Double], _ stride: Int) -> Double {
        var values = [Double](repeating: 0, count: surface.rows)
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            surface.add(channel, spend: spend, value: base, slope: nil, bend: nil, stride: stride)
        }
        var (sum, total) = (0.0, 0.0)
        for row in chosen(stride) {
            sum += weights[row] * values[row]
            total += weights[row]
        }
        return total > 0 ? sum / total : 0
    }

    /// The plan with one channel elsewhere; the others give or take by the room that they have.
    private func shifted(_ spend: [Double], _ channel: Int, to place: Double) -> [Double] {
        let more = place - spend[channel]
        let room = spend.indices.map { other in
            other == channel ? 0 : more > 0 ? spend[other] - problem.bounds[other].least : problem.bounds[other].most - spend[other]
        }
        let all = room.reduce(0, +)
        guard all > 0 else { return spend }
        return spend.indices.map { $0 == channel ? place : spend[$0] - more * room[$0] / all }
    }
}
