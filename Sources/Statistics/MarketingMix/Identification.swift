import RealModule

/// When a return is not known from the data, and what to do about it.
enum Identification {
    /// A return whose interval reaches over more than this factor decides no budget.
    static let widestFactor = 5.0
    /// Above this overlap the data hardly moved the prior.
    static let largestOverlap = 0.75

    /// Codes of findings that say what cannot be.
    static let contradictions: Set<String> = ["impossible_share", "negative_base"]

    static func finding(_ channel: MixAnswer.Channel) -> Diagnosis.Finding? {
        let (low, high) = (channel.roas.interval.lowerBound, channel.roas.interval.upperBound)
        let wide = !(low > 0) || high / low > widestFactor
        guard wide || channel.priorOverlap > largestOverlap else { return nil }
        let interval = "\(significant(low)) to \(significant(high))"
        let cause =
            wide
            ? "The return of \(channel.name) is only known to lie between \(significant(low)) and \(significant(high)) per unit of spend."
            : "The data say little about \(channel.name): its return, \(interval) per unit of spend, is mostly what the prior said "
                + "(overlap \(Int((100 * channel.priorOverlap).rounded())) %)."
        return Diagnosis.Finding(
            code: "weak_return", verdict: .weaklyIdentified, sentence: cause,
            advice: "Run a lift test of \(channel.name), or vary its spend on purpose; until then do not move its budget on this figure.")
    }

    /// What is open about the level of media as a whole, the gravest alone. An outcome that fell below zero itself (profit, say) may do so without media.
    static func level(_ answer: MixAnswer, _ data: MixData) -> Diagnosis.Finding? {
        guard data.target.allSatisfy({ $0 >= 0 }) else { return trade(answer) }
        return impossible(answer) ?? negativeWeeks(answer) ?? trade(answer)
    }

    /// Media that would cause more than all of the outcome. Where even the mean says so, no figure of the fit can be read.
    private static func impossible(_ answer: MixAnswer) -> Diagnosis.Finding? {
        let share = answer.mediaShare
        guard share.interval.upperBound > 1 else { return nil }
        let range = "between \(percent(share.interval.lowerBound)) and \(percent(share.interval.upperBound)) of the outcome"
        let isMost = share.mean > 1
        return Diagnosis.Finding(
            code: "impossible_share", verdict: .weaklyIdentified,
            sentence: "The figures contradict themselves: by them advertising caused \(range), and more than 100 % cannot be. "
                + (isMost
                    ? "Without advertising less than nothing would have come, so the returns on past spend are too high by an unknown factor."
                    : "In \(percent(answer.baseBelowZero)) of the draws less than nothing would have come without advertising, so all returns may be "
                        + "far too high."),
            advice: "Do not use any return of this fit. The model does not know what would have come anyway: give it an intercept that cannot fall "
                + "below zero and the part that advertising may cause (the standard model has both), a return that is known from elsewhere, or a lift test."
        )
    }

    /// An outcome without media that surely lies below zero in some weeks, though not over all of them.
    private static func negativeWeeks(_ answer: MixAnswer) -> Diagnosis.Finding? {
        guard let base = answer.base else { return nil }
        let below = base.high.count { $0 < 0 }
        guard below > 0 else { return nil }
        return Diagnosis.Finding(
            code: "negative_base", verdict: .weaklyIdentified,
            sentence: "In \(below) of \(base.high.count) weeks the outcome without advertising lies below zero by these figures, which cannot be: "
                + "advertising is given too much in these weeks, and its returns are too high.",
            advice: "Look for what was low in these weeks (price, stock, season) and add a control for it; a smaller part for advertising, or a lift "
                + "test, helps as well.")
    }

    /// Intercept and media that trade against each other without a hold.
    private static func trade(_ answer: MixAnswer) -> Diagnosis.Finding? {
        let share = answer.mediaShare
        guard answer.interceptMediaCorrelation < -0.9, share.deviation > 0.35 * share.mean else { return nil }
        return Diagnosis.Finding(
            code: "intercept_media", verdict: .weaklyIdentified,
            sentence: "The data do not tell the outcome without media from that of media (correlation "
                + "\(significant(answer.interceptMediaCorrelation))): media cause between \(percent(share.interval.lowerBound)) and "
                + "\(percent(share.interval.upperBound)) of it.",
            advice: "Add weeks with little spend, a lift test, or a tighter prior on the part that media cause.")
    }

    static func percent(_ part: Double) -> String { "\(Int((100 * part).rounded())) %" }

    /// Three significant digits.
    static func significant(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return "\(value)" }
        let digits = 2 - Int(Double.log10(abs(value)).rounded(.down))
        let unit = Double.pow(10, digits)
        let rounded = (value * unit).rounded() / unit
        return abs(rounded) >= 100 && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}

extension HeldOut {
    /// Said where far fewer weeks than promised lie in their intervals.
    var finding: Diagnosis.Finding? {
        let slack = 3 * (probability * (1 - probability) / Double(max(weeks, 1))).squareRoot()
        guard coverage < probability - slack - 0.02 else { return nil }
        return Diagnosis.Finding(
            code: "held_out", verdict: .weaklyIdentified,
            sentence: "Of \(weeks) weeks that were kept back, only \(Identification.percent(coverage)) lie in their "
                + "\(Identification.percent(probability)) interval.",
            advice: "Something changed, or a cause is missing: look at the weeks that are off, and add controls for them.")
    }
}
