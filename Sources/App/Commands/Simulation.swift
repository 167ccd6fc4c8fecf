import Core
import Foundation
import Logging
import ServiceLifecycle
import Simulator

/// `tactics simulate`: the simulated businesses behind the platforms' APIs, or what is true of one of them.
package struct Simulation: Sendable {
    private let configuration: SimulatorConfiguration

    /// - Parameters:
    ///   - port: on 127.0.0.1; 0 takes a free one.
    ///   - days: of history; `nil` keeps the simulator's own number.
    ///   - customers: of each business; `nil` keeps the simulator's own number.
    ///   - campaigns: on each ad platform; `nil` keeps the simulator's own number.
    ///   - isUnlimited: whether no call is refused for being one too many.
    package init(port: Int, days: Int? = nil, customers: Int? = nil, campaigns: Int? = nil, isUnlimited: Bool = false) {
        var configuration = SimulatorConfiguration()
        configuration.port = port
        if let days { configuration.days = days }
        if let customers { configuration.customers = customers }
        if let campaigns { configuration.parameters.campaignsPerPlatform = campaigns }
        if isUnlimited { configuration.liftLimits() }
        self.configuration = configuration
    }

    /// Serves until SIGINT or SIGTERM.
    package func run() async throws {
        let logger = Logger(label: "simulator")
        let server = SimulatorServer(configuration, logger: logger)
        try await ProcessServices.run([server], logger: logger)
    }

    /// Writes the business of a seed as JSON: its days, entities, facts, orders, customers and parameters.
    package func writeTruth(seed: UInt64, to path: String) throws {
        let truth = Simulator(configuration).business(seed).truth()
        try Data(truth.encoded() + [0x0A]).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
