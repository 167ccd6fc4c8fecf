/// Why an engine gives no answer: a code for machines, a sentence that says what and where, and what to do about it.
public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable and in lower case, such as `too_few_rows`.
    public let code: String
    /// What is wrong and where, for a person.
    public let sentence: String
    /// What the person can do.
    public let advice: String

    public init(code: String, sentence: String, advice: String) {
        self.code = code
        self.sentence = sentence
        self.advice = advice
    }

    public var description: String { sentence + " " + advice }
}
