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
        try await begin(script, keys: keys, arguments, within: limit).reply()
    }

    /// Sends a script on its way. Its reply is asked for later, and its time runs from now on.
    nonisolated(nonsending) package func begin(
        _ script: RedisScript, keys: [RedisKey], _ arguments: [RedisArgument] = [], within limit: Duration? = nil
    ) async throws -> RedisRun {
        let known = scripts.withLock { $0[script.source] }
        let digest = if let known { known } else { try await load(script, within: limit) }
        let words = keys.map { RedisArgument.key($0) } + arguments
        let limit = limit ?? configuration.deadline
        return RedisRun(pending: try await queue(evaluation(digest, keys.count, words), within: limit), limit: limit) {
            try self.evaluation(await self.load(script, within: limit), keys.count, words)
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

    /// Queues a command; without a switch of executors for a task that runs on the link's thread, as those of requests do.
    nonisolated(nonsending) private func queue(_ command: [UInt8], within limit: Duration) async throws -> PendingReply {
        let link = link
        if let pending = try link.queueAtOnce(command, within: limit) { return pending }
        return try await link.queue(command, within: limit)
    }

    nonisolated(nonsending) private func load(_ script: RedisScript, within limit: Duration?) async throws -> String {
        guard let digest = try await command(["SCRIPT", "LOAD", .text(script.source)], within: limit).string else { throw RedisError.unexpectedReply }
        scripts.withLock { $0[script.source] = digest }
        return digest
    }

    /// - Parameter words: the keys, then the arguments.
    private func evaluation(_ digest: String, _ keys: Int, _ words: [RedisArgument]) throws(RedisError) -> [UInt8] {
        try RedisCommand.encode(["EVALSHA", .text(digest), .integer(keys)] + words)
    }
}

/// A script that is on its way.
package struct RedisRun: Sendable {
    let pending: PendingReply
    let limit: Duration
    /// The command once more, after the server has got the script that it did not know.
    let again: nonisolated(nonsending) @Sendable () async throws -> [UInt8]

    /// Waits for the reply.
    /// - Throws: `RedisError`, `.server` for a refusal; `CancellationError`.
    nonisolated(nonsending) package func reply() async throws -> RedisReply {
        do {
            return try await pending.reply()
        } catch RedisError.server(code: "NOSCRIPT", message: _) {
            return try await pending.link.send(again(), within: limit)
        }
    }
}

/// A Lua script that the server keeps and runs by its digest.
package struct RedisScript: Sendable, Hashable {
    package let source: String

    package init(_ source: StaticString) { self.source = "\(source)" }
}
