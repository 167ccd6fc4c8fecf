import Console
import Core
import Foundation
import Health
import Identity
import Logging
import NIOCore
import NIOSSL
import Postgres
import Reactor
import ServiceLifecycle
import Telemetry
import Tenants
import Web

/// `tactics serve`: the API, the console, and the internal listener. Stateless: run as many as you like.
package enum Serve {
    /// Serves until SIGINT or SIGTERM.
    /// - Throws: `SettingsError`, `SchemaRefusal`, or what a server said.
    package static func run(_ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current) async throws {
        let settings = try ServeSettings(environment, program: program)
        Logs.begin(settings.process.logLevel)
        let logger = Logger(label: "serve")
        // The event loops only move bytes, the smaller part of the work: one for two reactors finds more to do each time it wakes. An operator who tells
        // NIO otherwise is heard. NIO takes this once in a process, before its first use.
        if environment["NIO_SINGLETON_GROUP_LOOP_COUNT"] == nil { NIOSingletons.groupLoopCountSuggestion = max(1, settings.reactors / 2) }
        let backbone = try Backbone(
            settings.database, redisURL: settings.process.redisURL, name: "tactics serve", reactors: Reactor.crew(settings.reactors))
        try await SchemaGate(folder: program.find("migrations") ?? "migrations").check(backbone.database, backbone.platform)
        let slices = try Slices(backbone, keys: settings.keys, connectors: settings.connectors)
        let application = try application(settings, backbone, slices, logger)
        let listener = Listener(backbone.listening, logger: logger)
        var services = backbone.services + [AuditWriter(trail: slices.audit), AccessWatcher(identity: slices.identity, listener: listener)]
        if let port = settings.process.metricsPort {
            services.append(InternalListener.application(port: port, checks: backbone.healthChecks, metrics: backbone.metrics, logger: logger))
        }
        try await ProcessServices.run(services + [application], logger: logger)
    }

    private static func application(_ settings: ServeSettings, _ backbone: Backbone, _ slices: Slices, _ logger: Logger) throws -> WebApplication {
        let health = Health(checks: backbone.healthChecks) { backbone.metrics.prometheusText() }
        let console = try slices.console(
            key: settings.keys.derived("console forms"), isSecure: settings.http.publicURL.hasPrefix("https://"), backbone)
        return WebApplication(
            endpoints: slices.endpoints + health.endpoints + console.endpoints, configuration: try configuration(settings, slices, backbone),
            authenticator: slices.identity.authenticator, limiter: backbone.limiter, audit: slices.audit,
            observe: RequestMetrics(registry: backbone.metrics).observe, logger: logger, executors: backbone.reactors)
    }

    private static func configuration(_ settings: ServeSettings, _ slices: Slices, _ backbone: Backbone) throws -> WebConfiguration {
        var configuration = WebConfiguration(bind: .address(host: settings.http.host, port: settings.http.port))
        configuration.tls = try settings.http.tls.map(TLS.context)
        configuration.isBehindTLS = settings.http.publicURL.hasPrefix("https://")
        configuration.trustedProxies = TrustedProxies(settings.http.trustedProxies)
        configuration.cursors = try Cursors(key: settings.keys.derived("cursors"))
        configuration.logsRequests = settings.process.logLevel <= .info
        configuration.documentation = .init(
            title: "Tactics", about: "Marketing intelligence for many tenants.", problems: Slices.problems)
        let origins = AllowedOrigins(operators: Set(settings.http.corsOrigins), database: backbone.database, platform: backbone.platform)
        configuration.allowsOrigin = { await origins.allow($0, $1) }
        return configuration
    }
}

/// The server's own TLS.
enum TLS {
    /// TLS 1.2 at least, with a certificate chain and its key in PEM files.
    static func context(_ files: HTTPSettings.TLSFiles) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }
}
