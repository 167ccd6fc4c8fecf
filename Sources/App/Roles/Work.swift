import ConnectorHost
import Core
import Foundation
import Jobs
import Logging
import Postgres
import ServiceLifecycle
import Syncs

/// `tactics work`: takes jobs of its queues and queues the syncs that are due. Run as many as you like.
package enum Work {
    /// Works until SIGINT or SIGTERM.
    /// - Throws: `SettingsError`, `SchemaRefusal`, or what a server said.
    package static func run(_ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current) async throws {
        let settings = try WorkSettings(environment, program: program)
        Logs.begin(settings.process.logLevel)
        let logger = Logger(label: "work")
        let backbone = try Backbone(settings.database, redisURL: settings.process.redisURL, name: "tactics work")
        try await SchemaGate(folder: program.find("migrations") ?? "migrations").check(backbone.database, backbone.platform)
        let slices = try Slices(backbone, keys: settings.keys, connectors: settings.connectors)
        try settings.connectors.requireBundled(slices.catalog)
        for refusal in slices.catalog.refusals { logger.error("a connector is refused", metadata: ["reason": "\(refusal.sentence)"]) }
        var services = backbone.services + [AuditWriter(trail: slices.audit)]
        if let port = settings.process.metricsPort {
            services.append(InternalListener.application(port: port, checks: backbone.healthChecks, metrics: backbone.metrics, logger: logger))
        }
        services += [
            worker(settings, backbone, slices, logger), slices.syncs.scheduler, slices.webhooks.sweeper,
            JobSweeper(board: JobBoard(backbone.platform), logger: logger),
            UploadSweeper(exchange: slices.exchange, platform: backbone.platform, logger: logger),
        ]
        // A sync hands its lease back when it is told to end; its connector has ten seconds to notice.
        try await ProcessServices.run(services, patience: .seconds(20), logger: logger)
    }

    private static func worker(_ settings: WorkSettings, _ backbone: Backbone, _ slices: Slices, _ logger: Logger) -> Worker {
        let queues = settings.queues.map { (JobQueueName(rawValue: $0), settings.concurrency) }
        let name = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
        return Worker(
            platform: backbone.platform, handlers: [slices.syncs.handler, slices.webhooks.handler],
            configuration: WorkerConfiguration(queues: Dictionary(queues) { first, _ in first }, name: name),
            listener: Listener(backbone.listening, logger: logger), logger: logger)
    }
}

/// Removes jobs that ended long ago, once a day.
struct JobSweeper: Service {
    let board: JobBoard
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    _ = try await board.prune(finishedBefore: .now - .seconds(30 * 86_400))
                } catch {
                    logger.warning("ended jobs could not be removed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(86_400))
            }
        }
    }
}
