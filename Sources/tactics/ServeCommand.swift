import App
import ArgumentParser

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API and the console. Settings come from the environment.")

    func run() async throws { try await Serve.run() }
}

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "work", abstract: "Run syncs and other jobs. Settings come from the environment.")

    func run() async throws { try await Work.run() }
}
