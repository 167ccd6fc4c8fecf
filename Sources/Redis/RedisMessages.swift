package import Logging
package import Reactor

/// What is heard on a channel.
package enum RedisEvent: Sendable, Hashable {
    /// Listening has begun. After the first time it means that the connection had broken: messages may have been missed.
    case listening
    case message([UInt8])
}

/// The messages of one channel, for as long as somebody asks for the next. Ends when the asking task is cancelled.
package struct RedisMessages: AsyncSequence, Sendable {
    package typealias Element = RedisEvent
    package typealias Failure = Never

    private let channel: RedisKey
    private let configuration: RedisConfiguration
    private let logger: Logger
    private let reactor: Reactor

    init(channel: RedisKey, configuration: RedisConfiguration, logger: Logger, reactor: Reactor) {
        self.channel = channel
        self.configuration = configuration
        self.logger = logger
        self.reactor = reactor
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(subscription: RedisSubscription(channel: channel, configuration: configuration, logger: logger, reactor: reactor))
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let subscription: RedisSubscription

        package mutating func next() async -> RedisEvent? { await subscription.next() }

        package mutating func next(isolation actor: isolated (any Actor)?) async -> RedisEvent? { await subscription.next() }
    }
}

/// The connection behind one iterator.
private actor RedisSubscription {
    private let channel: RedisKey
    private let configuration: RedisConfiguration
    private let logger: Logger
    private let reactor: Reactor
    private var socket: RedisSocket?
    private var backoff: Backoff

    /// How long silence may last before the server is asked whether it still lives, and how long it then has to answer.
    private static let silence = Duration.seconds(30)
    private static let answer = Duration.seconds(5)

    init(channel: RedisKey, configuration: RedisConfiguration, logger: Logger, reactor: Reactor) {
        self.channel = channel
        self.configuration = configuration
        self.logger = logger
        self.reactor = reactor
        backoff = Backoff(longest: configuration.longestBackoff)
    }

    isolated deinit { socket?.close() }

    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    func next() async -> RedisEvent? {
        while !Task.isCancelled {
            do throws(RedisError) {
                guard let socket else {
                    try await listen()
                    return .listening
                }
                if let message = try await message(from: socket) { return .message(message) }
            } catch {
                await recover(from: error)
            }
        }
        socket?.close()
        socket = nil
        return nil
    }

    private func listen() async throws(RedisError) {
        let socket = try await RedisGreeting.connect(configuration, on: reactor)
        do throws(RedisError) {
            _ = try await socket.exchange(RedisCommand.encode(["SUBSCRIBE", .key(channel)]), until: .now + configuration.connectTimeout)
        } catch {
            socket.close()
            throw error
        }
        self.socket = socket
        backoff.succeeded()
    }

    /// The next message; `nil` for another kind of reply.
    private func message(from socket: RedisSocket) async throws(RedisError) -> [UInt8]? {
        let reply: RedisReply
        do throws(RedisError) {
            reply = try await socket.reply(until: .now + Self.silence)
        } catch .timedOut {
            try await socket.write(RedisCommand.encode(["PING"]), until: .now + Self.answer)
            reply = try await socket.reply(until: .now + Self.answer)
        }
        guard let parts = reply.array, parts.count == 3, parts[0].string == "message" else { return nil }
        return parts[2].bytes
    }

    private func recover(from error: RedisError) async {
        socket?.close()
        socket = nil
        guard !Task.isCancelled else { return }
        let pause = backoff.next()
        logger.warning("A subscription to Redis is down", metadata: ["reason": "\(error)", "attempt": "\(backoff.failures)"])
        try? await reactor.sleep(until: .now + pause)
    }
}
