import App
import ArgumentParser

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Print every setting and check what the product rests on. Ends with 1 when something is wrong.")

    func run() async throws {
        let isHealthy = await Doctor.run { print($0) }
        if !isHealthy { throw ExitCode.failure }
    }
}
