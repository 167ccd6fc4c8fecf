/// One Markov chain: start, warm-up, draws.
struct Chain<Density: LogDensity>: ~Copyable {
    /// Tries for a starting point.
    static var tries: Int { 100 }
    /// Density evaluations after which other tasks may have the thread.
    static var evaluationsPerTurn: Int { 1_000 }

    struct Result: Sendable {
        let values: [Double]
        let statistics: [DrawStatistics]
        let adaptation: Draws.Adaptation
    }

    private let index: Int
    private let settings: NUTS.Settings
    private var random: Philox
    private var trajectory: Trajectory<Density>
    private var covariance: Matrix
    private var step = 1.0

    init(_ density: Density, index: Int, settings: NUTS.Settings) {
        self.index = index
        self.settings = settings
        random = Philox(seed: settings.seed, stream: UInt64(index))
        trajectory = Trajectory(density, maxDepth: settings.maxDepth)
        covariance = .identity(density.dimension)
    }

    /// The whole chain. Between transitions it looks for a cancellation, and now and then lets other tasks run.
    mutating func run(from start: [Double]?, progress: (@Sendable (SamplingProgress) -> Void)?) async throws -> Result {
        try place(start)
        step = trajectory.reasonableStep(from: step, &random)
        let dimension = trajectory.dimension
        let total = settings.warmup + settings.draws
        let interval = max(1, total / 100)
        var warmup = Warmup(dimension: dimension, settings: settings, step: step)
        var warmupEvaluations = trajectory.evaluations
        var values = [Double](unsafeUninitializedCapacity: settings.draws * dimension) { buffer, count in
            buffer.initialize(repeating: 0)
            count = buffer.count
        }
        var statistics: [DrawStatistics] = []
        statistics.reserveCapacity(settings.draws)
        var divergences = 0
        var yielded = 0
        for done in 0..<total {
            try Task.checkCancellation()
            let drawn = trajectory.transition(step: step, &random)
            if done < settings.warmup {
                adapt(&warmup, after: done, drawn)
                warmupEvaluations = trajectory.evaluations
            } else {
                let at = (done - settings.warmup) * dimension
                let position = trajectory.position
                for i in 0..<dimension { values[at + i] = position[i] }
                statistics.append(drawn)
                if drawn.diverged { divergences += 1 }
            }
            if trajectory.evaluations - yielded >= Self.evaluationsPerTurn {
                await Task.yield()
                yielded = trajectory.evaluations
            }
            guard (done + 1) % interval == 0 || done + 1 == total else { continue }
            progress?(
                SamplingProgress(
                    chain: index, done: done + 1, total: total, warmingUp: done < settings.warmup, divergences: divergences,
                    evaluations: trajectory.evaluations))
        }
        return Result(
            values: values, statistics: statistics,
            adaptation: Draws.Adaptation(stepSize: step, covariance: covariance, evaluations: warmupEvaluations))
    }

    /// Puts the chain on its starting point, or on the first of several random ones with a finite density.
    private mutating func place(_ start: [Double]?) throws {
        if let start {
            guard trajectory.place(start) else {
                throw Refusal(
                    code: "sampling_start",
                    sentence: "The density or its gradient is not finite at the starting point of chain \(index + 1) of \(settings.chains).",
                    advice: "Start inside the model's support, or let the sampler look for a start.")
            }
            return
        }
        for _ in 0..<Self.tries {
            let point = (0..<trajectory.dimension).map { _ in 4 * random.uniform() - 2 }
            if trajectory.place(point) { return }
        }
        throw Refusal(
            code: "sampling_start",
            sentence: "No point with a finite density and gradient was found in \(Self.tries) tries for chain \(index + 1) of \(settings.chains).",
            advice: "Give starting points inside the model's support, and look for values in the data that the model cannot have.")
    }

    private mutating func adapt(_ warmup: inout Warmup, after done: Int, _ drawn: DrawStatistics) {
        step = warmup.averaging.learn(drawn.acceptance)
        if warmup.schedule.estimating.contains(done) { warmup.estimate.add(trajectory.position, trajectory.slope) }
        if warmup.schedule.closing.contains(done) {
            renew(done == warmup.schedule.last ? warmup.estimate.sampled() : warmup.estimate.balanced())
            warmup.estimate.clear()
            step = trajectory.reasonableStep(from: step, &random)
            warmup.averaging = DualAveraging(target: settings.target, initial: step)
        }
        if done == settings.warmup - 1 { step = warmup.averaging.final }
    }

    /// Takes up the estimated covariance; a dense one that is not positive definite in floating point leaves the old metric.
    private mutating func renew(_ estimate: Matrix?) {
        guard let learned = estimate else { return }
        switch settings.metric {
        case .diagonal:
            covariance = learned
            _ = trajectory.take(Whitening(deviations: learned.diagonal.map { $0.squareRoot() }))
        case .dense:
            guard let lower = learned.cholesky() else { return }
            covariance = learned
            _ = trajectory.take(Whitening(lower: lower))
        }
    }
}

/// What a chain learns from while it warms up.
struct Warmup {
    let schedule: WarmupSchedule
    var averaging: DualAveraging
    var estimate: MetricEstimate

    init(dimension: Int, settings: NUTS.Settings, step: Double) {
        schedule = WarmupSchedule(warmup: settings.warmup)
        averaging = DualAveraging(target: settings.target, initial: step)
        estimate = MetricEstimate(dimension: dimension, dense: settings.metric == .dense)
    }
}
