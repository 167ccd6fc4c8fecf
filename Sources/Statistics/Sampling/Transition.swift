import RealModule

/// How a trajectory grows until it turns, and which of its states becomes the next draw.
extension Trajectory {
    /// What a growing trajectory carries along.
    private struct Growth {
        var step: Double
        var energy: Double
        /// Log of the unit in which weights are counted.
        var unit = 0.0
        var weight = 1.0
        var acceptance = 0.0
        var leapfrogs = 0
        var diverged = false
        var chosen = 0
        var chosenEnergy: Double
        var chosenDensity: Double
        var proposedEnergy = 0.0
        var proposedDensity = 0.0
        var proposedWeight = 0.0
    }

    /// Moves the chain by one transition.
    mutating func transition(step: Double, _ random: inout Philox) -> DrawStatistics {
        let energy = begin(&random)
        var growth = Growth(step: step, energy: energy, chosenEnergy: energy, chosenDensity: logDensity)
        let start = vector(Slot.end(1))
        Padded.copy(start + lanes, to: vector(Slot.sum), lanes)
        Padded.copy(start, to: vector(Slot.state(0)), lanes)
        Padded.copy(start + 2 * lanes, to: vector(Slot.state(0)) + lanes, lanes)
        Padded.copy(vector(Slot.slope), to: vector(Slot.state(0)) + 2 * lanes, lanes)
        var depth = 0
        while depth < maxDepth {
            let side = Int(random.next() >> 63)
            Padded.copy(vector(Slot.end(side)) + lanes, to: vector(Slot.innerEnd), lanes)
            guard grow(depth, side: side, &growth, &random) else { break }
            depth += 1
            if random.uniform() * growth.weight < growth.proposedWeight {
                growth.chosen = 1 - growth.chosen
                growth.chosenEnergy = growth.proposedEnergy
                growth.chosenDensity = growth.proposedDensity
            }
            growth.weight += growth.proposedWeight
            let goesOn = straight(
                vector(Slot.end(1 - side)) + lanes, vector(Slot.innerEnd), sum: vector(Slot.sum), vector(Slot.subtreeFirst),
                vector(Slot.end(side)) + lanes, sum: vector(Slot.subtreeSum))
            Padded.add(vector(Slot.subtreeSum), to: vector(Slot.sum), lanes)
            if !goesOn { break }
        }
        settle(growth)
        return DrawStatistics(
            logDensity: logDensity, acceptance: growth.leapfrogs == 0 ? 0 : growth.acceptance / Double(growth.leapfrogs), depth: depth,
            leapfrogs: growth.leapfrogs, diverged: growth.diverged, energy: growth.chosenEnergy, stepSize: step)
    }

    /// Makes the chosen state the position.
    private mutating func settle(_ growth: borrowing Growth) {
        let chosen = vector(Slot.state(growth.chosen))
        whitening.position(chosen, origin: vector(Slot.origin), to: vector(Slot.position))
        Padded.copy(vector(Slot.position), to: vector(Slot.origin), lanes)
        Padded.copy(chosen + lanes, to: vector(Slot.force), lanes)
        Padded.copy(chosen + 2 * lanes, to: vector(Slot.slope), lanes)
        logDensity = growth.chosenDensity
    }

    /// Appends 2^depth states at one end; false where they diverge or some subtree of them turns.
    private mutating func grow(_ depth: Int, side: Int, _ growth: inout Growth, _ random: inout Philox) -> Bool {
        let end = vector(Slot.end(side))
        let momentum = end + lanes
        let step = side == 1 ? growth.step : -growth.step
        growth.proposedWeight = 0
        for leaf in 0..<1 << depth {
            let value = leapfrog(end, step: step)
            let energy = Padded.squaredLength(momentum, lanes) / 2 - value
            growth.leapfrogs += 1
            guard weigh(end, energy, value, &growth, &random) else { return false }
            guard merge(momentum, leaf: leaf, last: leaf == (1 << depth) - 1) else { return false }
        }
        return true
    }

    /// Counts a new state's weight and lets it be the subtree's proposal with its share of it; false where it diverges.
    @inline(__always)
    private func weigh(_ end: PaddedVector, _ energy: Double, _ value: Double, _ growth: inout Growth, _ random: inout Philox) -> Bool {
        let gain = growth.energy - energy
        guard gain.isFinite, gain > -Self.greatestLoss else {
            growth.diverged = true
            return false
        }
        growth.acceptance += gain >= 0 ? 1 : Double.exp(gain)
        if gain > growth.unit + 300 {
            let shrink = Double.exp(growth.unit - gain)
            growth.weight *= shrink
            growth.proposedWeight *= shrink
            growth.unit = gain
        }
        let weight = Double.exp(gain - growth.unit)
        let isFirst = growth.proposedWeight == 0
        growth.proposedWeight += weight
        if isFirst || random.uniform() * growth.proposedWeight < weight {
            let proposed = vector(Slot.state(1 - growth.chosen))
            Padded.copy(end, to: proposed, lanes)
            Padded.copy(end + 2 * lanes, to: proposed + lanes, lanes)
            Padded.copy(vector(Slot.gradient), to: proposed + 2 * lanes, lanes)
            growth.proposedEnergy = energy
            growth.proposedDensity = value
        }
        return true
    }

    /// Merges a new leaf with the finished subtrees before it; false where a merged subtree turns.
    @inline(__always)
    private func merge(_ momentum: PaddedVector, leaf: Int, last: Bool) -> Bool {
        let sum = vector(Slot.subtreeSum)
        let first = vector(Slot.subtreeFirst)
        guard leaf & 1 == 1 else {
            Padded.copy(momentum, to: vector(Slot.single), lanes)
            if last {
                Padded.copy(momentum, to: sum, lanes)
                Padded.copy(momentum, to: first, lanes)
            }
            return true
        }
        let single = vector(Slot.single)
        guard Padded.bothAlong(single, momentum, sumOf: single, momentum, lanes) else { return false }
        for i in 0..<lanes {
            first[i] = single[i]
            sum[i] = single[i] + momentum[i]
        }
        var level = 1
        while leaf >> level & 1 == 1 {
            let left = vector(Slot.level(level - 1))
            guard straight(left + lanes, left + 2 * lanes, sum: left, first, momentum, sum: sum) else { return false }
            Padded.add(left, to: sum, lanes)
            Padded.copy(left + lanes, to: first, lanes)
            level += 1
        }
        if !last {
            let here = vector(Slot.level(level - 1))
            Padded.copy(sum, to: here, lanes)
            Padded.copy(first, to: here + lanes, lanes)
            Padded.copy(momentum, to: here + 2 * lanes, lanes)
        }
        return true
    }

    /// Whether two neighbouring stretches have not turned: neither their union, nor either with the other's nearest state (the checks across
    /// subtrees of the Stan reference manual, without which regular trajectories can slip through).
    @inline(__always)
    private func straight(
        _ first: PaddedVector, _ inner: PaddedVector, sum: PaddedVector, _ nextInner: PaddedVector, _ last: PaddedVector, sum nextSum: PaddedVector
    ) -> Bool {
        Padded.bothAlong(first, last, sumOf: sum, nextSum, lanes)
            && Padded.bothAlong(first, nextInner, sumOf: sum, nextInner, lanes)
            && Padded.bothAlong(inner, last, sumOf: nextSum, inner, lanes)
    }
}
