import Core
import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// A server of endpoints: one listener with everything between the socket and the handlers. Cheap to make; a process may run several.
package struct WebApplication: Service {
    package let endpoints: [Endpoint]
    private let configuration: WebConfiguration
    private let pipeline: Pipeline
    private let logger: Logger
    private let group: any EventLoopGroup
    private let executors: [any TaskExecutor]
    private let onBound: @Sendable (Int?) async -> Void

    /// - Parameters:
    ///   - endpoints: what is served; with `documentation` the API's document and its pages are added.
    ///   - observe: is told of every request when its answer is ready.
    ///   - executors: where requests are handled, those of a connection all on one; none for the global pool.
    ///   - onBound: is told the port (`nil` for a unix socket) once connections are accepted.
    package init(
        endpoints: [Endpoint], configuration: WebConfiguration = WebConfiguration(), authenticator: any Authenticator,
        limiter: any RateLimiter = UnlimitedRate(),
        audit: any AuditSink = NoAudit(), observe: (@Sendable (RequestRecord) -> Void)? = nil, logger: Logger,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, executors: [any TaskExecutor] = [],
        onBound: @escaping @Sendable (Int?) async -> Void = { _ in }
    ) {
        let all = configuration.documentation.map { documented(endpoints, $0) } ?? endpoints
        self.endpoints = all
        self.configuration = configuration
        self.logger = logger
        self.group = group
        self.executors = executors
        self.onBound = onBound
        pipeline = Pipeline(
            endpoints: all, configuration: configuration, authenticator: authenticator, limiter: limiter, audit: audit, observe: observe,
            logger: logger)
    }

    /// Serves until the service group shuts down: connections finish what they are at.
    package func run() async throws {
        var limits = ConnectionState.Limits()
        limits.idle = .nanoseconds(Int64(configuration.idleTimeout.seconds * 1e9))
        limits.request = .nanoseconds(Int64(configuration.requestDeadline.seconds * 1e9))
        let onBound = onBound
        let server = Server(
            childChannelSetup: EdgeChannel(pipeline: pipeline, limits: limits, tls: configuration.tls, executors: Rota(executors)),
            configuration: ServerConfiguration(
                address: address, backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.maxConnections, logger: logger)),
            onServerRunning: { channel in await onBound(channel.localAddress?.port) }, eventLoopGroup: group, logger: logger)
        try await server.run()
    }

    private var address: BindAddress {
        switch configuration.bind {
        case .address(let host, let port): .hostname(host, port: port)
        case .unixSocket(let path): .unixDomainSocket(path: path)
        }
    }
}
