/// Models whose log densities and posteriors are known from elsewhere: what an implementation is checked against.
extension MixModel {
    /// The five reference models.
    public enum Reference: String, Sendable, CaseIterable {
        /// Two channels, geometric adstock over 8 weeks, logistic saturation.
        case example
        /// Weibull adstock over 10 weeks, Hill saturation, and wide priors that leave the returns open.
        case synth
        /// As `synth`, with geometric adstock.
        case synthGeo = "synth_geo"
        /// As `synth`, with logistic saturation.
        case synthLogistic = "synth_logistic"
        /// As `synth`, with informative priors.
        case synthInfo = "synth_info"
    }

    /// A reference model for the channels and controls of `data`.
    public static func reference(_ reference: Reference, for data: MixData) -> MixModel {
        let spend = data.channels.reduce(0) { $0 + $1.sum }
        let channels = data.channels.map { series in
            Channel(
                series.name, adstock: reference.adstock, saturation: reference.saturation,
                effect: .coefficient(reference.strength(share: series.sum / spend)))
        }
        return MixModel(
            channels: channels, lags: reference == .example ? 8 : 10, controls: data.controls.map { Term($0.name, reference.control) }, cycles: 2,
            wave: .laplace(mean: 0, scale: reference == .example ? 0.2 : reference == .synthInfo ? 0.1 : 1), intercept: reference.intercept,
            noise: .halfNormal(sd: reference == .example ? 6 : reference == .synthInfo ? 0.1 : 2))
    }
}

extension MixModel.Reference {
    fileprivate var adstock: Adstock {
        switch self {
        case .example, .synthGeo: .geometric(alpha: .beta(1, 3))
        case .synth, .synthLogistic: .weibullDensity(shape: .gamma(mean: 3, sd: 1), scale: .gamma(mean: 2, sd: 1))
        case .synthInfo: .weibullDensity(shape: .gamma(mean: 2, sd: 0.7), scale: .gamma(mean: 2, sd: 1))
        }
    }

    fileprivate var saturation: Saturation {
        switch self {
        case .example, .synthLogistic: .logistic(rate: .gamma(shape: 3, rate: 1))
        case .synth, .synthGeo: .hill(half: .halfNormal(sd: 1.5), slope: .halfNormal(sd: 1.5))
        case .synthInfo: .hill(half: .beta(2, 3), slope: .gamma(mean: 1.5, sd: 0.5))
        }
    }

    fileprivate func strength(share: Double) -> Prior {
        switch self {
        case .example: .halfNormal(sd: 2 * share)
        case .synth, .synthGeo: .halfNormal(sd: 1.5)
        case .synthLogistic: .halfNormal(sd: 2)
        case .synthInfo: .halfNormal(sd: 0.3)
        }
    }

    fileprivate var control: Prior {
        .normal(mean: 0, sd: self == .example ? 0.05 : self == .synthInfo ? 0.5 : 2)
    }

    fileprivate var intercept: Prior {
        switch self {
        case .example: .normal(mean: 0.5, sd: 0.2)
        case .synthInfo: .halfNormal(sd: 0.5)
        default: .normal(mean: 0, sd: 2)
        }
    }
}
