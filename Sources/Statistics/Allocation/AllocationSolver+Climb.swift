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

    /// The plan a step further, put on a bound that it has all but reached.
    func moved(_ spend: [Double], _ direction: [Double], _ length: Double) -> [Double] {
        (0..<count).map { channel in
            let bounds = problem.bounds[channel]
            let place = spend[channel] + length * direction[channel]
            if place <= bounds.least + width(channel) { return bounds.least }
            return place >= bounds.most - width(channel) ? bounds.most : place
        }
    }
}
