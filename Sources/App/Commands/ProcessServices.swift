import Logging
import ServiceLifecycle
import UnixSignals

/// The services of one process, run until SIGINT or SIGTERM, then ended in the opposite order: whoever uses a thing ends before it.
enum ProcessServices {
    /// - Parameter patience: how long they may take to end what they are at; afterwards they are cancelled.
    static func run(_ services: [any Service], patience: Duration = .seconds(15), logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
        configuration.maximumGracefulShutdownDuration = patience
        configuration.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
    }
}
