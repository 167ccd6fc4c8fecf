import RealModule

/// A model bound to its data: scaled columns laid out for the inner loop. Rows come in multiples of eight; what is added is never counted.
struct MixPlan: Sendable {
    /// A stretch of weeks of one channel: the weeks fitted, or the changed weeks of an experiment.
    struct Stretch: Sendable {
        /// Place of the first week in the channel's spend; `lags - 1` earlier weeks lie before it.
        var spend: Int
        /// Place of the first week among the channel's rows.
        var row: Int
        /// Weeks that count, and the same rounded up to a multiple of eight.
        var count, rows: Int
    }

    /// An experiment in scaled units; `window` is where its weeks begin among the weeks fitted.
    struct Experiment: Sendable {
        var stretch: Int
        var window: Int
        var lift, inverseError, constant: Double
    }

    struct Channel: Sendable {
        var adstock: AdstockKind
        var saturation: SaturationKind
        var effect: EffectKind
        var places: MixLayout.Places
        /// Log of the factor from β · mean saturation to the quantity that the effect's prior speaks of; 0 for β itself.
        var logFactor: Double
        /// Scaled spend of all stretches.
        var spend: [Double]
        /// The weeks fitted come first.
        var stretches: [Stretch]
        var experiments: [Experiment]
        var rows: Int { stretches.reduce(0) { $0 + $1.rows } }
    }

    enum AdstockKind: UInt8, Sendable { case geometric, weibullDensity, weibullSurvival }
    enum SaturationKind: UInt8, Sendable { case hill, logistic }
    enum EffectKind: UInt8, Sendable { case coefficient, total }

    let model: MixModel
    let layout: MixLayout
    private(set) var weeks: Int
    private(set) var rows: Int
    let lags: Int
    /// Largest absolute outcome; outcomes are divided by it.
    let targetScale: Double
    /// Largest spend per channel.
    let spendScales: [Double]
    /// Scaled outcome, `rows` long.
    private(set) var target: [Double]
    private(set) var channels: [Channel]
    /// Linear columns, `rows` each, one after another, and their means.
    private(set) var columns: [Double]
    let columnMeans: [Double]
    let scaling: LinearScaling
    /// Roughly one posterior standard deviation of each linear coefficient and of the mean prediction: what one step along its axis means in
    /// contribution coordinates, so that the sampler's metric starts near one.
    let columnUnits: [Double]
    let levelUnit: Double
    /// Mean of the scaled outcome.
    let level: Double

    init(_ model: MixModel, _ data: MixData) throws {
        try model.check(data)
        self.model = model
        layout = MixLayout(model)
        weeks = data.weeks
        lags = model.lags
        rows = Self.rounded(data.weeks)
        targetScale = MixData.Series("", data.target).scale
        spendScales = data.channels.map(\.scale)
        let scale = targetScale
        target = Self.padded(data.target.map { $0 / scale }, to: rows)
        scaling = LinearScaling(model, data)
        var columns: [Double] = []
        var means: [Double] = []
        for column in scaling.columns(model, data, from: 0) {
            columns += Self.padded(column, to: rows)
            means.append(column.reduce(0, +) / Double(data.weeks))
        }
        self.columns = columns
        columnMeans = means
        let mean = target.reduce(0, +) / Double(weeks)
        let squares = target[0..<data.weeks].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        level = mean
        levelUnit = 0.3 * squares.squareRoot() / Double(weeks)
        let unit = levelUnit
        columnUnits = model.linearTerms.indices.map { index in
            let column = columns[index * Self.rounded(data.weeks)..<index * Self.rounded(data.weeks) + data.weeks]
            let variance = column.reduce(0) { $0 + ($1 - means[index]) * ($1 - means[index]) } / Double(data.weeks)
            return variance > 0 ? unit / variance.squareRoot() : 1
        }
        let (layout, spendScales) = (self.layout, self.spendScales)
        channels = model.channels.indices.map { index in
            Self.channel(model, data, index, places: layout.channels[index], spendScale: spendScales[index], targetScale: scale)
        }
    }

    /// The same model over the weeks fitted and the scenario's weeks, with the same scales. The outcome is left at 0: only predictions are asked for.
    /// `silent` weeks without spend follow, so that what the adstock carries out can be counted.
    func extended(by scenario: MixScenario, _ data: MixData, silent: Int) -> MixPlan {
        var plan = self
        plan.weeks = weeks + scenario.weeks + silent
        plan.rows = Self.rounded(plan.weeks)
        plan.target = [Double](repeating: 0, count: plan.rows)
        let last = scenario.days.last ?? data.days.last ?? 0
        let future = scenario.continued(by: silent, after: last)
        let before = scaling.columns(model, data, from: 0)
        let after = scaling.columns(model, future, from: weeks)
        plan.columns = zip(before, after).flatMap { Self.padded($0 + $1, to: plan.rows) }
        for index in plan.channels.indices {
            let scale = spendScales[index]
            let spend = (data.channels[index].values + future.channels[index].values).map { $0 / scale }
            plan.channels[index].spend = []
            plan.channels[index].stretches = []
            plan.channels[index].experiments = []
            plan.channels[index].append(spend, from: 0, count: spend.count, lags: lags)
        }
        return plan
    }

    /// The same plan for another outcome over the same weeks, in the unit of the data; scales and coordinates stay as they are.
    mutating func replaceOutcome(_ outcome: [Double]) {
        target = Self.padded(outcome.map { $0 / targetScale }, to: rows)
    }

    static func rounded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

    private static func padded(_ values: [Double], to count: Int) -> [Double] {
        values + [Double](repeating: 0, count: count - values.count)
    }
}

extension MixPlan {
    private static func channel(
        _ model: MixModel, _ data: MixData, _ index: Int, places: MixLayout.Places, spendScale: Double, targetScale: Double
    ) -> Channel {
        let channel = model.channels[index]
        let spend = data.channels[index].values.map { $0 / spendScale }
        let total = data.channels[index].sum
        let (effect, factor): (EffectKind, Double) =
            switch channel.effect {
            case .coefficient: (.coefficient, 1)
            case .share: (.total, targetScale * Double(data.weeks) / data.target.reduce(0, +))
            case .roas: (.total, targetScale * Double(data.weeks) / total)
            }
        var plan = Channel(
            adstock: channel.adstock.kind, saturation: channel.saturation.kind, effect: effect, places: places, logFactor: Double.log(factor),
            spend: [], stretches: [], experiments: [])
        plan.append(spend, from: 0, count: spend.count, lags: model.lags)
        for test in model.liftTests where test.channel == channel.name {
            var changed = spend
            for (week, change) in test.change.enumerated() { changed[test.start + week] += change / spendScale }
            let error = test.standardError / targetScale
            plan.experiments.append(
                Experiment(
                    stretch: plan.stretches.count, window: test.start, lift: test.lift / targetScale, inverseError: 1 / error,
                    constant: -0.5 * Double.log(2 * Double.pi) - Double.log(error)))
            plan.append(changed, from: test.start, count: test.observed, lags: model.lags)
        }
        return plan
    }
}

extension MixPlan.Channel {
    fileprivate mutating func append(_ series: [Double], from start: Int, count: Int, lags: Int) {
        let rows = MixPlan.rounded(count)
        let row = self.rows
        let first = start - (lags - 1)
        let place = spend.count + lags - 1
        for week in first..<start + rows { spend.append(week >= 0 && week < start + count ? series[week] : 0) }
        stretches.append(MixPlan.Stretch(spend: place, row: row, count: count, rows: rows))
    }
}

extension Adstock {
    var kind: MixPlan.AdstockKind {
        switch self {
        case .geometric: .geometric
        case .weibullDensity: .weibullDensity
        case .weibullSurvival: .weibullSurvival
        }
    }
}

extension Saturation {
    var kind: MixPlan.SaturationKind {
        switch self {
        case .hill: .hill
        case .logistic: .logistic
        }
    }
}
