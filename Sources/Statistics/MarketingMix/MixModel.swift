/// A marketing-mix model as data: what it assumes, without numbers from the series.
///
/// y_t = intercept + Σ γ · (trend, yearly waves, controls)_t + Σ_c β_c · S_c(A_c(x_c))_t + noise, with noise normal of standard deviation σ. Spend is
/// divided by its largest week, the outcome by its largest absolute week, so priors are free of currency.
public struct MixModel: Sendable, Equatable {
    /// One channel's shape and strength.
    public struct Channel: Sendable, Equatable {
        public var name: String
        public var adstock: Adstock
        public var saturation: Saturation
        public var effect: Effect

        public init(_ name: String, adstock: Adstock, saturation: Saturation, effect: Effect) {
            self.name = name
            self.adstock = adstock
            self.saturation = saturation
            self.effect = effect
        }
    }

    /// On what scale a channel's strength is believed in; the priors must be positive ones.
    public enum Effect: Sendable, Equatable {
        /// β itself: the weekly effect of very much spend, as a part of the largest week's outcome.
        case coefficient(Prior)
        /// The channel's part of the whole outcome in the weeks fitted.
        case share(Prior)
        /// Outcome per unit of spend over the weeks fitted, in the units of the data.
        case roas(Prior)

        var prior: Prior {
            switch self {
            case .coefficient(let prior), .share(let prior), .roas(let prior): prior
            }
        }
    }

    public var channels: [Channel]
    /// Weeks over which a week's spend works, the week itself included.
    public var lags: Int
    /// Controls of the data, each with the prior of its coefficient.
    public var controls: [Term]
    /// A straight line from 0 in the first week to 1 after the last one, or none.
    public var trend: Prior?
    /// Yearly waves: sine and cosine of 1, 2, … cycles a year.
    public var cycles: Int
    /// Prior of each wave's coefficient.
    public var wave: Prior
    public var intercept: Prior
    /// Prior of the noise's standard deviation; positive.
    public var noise: Prior
    /// Results of experiments, as likelihood terms.
    public var liftTests: [LiftTest]

    /// A control and the prior of its coefficient.
    public struct Term: Sendable, Equatable {
        public var name: String
        public var prior: Prior
        /// Whether the column is divided by its standard deviation first, and its mean subtracted; then the prior does not depend on its unit.
        public var standardised: Bool

        public init(_ name: String, _ prior: Prior, standardised: Bool = false) {
            self.name = name
            self.prior = prior
            self.standardised = standardised
        }
    }

    public init(
        channels: [Channel], lags: Int, controls: [Term] = [], trend: Prior? = nil, cycles: Int = 2, wave: Prior, intercept: Prior, noise: Prior,
        liftTests: [LiftTest] = []
    ) {
        self.channels = channels
        self.lags = lags
        self.controls = controls
        self.trend = trend
        self.cycles = cycles
        self.wave = wave
        self.intercept = intercept
        self.noise = noise
        self.liftTests = liftTests
    }
}
