import App
import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the schema up to date and set the passwords of its two roles. Needs TACTICS_ADMIN_URL.")

    func run() async throws { print(try await Migrate.run()) }
}
