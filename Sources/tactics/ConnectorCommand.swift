import App
import ArgumentParser

struct ConnectorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connector", abstract: "Look at connector bundles.", subcommands: [List.self, Verify.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the bundles that are installed.")

        func run() async throws { print(try ConnectorCommands.list()) }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check one bundle, without loading it. Ends with 1 when it would be refused.")

        @Argument(help: "The folder of the bundle.")
        var path: String

        func run() async throws { print(try ConnectorCommands.verify(path)) }
    }
}
