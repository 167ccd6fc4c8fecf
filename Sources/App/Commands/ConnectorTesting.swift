import Conformance
import ConnectorHost
import Core
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
    /// - Parameter previous: the bundle of the version before, or its connector.json; that of the recordings unless given.
    /// - Parameter writes: whether the result goes into the bundle, which must be a folder then.
    /// - Throws: `BundleRefusal`, `ConnectorCommandFault`.
    package func run(_ path: String, scenario: String? = nil, previous: String? = nil, writes: Bool = false) async throws -> Outcome {
        guard !writes || Program.isFolder(path) else {
            throw ConnectorCommandFault("no_folder", "The result can only be written into a bundle's folder. Name the folder instead of \(path).")
        }
        return try await ConnectorSource.withFolder(of: path) { folder in
            var recordings: Scenario
            do { recordings = try Scenario(folder: scenario ?? "\(folder)/conformance") } catch {
                throw ConnectorCommandFault("no_scenario", "\(error) Name the folder of the recordings with --scenario.")
            }
            if let previous { recordings.previous = try ConnectorUpgrade.manifest(of: previous) }
            let report = await ConformanceKit.run(try ConnectorBundle.open(folder), recordings, runner)
            if writes { try ConformanceKit.write(report, into: folder) }
            return Outcome(answer: ConnectorAnswer(report.text, report.document), isConformant: report.isConformant)
        }
    }
}

/// What the conformance kit said of a bundle that is about to be installed.
struct ConnectorTrial: Sendable {
    let sentence: String
    let document: JSON

    /// Runs the kit over a bundle that carries a scenario.
    /// - Throws: `ConnectorCommandFault` that names the checks which failed.
    static func run(_ bundle: ConnectorBundle, in folder: String, tests: Bool, runner: String) async throws -> ConnectorTrial {
        guard FileManager.default.fileExists(atPath: "\(folder)/conformance/scenario.json") else {
            return ConnectorTrial(sentence: "It carries no scenario, so that the conformance kit had nothing to run.", document: .null)
        }
        guard tests else { return ConnectorTrial(sentence: "The conformance kit was not run (--no-test).", document: .null) }
        let scenario: Scenario
        do { scenario = try Scenario(folder: "\(folder)/conformance") } catch {
            throw ConnectorCommandFault("no_scenario", "The bundle's scenario can not be used: \(error) \(remedy)")
        }
        let report = await ConformanceKit.run(bundle, scenario, RunnerSettings(executable: runner, limits: ConformanceKit.limits))
        let failed = report.results(.fail).map { "\($0.check.id) (\($0.reason ?? ""))" }
        guard failed.isEmpty else {
            let rest = failed.count > 5 ? "; and \(failed.count - 5) more" : ""
            throw ConnectorCommandFault(
                "not_conformant", "\(report.summary) It fails \(failed.prefix(5).joined(separator: "; "))\(rest). \(remedy)")
        }
        let document = report.document
        return ConnectorTrial(
            sentence: "It passed the conformance kit: \(report.count(.pass)) checks, \(report.count(.waived)) waived.",
            document: .object((document.members ?? []).filter { $0.name != "checks" }))
    }

    private static let remedy = "Ask its author for a version that passes, or install it untested with --no-test."
}
