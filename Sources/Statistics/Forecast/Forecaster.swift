import RealModule

/// What a reader of a forecast must know about the series.
public enum ForecastNote: String, Sendable, CaseIterable {
    /// Every value is the same: so is the forecast.
    case constant
    /// Half of the values or more are zero.
    case intermittent
    /// Too short for trend, season and validation: the median and the spread of what there is.
    case short
    /// Too short for a season that was asked for.
    case seasonLeftOut
    /// Fitted in logarithms: seasons and errors grow with the level.
    case multiplicative
    /// A level shift was found in the history.
    case levelShift
    /// There are gaps; they were bridged, not read as zero.
    case gaps
}

/// A central band that holds the future value with this probability.
public struct ForecastBand: Sendable, Equatable {
    /// Such as 0.95.
    public let level: Double
    public let lower, upper: [Double]
}

/// The next steps of a series.
public struct Forecast: Sendable, Equatable {
    /// Median of the predictive distribution (the mean for intermittent demand), in the series' unit, one per step.
    public let point: [Double]
    /// One band per level asked for, in that order.
    public let bands: [ForecastBand]
    /// What the methods weigh in the mean; they sum to 1.
    public let weights: [ForecastMethod: Double]
    public let notes: [ForecastNote]
    /// Mean absolute error at earlier origins inside the history, spikes counted as four deviations; `nil` where it was
    /// too short for one, and for a forecast in logarithms.
    public let validationError: Double?
}

/// Forecasts with trend, seasons, spikes and gaps.
///
/// An ensemble of harmonic regression with AR(1) remainder, exponential smoothing and theta on the robustly deseasonalised series, weighted by their
/// errors at up to three earlier origins inside the history; in logarithms where these fit better. Bands: normal, with the variance within and
/// between the methods, widened or narrowed by what was seen at the earlier origins. They describe ordinary steps, not spikes.
public struct Forecaster: Sendable {
    public struct Settings: Sendable {
        /// Steps ahead.
        public var horizon = 26
        /// Probabilities of the bands.
        public var levels = [0.8, 0.95]
        /// Most level shifts to look for in the history.
        public var shifts = 3
        /// Keep median and bands at 0 or above where the history never went below.
        public var keepsSign = true
        public init() {}
    }

    public var settings: Settings

    public init(settings: Settings = Settings()) { self.settings = settings }

    /// Refuses fewer than 4 observed values, infinite ones, and settings out of range.
    public func forecast(_ series: TimeSeries) throws -> Forecast {
        try series.check()
        try checkSettings()
        let trimmed = TimeSeries(Array(series.values.drop { $0.isNaN }), seasons: series.seasons)
        let observed = trimmed.values.filter { !$0.isNaN }
        guard observed.count >= 4 else {
            throw Refusal(
                code: "too_few_values", sentence: "The series has \(observed.count) observed values; a forecast needs four.",
                advice: "Wait for more data or forecast a larger group.")
        }
        let notes: [ForecastNote] = observed.count < trimmed.values.count ? [.gaps] : []
        if let first = observed.first, observed.allSatisfy({ $0 == first }) { return constant(first, notes: notes) }
        if let intermittent = IntermittentDemand(trimmed.values) { return intermittent.forecast(settings, notes: notes) }
        return observed.count < 12 ? short(observed, notes: notes) : full(trimmed, notes: notes)
    }

    private func checkSettings() throws {
        guard (1...3_660).contains(settings.horizon), settings.levels.allSatisfy({ $0 > 0 && $0 < 1 }), settings.shifts >= 0 else {
            throw Refusal(
                code: "bad_settings", sentence: "The horizon must be 1 to 3,660 steps, and every level between 0 and 1.",
                advice: "Use for instance a horizon of 26 and levels of 0.8 and 0.95.")
        }
    }

    private func constant(_ value: Double, notes: [ForecastNote]) -> Forecast {
        let line = [Double](repeating: value, count: settings.horizon)
        return Forecast(
            point: line, bands: settings.levels.map { ForecastBand(level: $0, lower: line, upper: line) }, weights: [.median: 1],
            notes: notes + [.constant], validationError: nil)
    }

    /// Median, and the spread of the values with the few there are in mind (Student's quantile by its Cornish-Fisher expansion).
    private func short(_ observed: [Double], notes: [ForecastNote]) -> Forecast {
        let n = Double(observed.count)
        let mean = observed.reduce(0, +) / n
        let deviation = (observed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) * (1 + 1 / n)).squareRoot()
        let line = [Double](repeating: Median.of(observed), count: settings.horizon)
        let spread = (0..<settings.horizon).map { deviation * (1 + Double($0) / n).squareRoot() }
        return finish(
            line, spread, freedom: n - 1, floor: floor(observed), weights: [.median: 1], notes: notes + [.short], validated: nil, inverse: { $0 })
    }

    private func floor(_ observed: [Double]) -> Double {
        settings.keepsSign && observed.allSatisfy { $0 >= 0 } ? 0 : -.infinity
    }

    private func full(_ series: TimeSeries, notes: [ForecastNote]) -> Forecast {
        let count = series.values.count
        let design = HarmonicDesign(seasons: series.seasons, rows: count + settings.horizon, history: count)
        let present = series.values.map { $0.isNaN ? 0.0 : 1.0 }
        let y = series.values.map { $0.isNaN ? 0.0 : $0 }
        let isLog = prefersLog(y, present: present, design: design)
        let used = isLog ? zip(y, present).map { $1 > 0 ? Double.log($0) : 0 } : y
        let ensemble = used.withUnsafeBufferPointer { y in
            present.withUnsafeBufferPointer {
                Ensemble(design: design, y: y, present: $0, count: count, horizon: settings.horizon, shifts: settings.shifts)
            }
        }
        var notes = notes
        if design.groups.count < series.seasons.count { notes.append(.seasonLeftOut) }
        if isLog { notes.append(.multiplicative) }
        if !ensemble.last.fit.regression.steps.isEmpty { notes.append(.levelShift) }
        let freedom = Double(count - ensemble.last.fit.regression.width)
        return finish(
            ensemble.mean, ensemble.deviation.map { $0 * ensemble.inflation }, freedom: max(freedom, 4),
            floor: floor(series.values.filter { !$0.isNaN }),
            weights: Dictionary(uniqueKeysWithValues: zip(Candidates.methods, ensemble.weights)), notes: notes,
            validated: isLog ? nil : ensemble.validated, inverse: isLog ? { Double.exp($0) } : { $0 })
    }

    /// Logarithms where all values are positive and the fit in them is clearly likelier (with the Jacobian of the change of scale).
    private func prefersLog(_ y: [Double], present: [Double], design: HarmonicDesign) -> Bool {
        let observed = zip(y, present).filter { $1 > 0 }.map { $0.0 }
        guard let least = observed.min(), least > 0, least > 0.02 * Median.of(observed) else { return false }
        let logs = y.map { $0 > 0 ? Double.log($0) : 0 }
        let plain = deviation(y, present: present, design: design)
        let ratio = deviation(logs, present: present, design: design)
        guard plain > 0, ratio > 0 else { return false }
        let n = Double(observed.count)
        let jacobian = observed.reduce(0) { $0 + Double.log($1) }
        return 2 * (n * Double.log(plain) - n * Double.log(ratio) - jacobian) > 6 * Double.log(n)
    }

    private func deviation(_ y: [Double], present: [Double], design: HarmonicDesign) -> Double {
        y.withUnsafeBufferPointer { y in
            present.withUnsafeBufferPointer {
                RobustRegression(design: design, columns: Array(0..<min(design.width, 6)), y: y, present: $0, count: y.count).scale
            }
        }
    }

    private func finish(
        _ mean: [Double], _ deviation: [Double], freedom: Double, floor: Double, weights: [ForecastMethod: Double], notes: [ForecastNote],
        validated: Double?, inverse: (Double) -> Double
    ) -> Forecast {
        let bands = settings.levels.map { level in
            let z = studentQuantile(0.5 + level / 2, freedom: freedom)
            return ForecastBand(
                level: level, lower: zip(mean, deviation).map { max(inverse($0 - z * $1), floor) },
                upper: zip(mean, deviation).map { max(inverse($0 + z * $1), floor) })
        }
        return Forecast(
            point: mean.map { max(inverse($0), floor) }, bands: bands, weights: weights, notes: notes, validationError: validated)
    }

    /// Student's quantile by the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5); good to 1 % from four degrees of freedom on at 95 %.
    private func studentQuantile(_ p: Double, freedom: Double) -> Double {
        let z = Special.normalQuantile(p)
        let square = z * z
        let first = z * (square + 1) / 4
        let second = z * ((5 * square + 16) * square + 3) / 96
        let third = z * (((3 * square + 19) * square + 17) * square - 15) / 384
        return z + first / freedom + second / (freedom * freedom) + third / (freedom * freedom * freedom)
    }
}
