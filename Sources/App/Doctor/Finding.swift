/// What `tactics doctor` found about one part.
package struct Finding: Sendable, Hashable {
    package enum Grade: String, Sendable {
        case good = "✓"
        case warning = "!"
        case fault = "✗"
    }

    package let grade: Grade
    package let subject: String
    /// What is, and what to do about it.
    package let sentence: String

    package init(_ grade: Grade, _ subject: String, _ sentence: String) {
        self.grade = grade
        self.subject = subject
        self.sentence = sentence
    }

    package var line: String { "\(grade.rawValue) \(subject): \(sentence)" }
}
