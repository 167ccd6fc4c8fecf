import App
import ArgumentParser

struct ConnectorTrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Say whose signatures on connectors count.", subcommands: [List.self, Add.self, Revoke.self, Key.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys of the trust file.")

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorTrusting().list() } }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Trust a key.")

        @Argument(help: "The key's id, as SIGNATURE files name it.")
        var id: String

        @Argument(help: "The public key: 32 bytes of Ed25519 as base64url.")
        var publicKey: String

        @Option(help: "Whose it is.")
        var note: String?

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorTrusting().add(id, publicKey: publicKey, note: note) } }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key for good. What it signed is not run any more, installed or not.")

        @Argument(help: "The key's id.")
        var id: String

        @Option(help: "Why.")
        var reason: String?

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorTrusting().revoke(id, reason: reason) } }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key to sign connectors with.")

        @Argument(help: "The key's id.")
        var id: String

        @Option(help: "The file for the private key; it must not be there yet.")
        var to: String

        @OptionGroup var output: ConnectorOutput

        func run() async throws { try await output.print { try ConnectorTrusting.makeKey(id, to: to) } }
    }
}
