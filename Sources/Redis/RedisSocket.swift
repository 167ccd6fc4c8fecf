import CHiredis
import Core
import Glibc
import Reactor

/// A connected socket and hiredis' parser of what comes in. Belongs to one actor on the reactor; one who writes and one who reads at a time.
final class RedisSocket {
    private let reactor: Reactor
    private let descriptor: Int32
    /// `nil` before it connects.
    private var watch: Watch?
    private let parser: UnsafeMutablePointer<redisReader>
    private var isOpen = true
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    private init(descriptor: Int32, reactor: Reactor) throws(RedisError) {
        guard let parser = redisReaderCreate() else { throw .unavailable }
        self.parser = parser
        self.descriptor = descriptor
        self.reactor = reactor
    }

    deinit {
        if isOpen { Glibc.close(descriptor) }
        redisReaderFree(parser)
    }

    /// Connects without blocking the reactor.
    static func connect(
        to address: SocketAddress, on reactor: Reactor, until deadline: ContinuousClock.Instant, isolation: isolated (any Actor)? = #isolation
    ) async throws(RedisError) -> RedisSocket {
        // SOCK_NONBLOCK and SOCK_CLOEXEC of <bits/socket_type.h>.
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | 0o4_000 | 0o2_000_000, 0)
        guard descriptor >= 0 else { throw .unavailable }
        let connected = try RedisSocket(descriptor: descriptor, reactor: reactor)
        let started = address.connect(descriptor)
        guard started == 0 || started == EINPROGRESS else { throw .unavailable }
        do throws(ReactorError) {
            let watch = try reactor.register(descriptor)
            connected.watch = watch
            if started == EINPROGRESS { try await reactor.wait(for: .writable, on: watch, until: deadline) }
        } catch {
            connected.close()
            throw .unavailable
        }
        guard connected.pendingError == 0 else {
            connected.close()
            throw .unavailable
        }
        if address.family != AF_UNIX { connected.setOptions() }
        return connected
    }

    /// Who waits for the socket is woken. May be called again.
    func close() {
        guard isOpen else { return }
        isOpen = false
        if let watch { reactor.deregister(watch) }
        Glibc.close(descriptor)
    }

    /// Writes everything; waits while the kernel takes no more.
    func write(
        _ bytes: [UInt8], until deadline: ContinuousClock.Instant? = nil, isolation: isolated (any Actor)? = #isolation
    ) async throws(RedisError) {
        var start = 0
        while start < bytes.count {
            guard isOpen else { throw .connectionLost }
            let sent = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start, Int32(MSG_NOSIGNAL)) }
            if sent >= 0 {
                start += sent
            } else if errno == EAGAIN {
                try await ready(.writable, until: deadline)
            } else if errno != EINTR {
                throw .connectionLost
            }
        }
    }

    /// Waits for bytes and hands them to the parser; one `read` where they fit in 64 KiB.
    func receive(until deadline: ContinuousClock.Instant? = nil, isolation: isolated (any Actor)? = #isolation) async throws(RedisError) {
        try await ready(.readable, until: deadline)
        guard isOpen else { throw .connectionLost }
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { throw .connectionLost }
        let fed = buffer.withUnsafeBytes { redisReaderFeed(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), count) }
        guard fed == REDIS_OK else { throw .connectionLost }
    }

    /// The next whole reply among what was received; `nil` when there is none yet.
    func nextReply() throws(RedisError) -> RedisReply? {
        var object: UnsafeMutableRawPointer?
        guard redisReaderGetReply(parser, &object) == REDIS_OK else { throw .connectionLost }
        guard let object else { return nil }
        defer { freeReplyObject(object) }
        return RedisReply(object.assumingMemoryBound(to: redisReply.self))
    }

    /// Writes one command and waits for its reply, on a connection that nobody else uses yet.
    func exchange(
        _ command: [UInt8], until deadline: ContinuousClock.Instant, isolation: isolated (any Actor)? = #isolation
    ) async throws(RedisError) -> RedisReply {
        try await write(command, until: deadline)
        let reply = try await reply(until: deadline)
        if case .error(let code, let message) = reply { throw .server(code: code, message: message) }
        return reply
    }

    /// Waits for the next whole reply.
    func reply(until deadline: ContinuousClock.Instant, isolation: isolated (any Actor)? = #isolation) async throws(RedisError) -> RedisReply {
        while true {
            if let reply = try nextReply() { return reply }
            try await receive(until: deadline)
        }
    }

    private func ready(
        _ readiness: Readiness, until deadline: ContinuousClock.Instant?, isolation: isolated (any Actor)? = #isolation
    ) async throws(RedisError) {
        guard isOpen, let watch else { throw .connectionLost }
        do throws(ReactorError) {
            try await reactor.wait(for: readiness, on: watch, until: deadline)
        } catch {
            throw error == .timedOut ? .timedOut : .connectionLost
        }
    }

    private var pendingError: Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &size) == 0 ? value : errno
    }

    private func setOptions() {
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
        setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, size)
    }
}
