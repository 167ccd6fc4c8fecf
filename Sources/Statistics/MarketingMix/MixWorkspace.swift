import RealModule

/// Scratch memory of one chain, and the density itself. All of it is one block of doubles; nothing is allocated per evaluation.
public final class MixWorkspace {
    typealias Doubles = UnsafeMutablePointer<Double>

    /// One channel's constants and places in the block.
    struct Channel {
        var adstock: MixPlan.AdstockKind
        var saturation: MixPlan.SaturationKind
        var effect: MixPlan.EffectKind
        var places: MixLayout.Places
        var logFactor: Double
        var firstStretch, stretches: Int
        var firstExperiment, experiments: Int
        var rows: Int
        var spend, adstocked, curve, steepness, argument, pull: Doubles
        /// `raw` are the weights before division by their sum, `density` the Weibull density before its least value is subtracted.
        var weights, weightPull, log, power, raw, density: Doubles
        // Values of the last forward pass.
        /// `strength` is log β, or the log of the mean contribution in contribution coordinates; `part` the contribution's part of the level.
        var beta = 0.0, mean = 0.0, strength = 0.0, part = 0.0, effectSlope = 0.0, strengthPull = 0.0
        var rawSum = 0.0, leastShare = 0.0
    }

    let centred: Bool
    let weeks, rows, lags, lagRows, columns: Int
    let linear, intercept, noise: Int
    let positiveIntercept: Bool
    /// What a step along the axis of a linear coefficient and of the mean prediction means, and where the latter's origin is.
    let columnUnits: Doubles
    let levelUnit, level: Double
    let logLags, target, columnValues, columnMeans, residual: Doubles
    let values, changes: Doubles
    let channels: UnsafeMutablePointer<Channel>
    let channelCount: Int
    let terms: UnsafeMutablePointer<PriorTerm>
    let stretches: UnsafeMutablePointer<MixPlan.Stretch>
    let experiments: UnsafeMutablePointer<MixPlan.Experiment>
    private let block: Doubles

    init(_ plan: MixPlan, _ coordinates: MixDensity.Coordinates) {
        centred = coordinates == .contributions
        (weeks, rows, lags) = (plan.weeks, plan.rows, plan.lags)
        lagRows = (plan.lags + 3) / 4 * 4
        columns = plan.columnMeans.count
        (linear, intercept, noise) = (plan.layout.linear, plan.layout.intercept, plan.layout.noise)
        positiveIntercept = plan.model.intercept.support == .positive
        var size = lagRows + 2 * rows + plan.columns.count + 2 * columns + 2 * plan.layout.dimension
        for channel in plan.channels { size += channel.spend.count + 8 + 5 * channel.rows + 6 * lagRows }
        block = Doubles.allocate(capacity: size)
        block.initialize(repeating: 0, count: size)
        var next = block
        func take(_ count: Int) -> Doubles {
            defer { next += count }
            return next
        }
        func copy(_ array: [Double]) -> Doubles {
            let place = take(array.count)
            array.withUnsafeBufferPointer { if let base = $0.baseAddress { place.update(from: base, count: array.count) } }
            return place
        }
        logLags = take(lagRows)
        for lag in 0..<lagRows { logLags[lag] = Double.log(Double(lag + 1)) }
        target = copy(plan.target)
        columnValues = copy(plan.columns)
        columnMeans = copy(plan.columnMeans)
        columnUnits = copy(coordinates == .contributions ? plan.columnUnits : plan.columnUnits.map { _ in 1 })
        (levelUnit, level) = coordinates == .contributions ? (plan.levelUnit, plan.level) : (1, 0)
        residual = take(rows)
        values = take(plan.layout.dimension)
        changes = take(plan.layout.dimension)
        channelCount = plan.channels.count
        channels = UnsafeMutablePointer<Channel>.allocate(capacity: channelCount)
        stretches = Self.copy(plan.channels.flatMap(\.stretches))
        experiments = Self.copy(plan.channels.flatMap(\.experiments))
        terms = Self.copy(plan.layout.priors.map(PriorTerm.init))
        var (stretch, experiment) = (0, 0)
        for (index, channel) in plan.channels.enumerated() {
            let rows = channel.rows
            (channels + index).initialize(
                to: Channel(
                    adstock: channel.adstock, saturation: channel.saturation, effect: channel.effect, places: channel.places,
                    logFactor: channel.logFactor, firstStretch: stretch, stretches: channel.stretches.count, firstExperiment: experiment,
                    experiments: channel.experiments.count, rows: rows, spend: copy(channel.spend + [Double](repeating: 0, count: 8)),
                    adstocked: take(rows), curve: take(rows), steepness: take(rows), argument: take(rows), pull: take(rows),
                    weights: take(lagRows), weightPull: take(lagRows), log: take(lagRows), power: take(lagRows), raw: take(lagRows),
                    density: take(lagRows)))
            stretch += channel.stretches.count
            experiment += channel.experiments.count
        }
    }

    private static func copy<T>(_ array: [T]) -> UnsafeMutablePointer<T> {
        let place = UnsafeMutablePointer<T>.allocate(capacity: max(array.count, 1))
        for (index, value) in array.enumerated() { (place + index).initialize(to: value) }
        return place
    }

    deinit {
        block.deallocate()
        channels.deallocate()
        terms.deallocate()
        stretches.deallocate()
        experiments.deallocate()
    }
}
