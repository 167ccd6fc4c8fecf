import RealModule

extension MixModel {
    /// What the standard model assumes; every number can be changed.
    public struct Standard: Sendable, Equatable {
        /// Weeks over which a week's spend works.
        public var lags = 10
        public var cycles = 2
        /// Part of the outcome that all channels together are believed to cause, as a median.
        public var mediaShare = 0.35
        /// Standard deviation of the logarithm of a channel's part around its share of spend: 0.6 means within a factor of 3 with 94 % probability.
        public var shareSpread = 0.6
        /// Adstock of every channel.
        public var adstock = Adstock.weibullDensity(shape: .gamma(mean: 2, sd: 0.7), scale: .gamma(mean: 2, sd: 1))
        /// Saturation of every channel; half the effect is believed to lie below the largest weekly spend.
        public var saturation = Saturation.hill(half: .beta(2, 3), slope: .gamma(mean: 1.5, sd: 0.5))
        /// Returns that are known from elsewhere, per channel, instead of the share.
        public var roas: [String: Prior] = [:]
        public var liftTests: [LiftTest] = []
        public init() {}
    }

    /// The model that a practitioner would start with.
    ///
    /// The wide priors that libraries begin with leave the returns open, because a large intercept with little media explains a series as well as a
    /// small one with much. What is known without the data is that channels earn about in proportion to what is spent on them, within a factor, and
    /// that media cause a part of the outcome and not all of it. That is said here by a log-normal prior on each channel's part of the outcome, around
    /// `mediaShare` times its share of spend. It depends on no currency.
    public static func standard(for data: MixData, _ standard: Standard = Standard()) -> MixModel {
        let spend = data.channels.reduce(0) { $0 + $1.sum }
        let channels = data.channels.map { series in
            let part = Prior.logNormal(median: standard.mediaShare * max(series.sum / spend, 0.01), sd: standard.shareSpread)
            return Channel(
                series.name, adstock: standard.adstock, saturation: standard.saturation,
                effect: standard.roas[series.name].map(Effect.roas) ?? .share(part))
        }
        let hasTrend = data.controls.contains { followsTime($0.values) }
        return MixModel(
            channels: channels, lags: standard.lags,
            controls: data.controls.map { Term($0.name, .normal(mean: 0, sd: 0.1), standardised: true) },
            trend: hasTrend ? nil : .normal(mean: 0, sd: 0.2), cycles: standard.cycles, wave: .laplace(mean: 0, scale: 0.1),
            intercept: .halfNormal(sd: 0.5), noise: .halfNormal(sd: 0.1), liftTests: standard.liftTests)
    }

    /// Whether a control is a straight line over the weeks.
    private static func followsTime(_ values: [Double]) -> Bool {
        let count = Double(values.count)
        let (mean, middle) = (values.reduce(0, +) / count, (count - 1) / 2)
        var (both, own, time) = (0.0, 0.0, 0.0)
        for (week, value) in values.enumerated() {
            let (a, b) = (value - mean, Double(week) - middle)
            both += a * b
            own += a * a
            time += b * b
        }
        return own > 0 && abs(both) > 0.98 * (own * time).squareRoot()
    }
}
