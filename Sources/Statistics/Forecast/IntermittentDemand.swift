import RealModule

/// Demand with many zeros: the chance of a sale and its size are smoothed apart (Teunter, Syntetos and Babai 2011), bands come from the mixture of zero
/// and the sizes seen.
struct IntermittentDemand {
    /// Chance that a step has demand.
    let chance: Double
    /// Smoothed size where there is any.
    let size: Double
    /// All sizes seen, ascending.
    private let sizes: [Double]

    /// `nil` unless half of the values or more are zero and none is negative.
    init?(_ values: [Double]) {
        let observed = values.filter { !$0.isNaN }
        let positive = observed.filter { $0 > 0 }
        guard observed.allSatisfy({ $0 >= 0 }), !positive.isEmpty, 2 * (observed.count - positive.count) >= observed.count else { return nil }
        var chance = Double(positive.count) / Double(observed.count)
        var size = positive.reduce(0, +) / Double(positive.count)
        for value in observed {
            chance += 0.05 * ((value > 0 ? 1 : 0) - chance)
            if value > 0 { size += 0.1 * (value - size) }
        }
        self.chance = chance
        self.size = size
        sizes = positive.sorted()
    }

    /// The expected demand per step (its median would be zero), with bands of the mixture.
    func forecast(_ settings: Forecaster.Settings, notes: [ForecastNote]) -> Forecast {
        let line = { (value: Double) in [Double](repeating: value, count: settings.horizon) }
        let bands = settings.levels.map { level in
            ForecastBand(level: level, lower: line(quantile(0.5 - level / 2)), upper: line(quantile(0.5 + level / 2)))
        }
        return Forecast(
            point: line(chance * size), bands: bands, weights: [.intermittent: 1], notes: notes + [.intermittent], validationError: nil)
    }

    private func quantile(_ p: Double) -> Double {
        let inside = (p - (1 - chance)) / chance
        guard inside > 0 else { return 0 }
        return sizes[min(Int(inside * Double(sizes.count)), sizes.count - 1)]
    }
}
