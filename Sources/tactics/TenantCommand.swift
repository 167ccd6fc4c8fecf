import App
import ArgumentParser

struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Provision tenants from manifests.", subcommands: [Plan.self, Apply.self, List.self])

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what `apply` would change.")

        @Argument(help: "A folder of manifests, or one manifest.")
        var path = "tenants"

        @Flag(help: "Count as changes also what is there and stands in no manifest.")
        var prune = false

        func run() async throws { print(try await TenantCommands.plan(path, prune: prune)) }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make the tenants be what their manifests say, each in one transaction.")

        @Argument(help: "A folder of manifests, or one manifest.")
        var path = "tenants"

        @Flag(help: "Also remove what stands in no manifest. Nothing is removed without it.")
        var prune = false

        func run() async throws { print(try await TenantCommands.apply(path, prune: prune)) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tenants.")

        func run() async throws { print(try await TenantCommands.list()) }
    }
}
