import Core
import Foundation
import Testing

@testable import Conformance

/// The connectors of this repository pass the same kit as everybody's.
@Suite(.serialized) struct PluginTests {
    /// Those that have a recorded scenario.
    private static let folders = ((try? FileManager.default.contentsOfDirectory(atPath: "\(KitBundle.root)/Plugins")) ?? []).filter {
        FileManager.default.fileExists(atPath: "\(KitBundle.root)/Plugins/\($0)/conformance/scenario.json")
    }.sorted()

    @Test(arguments: folders) func `A connector of this repository is conformant`(_ folder: String) async throws {
        let bundle = try KitBundle(plugin: folder)

        let report = try await bundle.run(Scenario(folder: "\(KitBundle.root)/Plugins/\(folder)/conformance"))

        #expect(report.isConformant, "\(report.text)")
        #expect(report.duration < .seconds(60))
    }

    @Test func `The result is written into the bundle, which stays whole`() async throws {
        let bundle = try KitBundle(mutant: nil)
        let report = try await bundle.run(Scenario(folder: KitBundle.mutants + "/scenario"))

        try ConformanceKit.write(report, into: bundle.directory)

        let again = try await bundle.run(Scenario(folder: KitBundle.mutants + "/scenario"))
        let written = try Data(contentsOf: URL(filePath: "\(bundle.directory)/CONFORMANCE.json"))
        #expect(Array(written) == again.document.encoded() + [0x0A])
    }
}
