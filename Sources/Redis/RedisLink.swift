import Logging
import Reactor

/// The one connection that all commands of a client on one reactor share. It runs on that reactor: what many callers queue in one turn of its loop
/// goes out in one `write`, and replies come back by order.
actor RedisLink {
    private enum State {
        /// The first connection is being made; calls wait for it.
        case starting
        case up
        /// Calls fail at once.
        case down
    }

    private let configuration: RedisConfiguration
    private let logger: Logger
    nonisolated let reactor: Reactor
    private var state = State.starting
    private var socket: RedisSocket?
    private var calls = CallQueue()
    private var outgoing: [UInt8] = []
    private var idleWriter: Ticket?
    private var received = 0
    private var backoff: Backoff

    init(configuration: RedisConfiguration, logger: Logger, reactor: Reactor) {
        self.configuration = configuration
        self.logger = logger
        self.reactor = reactor
        backoff = Backoff(longest: configuration.longestBackoff)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    var isUp: Bool { state == .up }

    /// Queues a command and waits for its reply.
    func send(_ command: [UInt8], within limit: Duration) async throws -> RedisReply {
        try await reply(to: queue(command, within: limit))
    }

    /// Queues a command, whose reply may be asked for later; the time for it begins now.
    func queue(_ command: [UInt8], within limit: Duration) throws -> PendingReply {
        guard state != .down else { throw RedisError.unavailable }
        guard calls.count < configuration.longestQueue else { throw RedisError.overloaded }
        let call = RedisCall(ticket: reactor.newTicket(), mark: received)
        calls.append(call)
        outgoing += command
        wakeWriter()
        return PendingReply(link: self, call: call, deadline: .now + limit)
    }

    /// The same for who runs on the link's thread already; `nil`, and nothing is queued, for anybody else.
    nonisolated func queueAtOnce(_ command: [UInt8], within limit: Duration) throws -> PendingReply? {
        guard reactor.isCurrent else { return nil }
        return try assumeIsolated { try $0.queue(command, within: limit) }
    }

    /// What has become of a command by now, for who runs on the link's thread; `nil` for anybody else.
    nonisolated func outcomeAtOnce(of pending: PendingReply) -> Result<RedisReply, RedisError>? {
        guard reactor.isCurrent else { return nil }
        return assumeIsolated { _ in pending.call.outcome }
    }

    func reply(to pending: PendingReply) async throws -> RedisReply { try await wait(for: pending.call, until: pending.deadline) }

    /// Keeps the connection until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let reason = await serve()
            fail(with: .unavailable)
            guard !Task.isCancelled else { break }
            let pause = backoff.next()
            logger.warning("The connection to Redis is down", metadata: ["reason": "\(reason)", "attempt": "\(backoff.failures)"])
            try? await reactor.sleep(until: .now + pause)
        }
        fail(with: .unavailable)
    }

    // MARK: One connection

    /// Connects, greets and works until the connection breaks; why it did.
    private func serve() async -> RedisError {
        do throws(RedisError) {
            socket = try await RedisGreeting.connect(configuration, on: reactor)
        } catch {
            return error
        }
        if backoff.failures > 0 { logger.info("The connection to Redis is up again") }
        backoff.succeeded()
        state = .up
        return await withTaskGroup(of: RedisError.self) { group in
            group.addTask { await self.readReplies() }
            group.addTask { await self.writeCommands() }
            let reason = await group.next() ?? .connectionLost
            discard()
            await group.waitForAll()
            return reason
        }
    }

    private func readReplies() async -> RedisError {
        do throws(RedisError) {
            while let socket {
                try await socket.receive()
                received += 1
                while let reply = try socket.nextReply() {
                    guard let call = calls.popFirst() else { throw .unexpectedReply }
                    finish(call, .success(reply))
                }
            }
        } catch {
            return error
        }
        return .connectionLost
    }

    private func writeCommands() async -> RedisError {
        do {
            while let socket {
                if outgoing.isEmpty {
                    let ticket = reactor.newTicket()
                    idleWriter = ticket
                    try await reactor.park(ticket, until: nil)
                } else {
                    var batch: [UInt8] = []
                    swap(&batch, &outgoing)
                    try await socket.write(batch)
                }
            }
        } catch {
            return .connectionLost
        }
        return .connectionLost
    }

    private func wakeWriter() {
        guard let writer = idleWriter else { return }
        idleWriter = nil
        _ = reactor.unpark(writer)
    }

    // MARK: Ends

    private func wait(for call: RedisCall, until deadline: ContinuousClock.Instant) async throws -> RedisReply {
        if call.outcome == nil {
            do {
                try await reactor.park(call.ticket, until: deadline)
            } catch let error as ReactorError where call.outcome == nil {
                throw leave(call, because: error)
            } catch {}
        }
        return try Self.reply(of: call.outcome ?? .failure(.connectionLost))
    }

    /// A refusal is an error.
    static func reply(of outcome: Result<RedisReply, RedisError>) throws(RedisError) -> RedisReply {
        let reply = try outcome.get()
        if case .error(let code, let message) = reply { throw RedisError.server(code: code, message: message) }
        return reply
    }

    /// The caller goes; its place stays in the queue and swallows the reply. When nothing at all has come since the command was queued, the server
    /// does not answer any more, and the connection goes too.
    private func leave(_ call: RedisCall, because reason: ReactorError) -> any Error {
        guard reason == .timedOut else { return CancellationError() }
        if call.mark == received, state == .up { discard() }
        return RedisError.timedOut
    }

    /// Closes the connection; all who wait are told, and the tasks that serve it end.
    private func discard() {
        socket?.close()
        socket = nil
        fail(with: .connectionLost)
        wakeWriter()
    }

    private func fail(with error: RedisError) {
        state = .down
        outgoing = []
        for call in calls.takeAll() { finish(call, .failure(error)) }
    }

    private func finish(_ call: RedisCall, _ outcome: Result<RedisReply, RedisError>) {
        call.outcome = outcome
        _ = reactor.unpark(call.ticket)
    }
}
