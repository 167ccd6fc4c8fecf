import App
import ArgumentParser

extension ConnectorCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make the folder of a new connector that works.")

        @Argument(help: "Its id, like acme-shop: the folder's name too.")
        var name: String

        @Option(help: "swift or c.")
        var language = "swift"

        @Option(name: .customLong("in"), help: "The folder to make it in.")
        var parent = "."

        @Option(help: "The folder of Tactics's sources; those of this program unless given.")
        var kit: String?

        @OptionGroup var output: ConnectorOutput

        func validate() throws {
            guard ConnectorScaffold.Language(rawValue: language) != nil else { throw ValidationError("--language is swift or c.") }
        }

        func run() async throws {
            guard let language = ConnectorScaffold.Language(rawValue: language) else { return }
            try await output.print { try ConnectorScaffold.new(name, language: language, in: parent, kit: kit) }
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
