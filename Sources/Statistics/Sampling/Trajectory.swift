import RealModule

/// One chain's position and the trajectories that move it, in memory that is taken once.
///
/// Everything runs in whitened coordinates (see `Whitening`): y is the displacement from the transition's start, u the momentum, h = Lᵀ ∇ log
/// density; the kinetic energy is u·u / 2 and the leapfrog needs no metric. The binary tree of Hoffman and Gelman is not walked by recursion: leaf
/// after leaf is appended, and finished subtrees of equal size are merged as the carries of a binary counter.
struct Trajectory<Density: LogDensity>: ~Copyable {
    /// Loss of energy at which the integrator counts as having left the level set (Betancourt 2017, section 6.2).
    static var greatestLoss: Double { 1_000 }

    let density: Density
    private var workspace: Density.Workspace
    let dimension: Int
    let lanes: Int
    let maxDepth: Int
    private let memory: PaddedVector
    var whitening: Whitening

    /// Log density at the position.
    var logDensity = -Double.infinity
    /// Density evaluations so far.
    private(set) var evaluations = 0

    init(_ density: Density, maxDepth: Int) {
        self.density = density
        self.maxDepth = maxDepth
        workspace = density.workspace()
        dimension = density.dimension
        lanes = Padded.needed(dimension)
        let capacity = lanes * (Slot.count + 3 * maxDepth)
        memory = PaddedVector.allocate(capacity: capacity)
        memory.initialize(repeating: Lanes(), count: capacity)
        whitening = Whitening(deviations: [Double](repeating: 1, count: dimension))
    }

    deinit { memory.deallocate() }

    /// Where each vector lies in the memory, in units of `lanes`; behind them the stack: sum, first and last momentum of each level.
    enum Slot {
        static var origin: Int { 0 }
        static var force: Int { 1 }
        static var position: Int { 2 }
        static var gradient: Int { 3 }
        /// Displacement, momentum and force of the backward (0) and forward (1) end.
        static func end(_ side: Int) -> Int { 4 + 3 * side }
        /// Displacement, force and gradient of the chosen (0 or 1) and the proposed state.
        static func state(_ index: Int) -> Int { 10 + 3 * index }
        static var sum: Int { 16 }
        static var subtreeSum: Int { 17 }
        static var subtreeFirst: Int { 18 }
        static var innerEnd: Int { 19 }
        static var single: Int { 20 }
        static var slope: Int { 21 }
        static var count: Int { 22 }
        static func level(_ level: Int) -> Int { count + 3 * level }
    }

    @inline(__always)
    func vector(_ slot: Int) -> PaddedVector { memory + slot * lanes }

    private func numbers(_ slot: Int) -> UnsafeMutableBufferPointer<Double> {
        let start = UnsafeMutableRawPointer(vector(slot)).assumingMemoryBound(to: Double.self)
        return UnsafeMutableBufferPointer(start: start, count: dimension)
    }

    /// The chain's position.
    var position: UnsafeBufferPointer<Double> { UnsafeBufferPointer(numbers(Slot.origin)) }

    /// The density's gradient there.
    var slope: UnsafeBufferPointer<Double> { UnsafeBufferPointer(numbers(Slot.slope)) }

    /// Moves the chain to `point`; false where the density or its gradient is not finite.
    mutating func place(_ point: [Double]) -> Bool {
        let origin = numbers(Slot.origin)
        for i in 0..<dimension { origin[i] = point[i] }
        return refresh()
    }

    /// Takes up another metric; the position stays.
    mutating func take(_ map: consuming Whitening) -> Bool {
        whitening = map
        return refresh()
    }

    private mutating func refresh() -> Bool {
        Padded.copy(vector(Slot.origin), to: vector(Slot.position), lanes)
        logDensity = evaluate(force: vector(Slot.force))
        Padded.copy(vector(Slot.gradient), to: vector(Slot.slope), lanes)
        return logDensity.isFinite && Padded.squaredLength(vector(Slot.force), lanes).isFinite
    }

    /// Log density at the slot `position`; the whitened gradient goes to `force`.
    @inline(__always)
    private mutating func evaluate(force: PaddedVector) -> Double {
        evaluations += 1
        let value = density.evaluate(UnsafeBufferPointer(numbers(Slot.position)), gradient: numbers(Slot.gradient), in: &workspace)
        whitening.pullBack(vector(Slot.gradient), to: force)
        return value
    }

    /// One leapfrog of the state at `end`; its log density.
    @inline(__always)
    mutating func leapfrog(_ end: PaddedVector, step: Double) -> Double {
        let (y, u, h) = (end, end + lanes, end + 2 * lanes)
        let half = step / 2
        for i in 0..<lanes {
            u[i] += half * h[i]
            y[i] += step * u[i]
        }
        whitening.position(y, origin: vector(Slot.origin), to: vector(Slot.position))
        let value = evaluate(force: h)
        for i in 0..<lanes { u[i] += half * h[i] }
        return value
    }

    /// Sets both ends to the position with a fresh momentum; its energy.
    mutating func begin(_ random: inout Philox) -> Double {
        let forward = vector(Slot.end(1))
        Padded.fill(forward, 0, lanes)
        let momentum = UnsafeMutableRawPointer(forward + lanes).assumingMemoryBound(to: Double.self)
        for i in 0..<dimension { momentum[i] = random.normal() }
        Padded.copy(vector(Slot.force), to: forward + 2 * lanes, lanes)
        Padded.copy(forward, to: vector(Slot.end(0)), 3 * lanes)
        return Padded.squaredLength(forward + lanes, lanes) / 2 - logDensity
    }

    /// A step size whose first leapfrog is accepted with a probability around 0.8, by doubling or halving.
    /// Source: Hoffman, Gelman 2014, algorithm 4, with the threshold of the Stan reference manual.
    mutating func reasonableStep(from guess: Double, _ random: inout Philox) -> Double {
        var step = guess
        var direction = 0.0
        for _ in 0..<200 {
            let energy = begin(&random)
            let end = vector(Slot.end(1))
            let value = leapfrog(end, step: step)
            let gain = energy - (Padded.squaredLength(end + lanes, lanes) / 2 - value)
            let wanted = gain > Double.log(0.8) ? 1.0 : -1.0
            if direction == 0 { direction = wanted }
            let next = direction > 0 ? step * 2 : step / 2
            guard wanted == direction, DualAveraging.bounds.contains(next) else { break }
            step = next
        }
        return step
    }
}
