import RealModule

/// Refusals that concern the data under a model.
extension MixModel {
    /// - Throws: `Refusal` where the data cannot carry the model, or the model is not complete.
    func check(_ data: MixData) throws {
        try checkDefinition(data)
        try checkLength(data)
        try checkVariation(data)
        try checkCollinearity(data)
        try liftTests.forEach { try check($0, data) }
    }

    private func checkDefinition(_ data: MixData) throws {
        guard channels.map(\.name) == data.channels.map(\.name) else {
            throw Refusal(
                code: "other_channels",
                sentence:
                    "The model's channels are \(channels.map(\.name).joined(separator: ", ")), the data's \(data.channels.map(\.name).joined(separator: ", ")).",
                advice: "Name the same channels in the same order.")
        }
        for term in controls where !data.controls.contains(where: { $0.name == term.name }) {
            throw Refusal(
                code: "no_control", sentence: "The data have no control called \(term.name).", advice: "Add the column, or leave the control out.")
        }
        let positive = channels.map(\.effect.prior) + [noise] + channels.flatMap { $0.adstock.positiveParameters }
        guard positive.allSatisfy({ $0.support == .positive }), intercept.support != .unit else {
            throw Refusal(
                code: "prior_support", sentence: "A prior of a strength, of the noise or of a Weibull adstock can be negative or is bounded by 1.",
                advice: "Use a half normal, gamma, log-normal or exponential prior there.")
        }
        guard MixLayout(self).priors.allSatisfy(\.isProper) else {
            throw Refusal(code: "improper_prior", sentence: "A prior has a spread that is not positive.", advice: "Correct the prior's numbers.")
        }
    }

    private func checkLength(_ data: MixData) throws {
        guard lags >= 1 else {
            throw Refusal(code: "no_lags", sentence: "The adstock must reach over at least one week.", advice: "Set the lags to 8 or so.")
        }
        guard data.weeks >= 4 * lags else {
            throw Refusal(
                code: "too_few_weeks_for_lags", sentence: "There are \(data.weeks) weeks, too few for an adstock of \(lags) weeks.",
                advice: "Give at least \(4 * lags) weeks, or set the lags to \(max(1, data.weeks / 4)).")
        }
        let parameters = MixLayout(self).dimension
        let needed = max(parameters * 2, cycles > 0 ? 52 : 26)
        guard data.weeks >= needed else {
            throw Refusal(
                code: "too_few_rows",
                sentence:
                    "There are \(data.weeks) weeks for a model of \(parameters) parameters; it needs \(needed)\(cycles > 0 ? ", and a full year for the yearly waves" : "").",
                advice: "Give a longer history, or join small channels and leave out controls.")
        }
    }

    private func checkVariation(_ data: MixData) throws {
        for series in data.channels {
            if series.scale == 0 {
                throw Refusal(
                    code: "no_spend", sentence: "The channel \(series.name) has no spend in any week.", advice: "Leave the channel out.")
            }
            let mean = series.mean
            let variance = series.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(series.values.count)
            if variance.squareRoot() < 0.01 * mean {
                throw Refusal(
                    code: "constant_spend",
                    sentence: "The channel \(series.name) spends the same in every week, so its effect cannot be told from the intercept.",
                    advice: "Vary its spend on purpose for some weeks, bring a lift test, or leave it out.")
            }
        }
        for term in controls {
            if let series = data.controls.first(where: { $0.name == term.name }), series.values.allSatisfy({ $0 == series.values.first }) {
                throw Refusal(
                    code: "constant_control", sentence: "The control \(series.name) is the same in every week.", advice: "Leave it out.")
            }
        }
    }

    private func check(_ test: LiftTest, _ data: MixData) throws {
        func refuse(_ sentence: String, _ advice: String) -> Refusal { Refusal(code: "lift_test", sentence: sentence, advice: advice) }
        guard let channel = data.channel(test.channel) else {
            throw refuse("A lift test names the channel \(test.channel), which the data do not have.", "Correct the name.")
        }
        guard !test.change.isEmpty, test.observed >= test.change.count, test.start >= 0, test.start + test.observed <= data.weeks else {
            throw refuse(
                "The lift test of \(test.channel) from week \(test.start + 1) on does not lie within the \(data.weeks) weeks of the data.",
                "Give the number of its first week and how many weeks were observed.")
        }
        guard test.lift.isFinite, test.standardError > 0, test.standardError.isFinite, test.change.allSatisfy(\.isFinite) else {
            throw refuse("The lift test of \(test.channel) needs a lift, and a standard error above 0.", "Take both from the experiment's report.")
        }
        let after = zip(test.change, data.channels[channel].values[test.start...]).map(+)
        guard after.allSatisfy({ $0 >= -1e-9 * data.channels[channel].scale }) else {
            throw refuse("The lift test of \(test.channel) takes away more spend than there was.", "Check the sign and the unit of the change.")
        }
    }
}

extension Adstock {
    fileprivate var positiveParameters: [Prior] {
        switch self {
        case .geometric: []
        case .weibullDensity(let shape, let scale), .weibullSurvival(let shape, let scale): [shape, scale]
        }
    }
}
