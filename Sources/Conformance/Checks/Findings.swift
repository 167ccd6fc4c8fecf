/// What the examinations found so far, by check.
struct Findings: Sendable {
    private var failures: [String: [String]] = [:]
    private var passed: Set<String> = []
    private var skipped: [String: String] = [:]

    /// The check was made: it passes unless something failed.
    mutating func ran(_ id: String) { passed.insert(id) }

    /// The check was made, and this came out wrong.
    mutating func fail(_ id: String, _ what: String) {
        passed.insert(id)
        if !(failures[id] ?? []).contains(what) { failures[id, default: []].append(what) }
    }

    /// The check was made: right, or not and what then.
    mutating func expect(_ id: String, _ isRight: Bool, _ what: String) { if isRight { ran(id) } else { fail(id, what) } }

    /// There is nothing to check.
    mutating func skip(_ id: String, _ reason: String) { skipped[id] = reason }

    /// Whether anything failed already.
    func hasFailed(_ id: String) -> Bool { failures[id] != nil }

    /// One result for every check. A check that was never made is a failure: nothing passes by being forgotten.
    func results(_ waivers: Waivers) -> [CheckResult] {
        Check.all.map { check in
            if let found = failures[check.id] {
                let what = found.prefix(3).joined(separator: " ") + (found.count > 3 ? " (and \(found.count - 3) more)" : "")
                if let reason = waivers.reasons[check.id] { return CheckResult(check: check, outcome: .waived, reason: "\(reason) [\(what)]") }
                return CheckResult(check: check, outcome: .fail, reason: what)
            }
            if passed.contains(check.id) { return CheckResult(check: check, outcome: .pass, reason: nil) }
            if let reason = skipped[check.id] { return CheckResult(check: check, outcome: .notApplicable, reason: reason) }
            return CheckResult(check: check, outcome: .fail, reason: "It could not be made.")
        }
    }
}
