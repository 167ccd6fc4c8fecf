import App
import ArgumentParser

struct ConnectorTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the conformance kit over a bundle: sealed, without network. Ends with 1 when a check fails.")

    @Argument(help: "The folder of the bundle, or its .tar.gz.")
    var path: String

    @Option(help: "The folder with scenario.json; the bundle's own folder `conformance` unless given.")
    var scenario: String?

    @Option(help: "The bundle of the version before, or its connector.json; previous/connector.json beside the scenario unless given.")
    var previous: String?

    @Flag(help: "Write the result into the bundle as CONFORMANCE.json, and its checksums anew.")
    var write = false

    @OptionGroup var output: ConnectorOutput

    func run() async throws {
        var isConformant = true
        try await output.print {
            let outcome = try await ConnectorTesting().run(path, scenario: scenario, previous: previous, writes: write)
            isConformant = outcome.isConformant
            return outcome.answer
        }
        if !isConformant { throw ExitCode.failure }
    }
}
