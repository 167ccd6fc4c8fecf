import App
import ArgumentParser

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "user", abstract: "Add people to a tenant.", subcommands: [Add.self, Password.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a person; prints a fresh password once.")

        @Argument(help: "The tenant's slug.")
        var tenant: String

        @Argument(help: "The e-mail address.")
        var email: String

        @Option(help: "admin, manager, analyst, viewer, or a role of the tenant.")
        var role = "viewer"

        func run() async throws { print(try await UserCommands.add(tenant: tenant, email: email, role: role)) }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a fresh password, end all sessions, and print it once.")

        @Argument(help: "The tenant's slug.")
        var tenant: String

        @Argument(help: "The e-mail address.")
        var email: String

        func run() async throws { print(try await UserCommands.resetPassword(tenant: tenant, email: email)) }
    }
}

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "key", abstract: "Make API keys.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an API key; prints it once.")

        @Argument(help: "The tenant's slug.")
        var tenant: String

        @Argument(help: "What it is for.")
        var name: String

        @Option(parsing: .upToNextOption, help: "What it may do, for example campaigns:read metrics:read.")
        var scopes: [String] = ["campaigns:read", "commerce:read", "syncs:read"]

        func run() async throws { print(try await KeyCommands.add(tenant: tenant, name: name, scopes: scopes)) }
    }
}
