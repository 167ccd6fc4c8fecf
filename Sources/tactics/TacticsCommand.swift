import ArgumentParser
import Glibc

/// The one binary. Each command parses its words and hands over to `App`.
@main
struct TacticsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tactics",
        abstract: "Marketing intelligence for many tenants: pulls their data, keeps it apart, and answers from it.",
        version: "0.1.0",
        subcommands: [
            UpCommand.self, ServeCommand.self, WorkCommand.self, MigrateCommand.self, TenantCommand.self, UserCommand.self, KeyCommand.self,
            ConnectorCommand.self, SimulateCommand.self, ModelCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        // A peer that hangs up must be an error of one connection and not the end of the process: hiredis writes without MSG_NOSIGNAL.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand { try await asynchronous.run() } else { try command.run() }
        } catch {
            exit(withError: error)
        }
    }
}
