/// One thing that a connector must do.
package struct Check: Sendable, Hashable {
    /// Stable, such as `resume.complete`: waivers name it.
    package let id: String
    package let title: String
    /// What goes wrong for the user of a connector that does not.
    package let why: String

    init(_ id: String, _ title: String, _ why: String) {
        self.id = id
        self.title = title
        self.why = why
    }

    /// Every check, in the order of the report.
    package static let all = manifest + scenario + reading + resuming + platform + bodies + rows + safety + compatibility + writes + deliveries
}

/// What one check found.
package struct CheckResult: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable {
        case pass
        case fail
        /// It failed, and the author says why that is right.
        case waived
        /// There is nothing of it in this connector or its scenario.
        case notApplicable = "not_applicable"
    }

    package let check: Check
    package let outcome: Outcome
    /// What failed, or why it was waived or not applicable.
    package let reason: String?
}
