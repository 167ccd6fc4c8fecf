import Foundation

/// `tactics doctor`: every setting, and whether what the product rests on is there and sound.
package enum Doctor {
    /// Tells line by line; returns whether nothing is wrong. Warnings are no faults.
    package static func run(
        _ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current, tell: (String) -> Void
    ) async -> Bool {
        tell("Settings (from the environment)")
        for line in SettingsReport.lines(environment) { tell(line) }
        tell("")
        var findings = ProgramChecks.findings(environment, program: program) + Seal.findings
        findings += await DatabaseChecks.findings(environment, program: program)
        findings += await RedisChecks.findings(environment)
        for finding in findings { tell(finding.line) }
        return !findings.contains { $0.grade == .fault }
    }
}
