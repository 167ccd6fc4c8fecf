import App
import ArgumentParser

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Run everything on this machine, with a PostgreSQL and a Redis of its own, until Ctrl-C.")

    @Option(name: .customLong("dir"), help: "The folder of data, logs and demo credentials.")
    var folder = ".tactics"

    @Option(help: "The port of the API on 127.0.0.1; 0 takes a free one.")
    var port = 8080

    @Option(help: "A file to write as JSON once all is up and the first syncs are done: address, process ids, sign-ins.")
    var readyFile: String?

    @Option(help: "The folder of tenant manifests; `tenants` of the repository unless given.")
    var tenants: String?

    @Flag(help: "Throw away what the folder holds, and start over.")
    var reset = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    }

    func run() async throws {
        let options = UpOptions(folder: folder, port: port, readyFile: readyFile, reset: reset, tenants: tenants)
        try await Up(options: options, steps: .standard).run()
    }
}
