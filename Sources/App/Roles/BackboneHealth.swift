import Health
import Postgres
import Redis

extension Backbone {
    /// Whether the databases and Redis answer, and whether tenants are kept apart.
    var healthChecks: [HealthCheck] {
        [
            HealthCheck("database", isEssential: true) { [database] in
                do {
                    try await database.ping()
                    return .ok
                } catch { return .down("It does not answer.") }
            },
            HealthCheck("isolation", isEssential: true) { [database] in
                do {
                    let faults = try await SchemaGate.faults(database)
                    return faults.isEmpty ? .ok : .down("Row-level security has \(faults.count) fault(s).")
                } catch { return .down("It can not be checked.") }
            },
            HealthCheck("redis", isEssential: false) { [redis] in
                guard let redis else { return .degraded("It is not set up: limits count per process, and nothing is cached.") }
                return await redis.isConnected ? .ok : .degraded("It does not answer: limits count per process, and nothing is cached.")
            },
        ]
    }
}
