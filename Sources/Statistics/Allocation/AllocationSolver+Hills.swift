extension AllocationSolver {
    /// Looks beyond the hill that was climbed. At a plan's common marginal response λ, a channel's response less λ times its spend should be largest at
    /// its own spend: where that holds for each, no plan is better (Everett, "Generalized Lagrange multiplier method", 1963). A channel that does better
    /// elsewhere, such as one left at nothing with an S-shaped curve, starts there anew, and the better plan is kept.
    func bestHill(from start: [Double], _ risk: RiskMeasure, stride: Int, tolerance: Double) -> (point: Point, iterations: Int) {
        search(climb(from: start, risk, stride: stride, tolerance: tolerance), risk, stride: stride, seen: stride) {
            climb(from: $0, risk, stride: stride, tolerance: tolerance)
        }
    }

    /// The same for a plan on all draws, of which the check sees a part. Other draws have their hills elsewhere, and often the same hill seems to be
    /// another one: a start that `nearer`, on a part of the draws, leads to where an earlier climb began is not climbed again. `near` is the first such
    /// place.
    func overHills(
        _ climbed: (point: Point, iterations: Int), _ risk: RiskMeasure, near: [Double], nearer: ([Double]) -> [Double]
    ) -> (point: Point, iterations: Int) {
        var places = [near]
        return search(climbed, risk, stride: 1, seen: max(1, surface.groups / 64)) { start in
            let place = nearer(start)
            guard places.allSatisfy({ zip($0, place).contains { abs($0 - $1) > 0.02 * problem.weekly } }) else { return nil }
            places.append(place)
            return climb(from: place, risk, stride: 1, tolerance: 1e-7)
        }
    }

    /// Goes from hill to better hill until none of the others is better, or as many were left as there are channels.
    /// - Parameter climb: climbs from a start; `nil` for one that is not worth it.
    private func search(
        _ climbed: (point: Point, iterations: Int), _ risk: RiskMeasure, stride: Int, seen: Int,
        climb: ([Double]) -> (point: Point, iterations: Int)?
    ) -> (point: Point, iterations: Int) {
        var best = climbed
        for _ in 0..<problem.bounds.count {
            var found = false
            for start in otherHills(best.point, risk, stride: stride, seen: seen) {
                guard let next = climb(start) else { continue }
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

    /// Plans with one channel on another hill, the most promising first, on a grid. `stride` is that of the point's draws, `seen` that of those looked at.
    private func otherHills(_ point: Point, _ risk: RiskMeasure, stride: Int, seen: Int) -> [[Double]] {
        let level = self.level(point)
        let weights = thinned(risk.weights(point.responses).weight, seen / stride)
        let mass = weights.isEmpty ? Double(surface.count(seen)) : weights.reduce(0, +)
        guard mass > 0 else { return [] }
        var found: [(gain: Double, spend: [Double])] = []
        for channel in problem.bounds.indices {
            let now = point.spend[channel]
            let rest = problem.bounds.indices.filter { $0 != channel }
            let least = max(problem.bounds[channel].least, now - rest.reduce(0) { $0 + problem.bounds[$1].most - point.spend[$1] })
            let most = min(problem.bounds[channel].most, now + rest.reduce(0) { $0 + point.spend[$1] - problem.bounds[$1].least })
            guard most - least > 1e-9 * problem.weekly else { continue }
            let base = sum(over: channel, now, stride: seen, weights: weights) / mass
            var best = (gain: 1e-12 * abs(point.value), place: now)
            // Closer together where the spend is small: there the curves bend most.
            for part in 0...12 {
                let place = least + (most - least) * Double(part * part) / 144
                let gain = sum(over: channel, place, stride: seen, weights: weights) / mass - base - level * (place - now)
                if gain > best.gain { best = (gain, place) }
            }
            if best.place != now { found.append((best.gain, shifted(point.spend, channel, to: best.place))) }
        }
        return found.sorted { $0.gain > $1.gain }.map(\.spend)
    }

    /// Every n-th four of weights.
    private func thinned(_ weights: [Double], _ stride: Int) -> [Double] {
        Swift.stride(from: 0, to: weights.count, by: 4 * stride).flatMap { weights[$0..<$0 + 4] }
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
