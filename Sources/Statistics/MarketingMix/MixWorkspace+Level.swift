import RealModule

/// How the level of the outcome is split between the intercept and the channels.
///
/// In contribution coordinates the point holds the mean prediction. What controls and waves leave of it, the level L, is what intercept and channels
/// share. An intercept on the whole line is L less the contributions C_c = e^η_c. A positive one must stay above 0: with e_c = e^η_c, t = Σe_c and
/// G(t) = t / (1 + t⁴)^¼ it is I = L·(1 − G), and C_c = L·e_c·G/t. While media cause less than half of the level, this is C_c = L·e_c but for 2 %; where
/// they would cause all of it, they approach it, and there is no wall to run into. The Jacobian of (I, log C) by (L, η) is 1 in the first case and
/// tG'/G = 1 / (1 + t⁴) in the second.
extension MixWorkspace {
    struct Split {
        var intercept: Double
        /// Log prior of the intercept, with the Jacobian.
        var density: Double
        /// Derivative of the intercept's log prior: by the point on its line in plain coordinates; by the logarithm of a positive intercept, or by the
        /// intercept itself, in contribution coordinates.
        var slope: Double
        var change: Double
        var level: Double
        /// t, t⁴ and G for a positive intercept.
        var odds = 0.0, fourth = 0.0, part = 0.0
    }

    /// The intercept, and every channel's strength.
    func split(_ point: UnsafePointer<Double>) -> Split {
        guard centred else {
            for channel in 0..<channelCount { channels[channel].strength = point[channels[channel].places.effect] }
            let term = terms[intercept].evaluate(point[intercept])
            return Split(intercept: term.value, density: term.logDensity, slope: term.slope, change: term.change, level: 0)
        }
        var level = self.level + levelUnit * point[intercept]
        for column in 0..<columns { level -= values[linear + column] * columnMeans[column] }
        var odds = 0.0
        for channel in 0..<channelCount {
            let strength = point[channels[channel].places.effect]
            channels[channel].strength = strength
            channels[channel].part = Double.exp(strength)
            odds += channels[channel].part
        }
        guard positiveIntercept else {
            let term = terms[intercept].evaluate(level - odds)
            return Split(intercept: level - odds, density: term.logDensity, slope: term.slope, change: 1, level: level)
        }
        let fourth = odds * odds * odds * odds
        guard level > 0, fourth > 0, fourth.isFinite else { return Split(intercept: 0, density: -.infinity, slope: 0, change: 0, level: level) }
        let logLevel = Double.log(level)
        let logWhole = Double.log(onePlus: fourth)
        for channel in 0..<channelCount { channels[channel].strength += logLevel - 0.25 * logWhole }
        let rest = -Double.expMinusOne(-0.25 * Double.log(onePlus: 1 / fourth))
        let logIntercept = logLevel + Double.log(rest)
        let term = terms[intercept].evaluate(logIntercept)
        return Split(
            intercept: term.value, density: term.logDensity - logIntercept - logWhole, slope: term.slope - 1, change: term.value, level: level,
            odds: odds, fourth: fourth, part: 1 - rest)
    }

    /// Writes the gradient of strengths and intercept; answers the pull on the level.
    func join(_ split: Split, _ interceptPull: Double, _ gradient: Doubles) -> Double {
        let pull = interceptPull * split.change + split.slope
        guard centred else {
            for channel in 0..<channelCount { gradient[channels[channel].places.effect] = channels[channel].strengthPull }
            gradient[intercept] = pull
            return 0
        }
        guard positiveIntercept else {
            for channel in 0..<channelCount {
                gradient[channels[channel].places.effect] = channels[channel].strengthPull - pull * channels[channel].part
            }
            gradient[intercept] = pull * levelUnit
            return pull
        }
        var strengths = 0.0
        for channel in 0..<channelCount { strengths += channels[channel].strengthPull }
        let bend = split.fourth / (split.odds * (1 + split.fourth))
        let loss = split.part / (split.odds * (1 + split.fourth) * (1 - split.part))
        let common = -bend * (strengths + 4) - loss * pull
        for channel in 0..<channelCount {
            gradient[channels[channel].places.effect] = channels[channel].strengthPull + channels[channel].part * common
        }
        let levelPull = (strengths + pull) / split.level
        gradient[intercept] = levelPull * levelUnit
        return levelPull
    }
}
