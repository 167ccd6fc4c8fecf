package import Core

/// What a run of the kit found.
package struct ConformanceReport: Sendable {
    package let connector: String
    package let version: String
    package let results: [CheckResult]
    package let duration: Duration

    /// Whether nothing failed.
    package var isConformant: Bool { !results.contains { $0.outcome == .fail } }

    package func count(_ outcome: CheckResult.Outcome) -> Int { results.count { $0.outcome == outcome } }

    /// Those of an outcome.
    package func results(_ outcome: CheckResult.Outcome) -> [CheckResult] { results.filter { $0.outcome == outcome } }

    /// The result of a check.
    package func outcome(_ id: String) -> CheckResult.Outcome? { results.first { $0.check.id == id }?.outcome }

    /// For people: what did not pass, with reasons, and a summary.
    package var text: String {
        var lines = results.filter { $0.outcome != .pass }.map { result in
            let mark =
                switch result.outcome {
                case .pass: "pass"
                case .fail: "FAIL"
                case .waived: "waived"
                case .notApplicable: "n/a"
                }
            let why = result.outcome == .fail ? "\n        \(result.check.why)" : ""
            return "\(mark.padded(to: 7)) \(result.check.id): \(result.check.title). \(result.reason ?? "")\(why)"
        }
        lines.append(summary)
        return lines.joined(separator: "\n")
    }

    /// One line.
    package var summary: String {
        let counts = "\(count(.pass)) passed, \(count(.fail)) failed, \(count(.waived)) waived, \(count(.notApplicable)) not applicable"
        return "\(connector) \(version): \(isConformant ? "conformant" : "not conformant"): \(counts) of \(results.count) checks."
    }

    /// For programs, and for the bundle. It holds no time, so that the same code gives the same bytes.
    package var document: JSON {
        [
            "connector": .string(connector), "version": .string(version), "conformant": .bool(isConformant),
            "passed": .integer(count(.pass)), "failed": .integer(count(.fail)), "waived": .integer(count(.waived)),
            "not_applicable": .integer(count(.notApplicable)),
            "checks": .array(
                results.map { result in
                    let document: JSON = [
                        "id": .string(result.check.id), "title": .string(result.check.title), "result": .string(result.outcome.rawValue),
                    ]
                    return document.setting("reason", result.reason.map { .string($0) })
                }),
        ]
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
