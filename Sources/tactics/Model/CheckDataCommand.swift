import ArgumentParser
import Statistics
import Workbench

struct CheckDataCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-data", abstract: "Write the engines' output on reference data, to be held against gold values.",
        subcommands: [Scores.self, Parameters.self, Edge.self, LogDensity.self, Posterior.self])

    struct Place: ParsableArguments {
        @Option(help: "The folder of the reference data.")
        var data: String

        @Option(help: "The file to write.")
        var out: String

        var run: CheckDataRun { CheckDataRun(folder: data, output: out) }
    }

    struct Scores: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "clv", abstract: "Every customer of CDNOW scored (CSV).")
        @OptionGroup var place: Place
        func run() async throws { try await place.run.customerScores() }
    }

    struct Parameters: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "params", abstract: "Maximum-likelihood parameters of CDNOW (JSON).")
        @OptionGroup var place: Place
        func run() async throws { try await place.run.parameters() }
    }

    struct Edge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "edge", abstract: "Expected purchases and P(alive) of hard cases (CSV).")
        @OptionGroup var place: Place
        func run() async throws { try place.run.edgeCases() }
    }

    struct LogDensity: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "logp", abstract: "Log density and gradient of a mix model at the gold points (JSON).")
        @Argument(help: "The reference model.") var name: MixModel.Reference
        @OptionGroup var place: Place
        func run() async throws { try place.run.logDensity(name) }
    }

    struct Posterior: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "posterior", abstract: "Draws of a mix model's posterior (CSV).")
        @Argument(help: "The reference model.") var name: MixModel.Reference
        @OptionGroup var place: Place
        @Option(help: "Of the random numbers.") var seed: UInt64 = 1
        @OptionGroup var output: ModelOutput
        func run() async throws {
            var run = place.run
            run.seed = seed
            try await run.posterior(name, progress: output.teller)
        }
    }
}
