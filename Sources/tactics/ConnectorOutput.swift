import App
import ArgumentParser
import Core

/// How a command about connectors says what came of it.
struct ConnectorOutput: ParsableArguments {
    @Flag(help: "Print JSON for programs, refusals too.")
    var json = false

    /// Prints the answer. With --json a failure is printed as well, and the command ends with 1.
    func print(_ body: () async throws -> ConnectorAnswer) async throws {
        do {
            let answer = try await body()
            Swift.print(json ? answer.document.description : answer.text)
        } catch  where json {
            Swift.print(ConnectorAnswer.failure(error))
            throw ExitCode.failure
        }
    }
}
