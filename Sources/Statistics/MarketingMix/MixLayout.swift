/// Which parameter lies where: per channel adstock, saturation, strength; then the linear coefficients, the intercept, the noise.
struct MixLayout: Sendable {
    /// Places of one channel's parameters.
    struct Places: Sendable {
        var adstock: Int
        var saturation: Int
        var effect: Int
    }

    let channels: [Places]
    /// Place of the first linear coefficient.
    let linear: Int
    let intercept: Int
    let noise: Int
    /// Names on the natural scale, such as `adstock_k[tv]`.
    let names: [String]
    let priors: [Prior]

    var dimension: Int { names.count }

    init(_ model: MixModel) {
        var channels: [Places] = []
        var names: [String] = []
        var priors: [Prior] = []
        func add(_ name: String, _ prior: Prior) {
            names.append(name)
            priors.append(prior)
        }
        for channel in model.channels {
            let adstock = names.count
            for (name, prior) in channel.adstock.parameters { add("\(name)[\(channel.name)]", prior) }
            let saturation = names.count
            for (name, prior) in channel.saturation.parameters { add("\(name)[\(channel.name)]", prior) }
            channels.append(Places(adstock: adstock, saturation: saturation, effect: names.count))
            add("saturation_beta[\(channel.name)]", channel.effect.prior)
        }
        self.channels = channels
        linear = names.count
        for term in model.linearTerms { add(term.name, term.prior) }
        intercept = names.count
        add("intercept_contribution", model.intercept)
        noise = names.count
        add("y_sigma", model.noise)
        self.names = names
        self.priors = priors
    }

    /// Names for sentences, such as `adstock shape of tv`.
    var spokenNames: [String] {
        names.map { name in
            let parts = name.split(separator: "[", maxSplits: 1)
            guard let first = parts.first, let word = Self.words[String(first)] else { return name }
            return parts.count == 2 ? "\(word) \(parts[1].dropLast())" : word
        }
    }

    private static let words = [
        "adstock_alpha": "adstock of", "adstock_k": "adstock shape of", "adstock_lam": "adstock scale of", "saturation_kappa": "saturation point of",
        "saturation_slope": "saturation slope of", "saturation_lam": "saturation rate of", "saturation_beta": "strength of",
        "gamma_fourier": "yearly wave", "gamma_trend": "trend", "gamma_control": "effect of", "intercept_contribution": "intercept",
        "y_sigma": "noise",
    ]

    /// Names on the whole line, as the reference densities write them, such as `adstock_k_log__[tv]`.
    var lineNames: [String] {
        zip(names, priors).map { name, prior in
            let suffix = prior.support == .real ? "" : prior.support == .positive ? "_log__" : "_logodds__"
            guard let bracket = name.firstIndex(of: "[") else { return name + suffix }
            return name[..<bracket] + suffix + name[bracket...]
        }
    }
}

extension MixModel {
    /// Names and priors of the linear coefficients: yearly waves (sines, then cosines), trend, controls.
    var linearTerms: [(name: String, prior: Prior)] {
        var terms: [(name: String, prior: Prior)] = []
        for kind in ["sin", "cos"] {
            for cycle in 1..<max(cycles + 1, 1) { terms.append(("gamma_fourier[\(kind)_\(cycle)]", wave)) }
        }
        if let trend { terms.append(("gamma_trend", trend)) }
        return terms + controls.map { ("gamma_control[\($0.name)]", $0.prior) }
    }
}
