import RealModule

extension AllocationSolver {
    /// The best plan on a grid of 32 parts of what is free to divide, by the mean over some draws: dynamic programming, channel after channel.
    func roughPlan(stride: Int) -> [Double] {
        let parts = 32
        let least = problem.bounds.map(\.least)
        let free = max(problem.weekly - least.reduce(0, +), 0)
        let unit = free / Double(parts)
        guard unit > 1e-12 * problem.weekly else { return filled(least) }
        let worth = problem.bounds.indices.map { channel in
            let most = min(parts, Int(((problem.bounds[channel].most - least[channel]) / unit + 1e-9).rounded(.down)))
            return (0...max(most, 0)).map { sum(over: channel, least[channel] + Double($0) * unit, stride: stride) }
        }
        var best = [Double](repeating: -.infinity, count: parts + 1)
        best[0] = 0
        var choices: [[Int]] = []
        for values in worth {
            var next = [Double](repeating: -.infinity, count: parts + 1)
            var choice = [Int](repeating: 0, count: parts + 1)
            for total in 0...parts {
                for taken in 0...min(total, values.count - 1) where best[total - taken] + values[taken] > next[total] {
                    next[total] = best[total - taken] + values[taken]
                    choice[total] = taken
                }
            }
            best = next
            choices.append(choice)
        }
        var total = (0...parts).last { best[$0] > -.infinity } ?? 0
        var spend = least
        for channel in problem.bounds.indices.reversed() {
            let taken = choices[channel][total]
            spend[channel] += Double(taken) * unit
            total -= taken
        }
        return filled(spend)
    }

    /// What bounds between grid points left over goes to the channels in order.
    private func filled(_ spend: [Double]) -> [Double] {
        var spend = spend
        var left = problem.weekly - spend.reduce(0, +)
        for channel in spend.indices where left > 0 {
            let more = min(left, problem.bounds[channel].most - spend[channel])
            spend[channel] += more
            left -= more
        }
        return spend
    }

    /// Down to each channel's steps, then step by step where a coin brings most, as long as the budget lasts; channels without steps take the rest.
    func rounded(_ spend: [Double], stride: Int) -> [Double] {
        guard problem.bounds.contains(where: { $0.step != nil }) else { return spend }
        var plan = spend
        for (channel, bounds) in problem.bounds.enumerated() {
            if let step = bounds.step { plan[channel] = bounds.least + ((spend[channel] - bounds.least) / step + 1e-9).rounded(.down) * step }
        }
        var left = problem.weekly - plan.reduce(0, +)
        while true {
            let open = problem.bounds.indices.filter { channel in
                guard let step = problem.bounds[channel].step else { return false }
                return step <= left * (1 + 1e-12) && plan[channel] + step <= problem.bounds[channel].most * (1 + 1e-12)
            }
            let gains = open.map { channel in
                let step = problem.bounds[channel].step ?? 1
                return (sum(over: channel, plan[channel] + step, stride: stride) - sum(over: channel, plan[channel], stride: stride)) / step
            }
            guard let best = gains.indices.max(by: { gains[$0] < gains[$1] }) else { break }
            let step = problem.bounds[open[best]].step ?? 1
            plan[open[best]] += step
            left -= step
        }
        for channel in plan.indices where problem.bounds[channel].step == nil && left > 0 {
            let more = min(left, problem.bounds[channel].most - plan[channel])
            plan[channel] += more
            left -= more
        }
        return plan
    }
}
