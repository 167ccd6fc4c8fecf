import Core
import Foundation
import Simulator

/// The settings that one start gives to its children.
struct UpEnvironment: Sendable {
    let place: UpPlace
    let postgres: EmbeddedPostgres
    let redis: EmbeddedRedis
    let program: Program
    let inherited: [String: String]

    /// The platforms that the simulator stands for, each under a prefix of its own.
    static let simulated = [
        "meta", "google-ads", "tiktok", "snapchat", "linkedin", "shopify", "stripe", "klaviyo", "google-analytics", "search-console",
    ]

    /// The host of a new connector, which nobody can own (RFC 2606).
    private static let exampleHost = "api.example.com"

    /// The application that the simulated consent screens know: consents open the business of the demo tenant north.
    private static let application = "sim-\(DemoSecrets.seed(of: "north"))-app"

    var baseURL: String { "http://127.0.0.1:\(place.ports.api)" }

    /// For `serve` and for the commands that run inside `up`.
    var api: [String: String] { common.merging([Setting.metricsPort.name: String(place.ports.apiMetrics)]) { $1 } }

    var worker: [String: String] { common.merging([Setting.metricsPort.name: String(place.ports.workerMetrics)]) { $1 } }

    var migration: [String: String] {
        let admin = postgres.url(role: EmbeddedPostgres.administrator, password: place.credentials.postgresAdmin)
        return common.merging([Setting.adminURL.name: admin.reveal()]) { $1 }
    }

    /// The simulator for each platform, and for the host that new connectors ask; what is named besides stays.
    private var baseURLs: String {
        let simulator = "http://127.0.0.1:\(place.ports.simulator)"
        let own = Self.simulated.map { "\($0)=\(simulator)/\($0)" } + ["\(Self.exampleHost)=\(simulator)/example"]
        let others = (inherited[Setting.connectorBaseURLs.name] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let names = Set(Self.simulated + [Self.exampleHost])
        return (own + others.filter { !names.contains(String($0.prefix { $0 != "=" })) && !$0.isEmpty }).joined(separator: ",")
    }

    private var common: [String: String] {
        let credentials = place.credentials
        let own: [Setting: String] = [
            .databaseURL: postgres.url(role: "tactics_app", password: credentials.postgresApp).reveal(),
            .platformURL: postgres.url(role: "tactics_platform", password: credentials.postgresPlatform).reveal(),
            .redisURL: redis.url(password: credentials.redis).reveal(),
            .masterKey: credentials.masterKey, .tokenKeys: credentials.tokenKey, .cursorKey: credentials.cursorKey,
            .secretsFile: place.layout.secrets,
            .host: "127.0.0.1", .port: String(place.ports.api),
            .connectorBaseURLs: baseURLs,
            .oauthClients: SimulatedConsent.platforms.map { "\($0)=\(Self.application):\(Self.application)-secret" }.joined(separator: ","),
        ]
        var environment = inherited
        // An inherited setting that names a file or another server must not win over the folder's own.
        for setting in Setting.all where setting.isSecret { environment[setting.fileVariable] = nil }
        environment[Setting.adminURL.name] = nil
        for (setting, value) in own { environment[setting.name] = value }
        // A crash is to be restarted at once, not to be studied for minutes.
        environment["SWIFT_BACKTRACE"] = inherited["SWIFT_BACKTRACE"] ?? "enable=no"
        return environment
    }
}
