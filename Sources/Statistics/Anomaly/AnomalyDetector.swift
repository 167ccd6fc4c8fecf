import RealModule

/// What is unusual about a value.
public enum AnomalyKind: String, Sendable, CaseIterable {
    /// Far above what was expected.
    case spike
    /// Far below what was expected.
    case drop
    /// The level changed here and stayed.
    case levelShift
    /// No value.
    case missing
}

/// One value beside what was expected of it.
public struct AnomalyPoint: Sendable, Equatable {
    /// Distance from the expected value in robust standard deviations; 0 at a gap.
    public let score: Double
    /// What the season, the level and the neighbours lead one to expect, in the series' unit.
    public let expected: Double
    /// The band of ordinary values at the chosen threshold.
    public let lower, upper: Double
    /// `nil` for an ordinary value.
    public let kind: AnomalyKind?
}

/// Spikes, drops, level shifts and gaps of a series.
///
/// Expected value = robust level, trend and seasons (bisquare harmonic regression with level shifts) + rolling median of the remainder
/// + the part of its neighbours that an AR(1) remainder carries over, φ/(1+φ²)·(r₋₁+r₊₁) (the conditional mean of a Gaussian AR(1) given both sides).
/// Scale = rolling and overall median absolute deviation of what is left, in equal parts of variance. Deterministic, O(n log w).
public struct AnomalyDetector: Sendable {
    public struct Settings: Sendable {
        /// Score from which a value is an anomaly.
        public var threshold = 4.0
        /// Half the width of the rolling median, in steps.
        public var half = 13
        /// Most level shifts to look for.
        public var shifts = 6
        public init() {}
    }

    public var settings: Settings

    public init(settings: Settings = Settings()) { self.settings = settings }

    /// One point per value. Refuses fewer than 12 observed values, infinite ones, and settings out of range.
    public func detect(_ series: TimeSeries) throws -> [AnomalyPoint] {
        try series.check()
        try checkSettings()
        let observed = series.observed
        guard observed >= 12 else {
            throw Refusal(
                code: "too_few_values", sentence: "The series has \(observed) observed values; twelve are needed to tell what is usual.",
                advice: "Wait for more data or use a longer window.")
        }
        let fit = structure(series.values, seasons: series.seasons)
        return points(series.values, fit: fit)
    }

    private func checkSettings() throws {
        guard settings.threshold > 0, settings.threshold.isFinite, settings.half >= 1, settings.shifts >= 0 else {
            throw Refusal(
                code: "bad_settings", sentence: "The threshold must be above 0, the half width at least 1, the number of shifts not negative.",
                advice: "Use the defaults: 4, 13 and 6.")
        }
    }

    private func structure(_ values: [Double], seasons: [Double]) -> StructureFit {
        let design = HarmonicDesign(seasons: seasons, rows: values.count, history: values.count)
        let present = values.map { $0.isNaN ? 0.0 : 1.0 }
        let filled = values.map { $0.isNaN ? 0.0 : $0 }
        return filled.withUnsafeBufferPointer { y in
            present.withUnsafeBufferPointer { StructureFit(design: design, y: y, present: $0, count: values.count, shifts: settings.shifts) }
        }
    }

    private func points(_ values: [Double], fit: StructureFit) -> [AnomalyPoint] {
        let remainder = fit.regression.residuals
        let level = RollingMedian.centred(remainder, half: settings.half)
        let expected = conditional(remainder, level: level, fit: fit)
        let errors = zip(values, expected).map { $0 - $1 }
        let scales = deviations(errors, values: values)
        let shifts = Set(fit.regression.steps)
        return values.indices.map { row in
            let width = settings.threshold * scales[row]
            let score = values[row].isNaN ? 0 : (scales[row] > 0 ? abs(errors[row]) / scales[row] : (errors[row] == 0 ? 0 : .greatestFiniteMagnitude))
            return AnomalyPoint(
                score: score, expected: expected[row], lower: expected[row] - width, upper: expected[row] + width,
                kind: kind(values[row], error: errors[row], score: score, isShift: shifts.contains(row)))
        }
    }

    private func kind(_ value: Double, error: Double, score: Double, isShift: Bool) -> AnomalyKind? {
        if value.isNaN { return .missing }
        if isShift { return .levelShift }
        if score < settings.threshold { return nil }
        return error > 0 ? .spike : .drop
    }

    /// Structure + rolling level + what the ordinary neighbours carry over.
    private func conditional(_ remainder: [Double], level: [Double], fit: StructureFit) -> [Double] {
        let local = zip(remainder, level).map { $0 - $1 }
        let spread = Median.toDeviation * Median.of(local.filter { !$0.isNaN }.map { abs($0) })
        let clean = local.map { $0.isNaN || abs($0) > 3 * spread ? 0 : $0 }
        let phi = max(carry(clean), 0)
        let share = phi / (1 + phi * phi)
        return remainder.indices.map { row in
            let before = row > 0 ? clean[row - 1] : 0
            let after = row + 1 < clean.count ? clean[row + 1] : 0
            let isEdge = row == 0 || row + 1 == clean.count
            let base = fit.regression.fitted(fit.design, row: row) + (level[row].isNaN ? 0 : level[row])
            return base + (isEdge ? phi : share) * (before + after)
        }
    }

    private func carry(_ clean: [Double]) -> Double {
        var cross = 0.0
        var square = 0.0
        for row in 1..<clean.count {
            cross += clean[row] * clean[row - 1]
            square += clean[row] * clean[row]
        }
        return square > 0 ? min(cross / square, 0.95) : 0
    }

    /// Rolling and overall deviation, each with half of the variance; never finer than the values' own rounding.
    private func deviations(_ errors: [Double], values: [Double]) -> [Double] {
        let sizes = errors.map { abs($0) }
        let overall = Median.toDeviation * Median.of(sizes.filter { !$0.isNaN })
        let floor = 1e-12 * values.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
        return RollingMedian.centred(sizes, half: 2 * settings.half).map { size in
            let local = size.isNaN ? overall : Median.toDeviation * size
            return max(((local * local + overall * overall) / 2).squareRoot(), floor)
        }
    }
}
