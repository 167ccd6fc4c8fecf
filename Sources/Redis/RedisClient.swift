package import Logging
package import Reactor
package import ServiceLifecycle
import Synchronization

/// A client of one Redis server: one shared connection for each reactor, with automatic pipelining, which comes back by itself. While it is down
/// every call fails at once.
///
/// Works while `run()` runs, as a service of the process. Calls made before the first connection stands wait for it within their deadline.
package final class RedisClient: Service {
    package let configuration: RedisConfiguration
    private let links: [RedisLink]
    private let logger: Logger
    // Shared by all callers of the client: the names that the server gave to scripts.
    private let scripts = Mutex<[String: String]>([:])

    /// - Parameter reactors: each has a connection of its own. A task that runs on one of them uses that one, any other task the first.
    package init(_ configuration: RedisConfiguration, logger: Logger = Logger(label: "redis"), reactors: [Reactor] = [.shared]) {
        self.configuration = configuration
        self.logger = logger
        links = reactors.map { RedisLink(configuration: configuration, logger: logger, reactor: $0) }
    }

    private var link: RedisLink { links.first { $0.reactor.isCurrent } ?? links[0] }

    /// Keeps the connection until the service is told to stop.
    package func run() async {
        // On the reactor's thread all along: what waits for the socket wakes without a change of thread.
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                for link in self.links { group.addTask(executorPreference: link.reactor) { await link.run() } }
            }
        }
    }

    /// Sends a command and waits for its reply, no longer than `limit` (`configuration.deadline` when not given).
    /// - Throws: `RedisError`, `.server` for a refusal; `CancellationError`.
    nonisolated(nonsending) package func command(_ arguments: [RedisArgument], within limit: Duration? = nil) async throws -> RedisReply {
        try await link.send(RedisCommand.encode(arguments), within: limit ?? configuration.deadline)
    }

    /// Whether the connection stands now; with several reactors, that of each.
    package var isConnected: Bool {
        get async {
            for link in links where await !link.isUp { return false }
            return true
        }
    }

    /// Runs a script by its digest; loads it where the server does not know it (any more).
    nonisolated(nonsending) package func run(
        _ script: RedisScript, keys: [RedisKey], _ arguments: [RedisArgument] = [], within limit: Duration? = nil
    ) async throws -> RedisReply {
        let known = scripts.withLock { $0[script.source] }
        let digest = if let known { known } else { try await load(script, within: limit) }
        do {
            return try await evaluate(digest, keys, arguments, within: limit)
        } catch RedisError.server(code: "NOSCRIPT", message: _) {
            return try await evaluate(load(script, within: limit), keys, arguments, within: limit)
        }
    }

    /// Sends a message to who listens now; how many those were on this server.
    package func publish(_ message: [UInt8], to channel: RedisKey, within limit: Duration? = nil) async throws -> Int {
        Int(try await command(["PUBLISH", .key(channel), .bytes(message)], within: limit).integer ?? 0)
    }

    /// Listens to a channel on a connection of its own, from the first `next()` on until the sequence is dropped or its task cancelled.
    package func subscribe(_ channel: RedisKey) -> RedisMessages {
        RedisMessages(channel: channel, configuration: configuration, logger: logger, reactor: links[0].reactor)
    }

    private func load(_ script: RedisScript, within limit: Duration?) async throws -> String {
        guard let digest = try await command(["SCRIPT", "LOAD", .text(script.source)], within: limit).string else { throw RedisError.unexpectedReply }
        scripts.withLock { $0[script.source] = digest }
        return digest
    }

    nonisolated(nonsending) private func evaluate(
        _ digest: String, _ keys: [RedisKey], _ arguments: [RedisArgument], within limit: Duration?
    ) async throws -> RedisReply {
        try await command(["EVALSHA", .text(digest), .integer(keys.count)] + keys.map { .key($0) } + arguments, within: limit)
    }
}

/// A Lua script that the server keeps and runs by its digest.
package struct RedisScript: Sendable, Hashable {
    package let source: String

    package init(_ source: StaticString) { self.source = "\(source)" }
}
