import App
import ArgumentParser

struct ConnectorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connector", abstract: "Write, check, hand out and install connectors.",
        discussion: """
            A first one: tactics connector new acme && cd acme && tactics connector build && tactics connector test bundle. The README in it goes on \
            from there. Every command ends with 0 where it did what was asked, with 1 where it refuses, and with 64 for a wrong command line; with \
            --json it prints one document, {"error": {"code", "message"}} where it refuses.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Author",
                subcommands: [New.self, Build.self, Replay.self, ConnectorTestCommand.self, Sign.self, Pack.self]),
            CommandGroup(name: "Operator", subcommands: [Verify.self, Install.self, List.self, Remove.self, ConnectorTrustCommand.self]),
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the bundles that are installed, how far each is trusted, and what is refused.")

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorCommands.list() } }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check one bundle, without loading it. Ends with 1 when it would be refused.")

        @Argument(help: "The folder of the bundle, or its .tar.gz.")
        var path: String

        @Flag(help: "Accept a bundle that nobody signed: for one of your own.")
        var allowUnsigned = false

        @Option(help: "The bundle of the version before, or its connector.json: what it promised must be kept.")
        var previous: String?

        @OptionGroup var output: ConnectorOutput

        func run() async throws {
            try await output.print { try ConnectorCommands.verify(path, allowsUnsigned: allowUnsigned, previous: previous) }
        }
    }

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Install a bundle beside the versions that are there. A version that breaks the one before it needs a new major number.")

        @Argument(help: "The folder of the bundle, or its .tar.gz.")
        var path: String

        @Flag(inversion: .prefixedNo, help: "Run the conformance kit first, where the bundle carries a scenario.")
        var test = true

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try await ConnectorStore().install(path, tests: test) } }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an installed connector, or one version of it.")

        @Argument(help: "The connector's id.")
        var id: String

        @Option(name: .customLong("version"), help: "Only this version.")
        var only: String?

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorStore().remove(id, version: only) } }
    }

    struct Pack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write CHECKSUMS of a bundle's folder and pack it as .tar.gz. The same files give the same archive.")

        @Argument(help: "The folder of the bundle.")
        var path: String

        @Option(name: .shortAndLong, help: "The archive's path, or the folder it goes to; the working folder unless given.")
        var to: String?

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorPacking.pack(path, output: to) } }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sign a bundle in place: SIGNATURE, over CHECKSUMS, which names every file.")

        @Argument(help: "The folder of the bundle, or its .tar.gz.")
        var path: String

        @Option(help: "The file of your private key, from `tactics connector trust key`.")
        var key: String

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorPacking.sign(path, keyFile: key) } }
    }
}
