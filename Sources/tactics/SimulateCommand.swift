import App
import ArgumentParser

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serve simulated businesses through the APIs of advertising and shop platforms. A test double, on loopback.")

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port = 8190

    @Option(help: "Days of history that every business has.")
    var days: Int?

    @Option(help: "Customers that every business has.")
    var customers: Int?

    @Option(help: "Campaigns that every business has on each of its advertising platforms.")
    var campaigns: Int?

    @Flag(help: "Refuse no call for being one too many: for measuring.")
    var unlimited = false

    @Option(name: .customLong("truth"), help: "Write what is true of the business of --seed as JSON to this file, and end.")
    var truthFile: String?

    @Option(help: "The business that --truth is about.")
    var seed: UInt64 = 1

    func run() async throws {
        let simulation = Simulation(port: port, days: days, customers: customers, campaigns: campaigns, isUnlimited: unlimited)
        if let truthFile { try simulation.writeTruth(seed: seed, to: truthFile) } else { try await simulation.run() }
    }
}
