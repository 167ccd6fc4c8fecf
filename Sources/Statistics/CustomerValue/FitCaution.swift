import RealModule

/// Something that a fitted model's reader must know before using its numbers.
public struct FitCaution: Sendable, Equatable, CustomStringConvertible {
    /// Stable and in lower case, such as `few_repeaters`.
    public let code: String
    /// What is the matter, for a person.
    public let sentence: String
    /// What the person can do.
    public let advice: String

    public init(code: String, sentence: String, advice: String) {
        self.code = code
        self.sentence = sentence
        self.advice = advice
    }

    public var description: String { sentence + " " + advice }

    static func fewRepeaters(_ count: Int) -> FitCaution {
        FitCaution(
            code: "few_repeaters", sentence: "Only \(count) customers bought again; below 200 the parameters are uncertain.",
            advice: "Read the intervals, not the single numbers, or wait for more repeat purchases.")
    }

    static func onBound(_ name: String, _ value: Double, high: Bool) -> FitCaution {
        FitCaution(
            code: "on_bound", sentence: "The data drive \(name) to its \(high ? "upper" : "lower") bound (\(value)): it is not determined.",
            advice: high
                ? "Customers differ too little for this part of the model; predictions of totals stay usable, the parameter does not."
                : "This part of the model is absent from the data; look at whether the period is long enough to see it.")
    }

    /// For every parameter whose standard error is greater than itself.
    static func uncertain(_ names: [String], _ values: [Double], _ errors: [Double]) -> [FitCaution] {
        names.indices.filter { errors[$0] > values[$0] }.map { index in
            FitCaution(
                code: "uncertain_parameter",
                sentence: "\(names[index]) is known only as \(short(values[index])) ± \(short(errors[index])): the data hardly speak of it.",
                advice: "Do not interpret it; for predictions use posterior draws, whose intervals carry the uncertainty.")
        }
    }

    private static func short(_ value: Double) -> Double {
        let unit = Double.exp10((3 - Double.log10(value)).rounded(.down))
        return (value * unit).rounded() / unit
    }

    static func notDetermined() -> FitCaution {
        FitCaution(
            code: "not_determined", sentence: "The likelihood is flat around its maximum, so that no standard errors exist.",
            advice: "Use the posterior with its priors, or a longer period of observation.")
    }
}
