import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// How long the parts of a call may take, and how many clients are kept.
package struct TransportConfiguration: Sendable, Hashable {
    package var connect: Duration
    /// Between two pieces of a response.
    package var read: Duration
    /// How long the checked addresses of a host are used before it is resolved again.
    package var resolution: Duration
    /// Clients, one for each host and address, that are kept with their connections.
    package var clients: Int

    package init(connect: Duration = .seconds(5), read: Duration = .seconds(30), resolution: Duration = .seconds(30), clients: Int = 64) {
        self.connect = connect
        self.read = read
        self.resolution = resolution
        self.clients = clients
    }
}

/// The connections of the process to the outside: one client per host and checked address, so that a call goes to the address that was checked and
/// to no other, with the host's own name in SNI and `Host` (decisions 7). All share NIO's event loops. Close it at the end.
package actor OutboundTransport {
    private struct Key: Hashable {
        let host: String
        let address: IPAddress?
    }

    private let configuration: TransportConfiguration
    private let resolver: AddressResolver
    private var clients: [Key: PooledClient] = [:]
    private var resolved: [String: (addresses: [IPAddress], until: ContinuousClock.Instant)] = [:]
    private var isClosed = false

    package init(_ configuration: TransportConfiguration = TransportConfiguration(), resolver: AddressResolver = .system) {
        self.configuration = configuration
        self.resolver = resolver
    }

    /// A client that is bound to a checked address of the host.
    /// - Throws: `EgressRefusal` when any address of the host is not public.
    func client(for host: String) async throws -> ClientLease {
        let addresses = try await checkedAddresses(of: host)
        // Connections that exist are better than new ones; otherwise the resolver's order decides.
        let address = addresses.first { clients[Key(host: host, address: $0)] != nil } ?? addresses[0]
        return try await lease(Key(host: host, address: address))
    }

    /// A client for an operator's own base URL.
    func client(forMapped host: String) async throws -> ClientLease { try await lease(Key(host: host, address: nil)) }

    /// Forgets what a host resolved to, after a connection to it failed.
    func forget(_ host: String) { resolved[host] = nil }

    /// Closes all connections; calls that still run fail.
    package func close() async {
        isClosed = true
        let all = clients.values
        clients = [:]
        for client in all { try? await client.client.shutdown() }
    }

    private func checkedAddresses(of host: String) async throws -> [IPAddress] {
        if let known = resolved[host], known.until > .now { return known.addresses }
        let addresses = try EgressPolicy.admit(await resolver.addresses(of: host))
        if resolved.count >= 1_024 { resolved = [:] }
        resolved[host] = (addresses, .now + configuration.resolution)
        return addresses
    }

    private func lease(_ key: Key) async throws -> ClientLease {
        guard !isClosed else { throw OutboundError(.connection, "the client is closed") }
        let pooled: PooledClient
        if let known = clients[key] {
            pooled = known
        } else {
            pooled = PooledClient(
                client: HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: settings(key)))
            clients[key] = pooled
        }
        let lease = pooled.lend()
        await evict()
        return lease
    }

    /// Closes idle clients past the bound, the longest unused first.
    private func evict() async {
        guard clients.count > configuration.clients else { return }
        let idle = clients.filter { $0.value.isIdle }.sorted { $0.value.lastUsed < $1.value.lastUsed }.prefix(clients.count - configuration.clients)
        for (key, _) in idle { clients[key] = nil }
        for (_, pooled) in idle { try? await pooled.client.shutdown() }
    }

    private func settings(_ key: Key) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        var settings = HTTPClient.Configuration(tlsConfiguration: tls)
        settings.redirectConfiguration = .disallow
        settings.timeout = .init(connect: .init(configuration.connect), read: .init(configuration.read))
        settings.httpVersion = .http1Only
        settings.connectionPool = .init(idleTimeout: .seconds(50))
        if let address = key.address { settings.dnsOverride = [key.host: address.description] }
        return settings
    }
}
