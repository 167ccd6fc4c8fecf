import Conformance
import ConnectorHost
import Foundation

/// `tactics connector test`: the conformance kit over a bundle and its author's recordings.
package struct ConnectorTesting: Sendable {
    /// What came out.
    package struct Outcome: Sendable {
        package let answer: ConnectorAnswer
        package let isConformant: Bool
    }

    private let runner: RunnerSettings

    /// - Throws: `SettingsError`.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current) throws {
        let path = try ConnectorCommands.settings(environment, program: program).runner
        runner = RunnerSettings(executable: path, limits: ConformanceKit.limits)
    }

    /// Runs all checks over a bundle, a folder or an archive.
    /// - Parameter scenario: the folder of the recordings; the bundle's own `conformance` unless given.
    /// - Parameter writes: whether the result goes into the bundle, which must be a folder then.
    /// - Throws: `BundleRefusal`, `ConnectorCommandFault`.
    package func run(_ path: String, scenario: String? = nil, writes: Bool = false) async throws -> Outcome {
        guard !writes || Program.isFolder(path) else {
            throw ConnectorCommandFault("no_folder", "The result can only be written into a bundle's folder. Name the folder instead of \(path).")
        }
        return try await ConnectorSource.withFolder(of: path) { folder in
            let recordings: Scenario
            do { recordings = try Scenario(folder: scenario ?? "\(folder)/conformance") } catch {
                throw ConnectorCommandFault("no_scenario", "\(error) Name the folder of the recordings with --scenario.")
            }
            let report = await ConformanceKit.run(try ConnectorBundle.open(folder), recordings, runner)
            if writes { try ConformanceKit.write(report, into: folder) }
            return Outcome(answer: ConnectorAnswer(report.text, report.document), isConformant: report.isConformant)
        }
    }
}
