import Core
import Logging
import Postgres
import Reactor
import Redis
import ServiceLifecycle
import Telemetry

/// What every process of the product stands on: its databases, Redis and metrics.
struct Backbone: Sendable {
    let database: Database
    let platform: PlatformDatabase
    /// Direct, for LISTEN.
    let listening: DatabaseConfiguration
    let redis: RedisClient?
    let metrics: MetricsRegistry
    /// What the clients of the databases and the requests run on.
    let reactors: [Reactor]

    /// Connects to nothing yet.
    /// - Parameter name: what PostgreSQL shows as the application's name.
    init(_ settings: DatabaseSettings, redisURL: Secret?, name: String, reactors: [Reactor] = [.shared]) throws {
        var tenant = try DatabaseConfiguration(url: settings.tenantURL.reveal(), poolSize: settings.poolSize, applicationName: name)
        tenant.usePreparedStatements = settings.usesPreparedStatements
        // Platform work is rare: two connections let one long call not hold up the next.
        var platform = try DatabaseConfiguration(url: settings.platformURL.reveal(), poolSize: 2, applicationName: "\(name) platform")
        platform.usePreparedStatements = settings.usesPreparedStatements
        self.reactors = reactors
        database = Database(tenant, reactors: reactors)
        self.platform = PlatformDatabase(platform)
        listening = try DatabaseConfiguration(url: settings.listenURL.reveal(), poolSize: 1, applicationName: "\(name) listen")
        redis = try redisURL.map { RedisClient(try RedisConfiguration(url: $0.reveal()), reactors: reactors) }
        metrics = MetricsRegistry()
        ProcessMetrics.install(in: metrics)
    }

    /// They start before and end after whatever uses them.
    var services: [any Service] { [database, platform] + (redis.map { [$0] } ?? []) }

    /// For commands that run no service group.
    func close() async {
        await database.close()
        await platform.close()
    }
}
