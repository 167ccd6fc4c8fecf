package import ConnectorHost
import Core
import Foundation

/// Tests a connector bundle as an installation would run it: sealed, without network and without credentials, against its author's recordings.
package enum ConformanceKit {
    /// The file in a bundle that holds the result.
    package static let fileName = "CONFORMANCE.json"

    /// What a runner may need while it is tested.
    package static let limits = RunnerLimits(cpuSeconds: 120, silence: .seconds(20), cancelGrace: .seconds(5))

    /// Runs all checks.
    package static func run(_ bundle: ConnectorBundle, _ scenario: Scenario, _ settings: RunnerSettings) async -> ConformanceReport {
        let begin = ContinuousClock.now
        var examination = Examination(bundle, scenario, settings)
        let findings = await examination.run()
        return ConformanceReport(
            connector: bundle.manifest.id, version: bundle.manifest.version.description, results: findings.results(scenario.waivers),
            duration: ContinuousClock.now - begin)
    }

    /// Writes the result into the bundle, and its checksum with it. A signature over the bundle has to be made anew.
    package static func write(_ report: ConformanceReport, into directory: String) throws {
        try Data(report.document.encoded() + [0x0A]).write(to: URL(filePath: "\(directory)/\(fileName)"))
        try Data(Checksums.text(of: directory).utf8).write(to: URL(filePath: "\(directory)/CHECKSUMS"))
    }
}
