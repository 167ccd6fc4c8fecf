import Foundation
import Postgres

extension Up {
    /// From nothing to everything up, the first syncs done and the ready file written.
    func bringUp(_ place: UpPlace, _ fleet: Fleet) async throws {
        var place = place
        guard let manifests = options.tenants ?? program.find("tenants") else { throw UpError.noTenants("tenants") }
        let postgres = try await EmbeddedPostgres(layout: place.layout, user: place.postgresUser)
        let redis = try EmbeddedRedis(layout: place.layout, user: place.redisUser)
        let notices = Notices(progress: progress)
        try await startServers(place, postgres, redis, fleet, notices)

        try DemoSecrets.write(place.layout, manifests: manifests)
        let environment = UpEnvironment(place: place, postgres: postgres, redis: redis, program: program, inherited: inherited)
        try await progress.step("Schema") { try await steps.migrate(environment.migration) }
        let tenants = try await provision(&place, environment, manifests)
        try await startProcesses(environment, fleet, notices)

        let banner = Banner(
            baseURL: environment.baseURL, metricsPort: place.ports.apiMetrics, simulatorPort: place.ports.simulator, folder: place.layout.folder,
            tenants: tenants)
        progress.say(banner.text)
        try await awaitFirstSyncs(environment)
        try await announce(ReadyFile(path: options.readyFile ?? "", baseURL: environment.baseURL, tenants: tenants), fleet, notices)
    }

    private func startServers(
        _ place: UpPlace, _ postgres: EmbeddedPostgres, _ redis: EmbeddedRedis, _ fleet: Fleet, _ notices: Notices
    ) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await progress.step("PostgreSQL") {
                    if !postgres.hasData { try await postgres.initialise(password: place.credentials.postgresAdmin) }
                    try await fleet.start(postgres.child(report: notices.report))
                    return postgres.installation.version.description
                }
            }
            group.addTask {
                try await progress.step("Redis") {
                    try await fleet.start(redis.child(password: place.credentials.redis, report: notices.report))
                    return nil
                }
            }
            try await group.waitForAll()
        }
    }

    private func provision(_ place: inout UpPlace, _ environment: UpEnvironment, _ manifests: String) async throws -> [DemoTenant] {
        let known = place.credentials.tenants
        var tenants: [DemoTenant] = []
        try await progress.step("Tenants") {
            tenants = try await steps.provision(environment.api, manifests, known)
            return tenants.map(\.slug).joined(separator: ", ")
        }
        place.credentials.tenants = tenants
        if tenants != known { try place.credentials.save(place.layout) }
        return tenants
    }

    private func startProcesses(_ environment: UpEnvironment, _ fleet: Fleet, _ notices: Notices) async throws {
        let own = OwnProcesses(environment: environment, report: notices.report)
        try await withThrowingTaskGroup { group in
            for (title, child) in [("Simulator", own.simulator), ("API", own.api), ("Worker", own.worker)] {
                group.addTask {
                    try await progress.step(title) {
                        try await fleet.start(child)
                        return nil
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Waits for the first syncs. What can not be synced is told; it is an error only to a script, which waits for the ready file.
    private func awaitFirstSyncs(_ environment: UpEnvironment) async throws {
        do {
            try await progress.step("First syncs") {
                let deadline = ContinuousClock.now + .seconds(900)
                var unfinished = ["all"]
                while !unfinished.isEmpty {
                    // A database that is too busy to answer a question is no reason to stop everything.
                    do { unfinished = try await steps.unfinishedSyncs(environment.api) } catch is DatabaseUnavailable {}
                    guard ContinuousClock.now < deadline else { throw UpError.syncsTookTooLong(unfinished.joined(separator: ", ")) }
                    if !unfinished.isEmpty { try await Task.sleep(for: .milliseconds(500)) }
                }
                return nil
            }
        } catch let error as UpError where options.readyFile == nil {
            progress.say("\(error)")
        }
    }

    private func announce(_ file: ReadyFile, _ fleet: Fleet, _ notices: Notices) async throws {
        guard options.readyFile != nil else { return }
        try file.write(pids: await fleet.pids)
        // A process that was started again has another number.
        await notices.whenBack { try? file.write(pids: await fleet.pids) }
    }
}

/// Tells people about processes that ended and came back, and scripts about their new numbers.
actor Notices {
    private let progress: Progress
    private var onBack: (@Sendable () async -> Void)?

    init(progress: Progress) { self.progress = progress }

    func whenBack(_ action: @escaping @Sendable () async -> Void) { onBack = action }

    nonisolated var report: @Sendable (SupervisedChild.Notice) async -> Void { { await self.tell($0) } }

    private func tell(_ notice: SupervisedChild.Notice) async {
        switch notice {
        case .ended(let name, let status, let delay):
            progress.say("! \(name) ended (\(status.map { "\($0)" } ?? "not ready in time")); it starts again in \(delay).")
        case .back(let name):
            progress.say("✓ \(name) is back.")
            await onBack?()
        case .cannotRestart(let name, let reason): progress.say("! \(name) can not be started: \(reason)")
        }
    }
}
