import App
import ArgumentParser

extension ConnectorCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the folder of a new connector that works, with all that it needs to be built.")

        @Argument(help: "Its id, like acme-shop: the folder's name too.")
        var name: String

        @Option(help: "What it is written in: swift or c.")
        var language = "swift"

        @Option(name: .customLong("in"), help: "The folder to make it in.")
        var parent = "."

        @OptionGroup var output: ConnectorOutput

        func run() async throws {
            try await output.print { try ConnectorScaffold.new(name, language: .init(named: language), in: parent) }
        }
    }

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Compile a connector's folder and lay out its bundle.")

        @Argument(help: "The connector's folder.")
        var folder = "."

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorBuilding.build(folder) } }
    }
}
