import Glibc
import Testing

@testable import Reactor

/// A connected pair of sockets, one end of which an actor on a reactor reads.
private actor Reader {
    private let reactor: Reactor
    nonisolated let descriptor: Int32
    nonisolated let peer: Int32

    init(reactor: Reactor = .shared) {
        var pair: [Int32] = [0, 0]
        _ = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | 0o4_000, 0, &pair)
        (descriptor, peer) = (pair[0], pair[1])
        self.reactor = reactor
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private var watch = Watch(descriptor: -1, serial: 0)

    func register() throws { watch = try reactor.register(descriptor) }

    func deregister() { reactor.deregister(watch) }

    func hasUnreadEvent() -> Bool { reactor.hasUnreadEvent(watch) }

    func isOnReactor() -> Bool { reactor.isCurrent }

    func readByte(within limit: Duration? = nil) async throws(ReactorError) -> UInt8 {
        let deadline = limit.map { ContinuousClock.now + $0 }
        var byte: UInt8 = 0
        // An event may be older than the last read: only what is there counts. The end of the stream is an answer too.
        var count = 0
        repeat {
            try await reactor.wait(for: .readable, on: watch, until: deadline)
            count = read(descriptor, &byte, 1)
        } while count < 0 && errno == EAGAIN
        return byte
    }

    func waitUntilWritable() async throws(ReactorError) { try await reactor.wait(for: .writable, on: watch) }

    /// Is cancelled and unparked, in either order, before it waits.
    func parkCancelled(unparkedFirst: Bool) async -> (wasUnparked: Bool, outcome: Result<Void, ReactorError>) {
        let ticket = reactor.newTicket()
        let wasUnparked = unparkedFirst && reactor.unpark(ticket)
        withUnsafeCurrentTask { $0?.cancel() }
        do throws(ReactorError) {
            try await reactor.park(ticket, until: .now + .seconds(5))
            return (wasUnparked, .success(()))
        } catch {
            return (wasUnparked || reactor.unpark(ticket), .failure(error))
        }
    }

    func sleep(_ duration: Duration) async throws(ReactorError) { try await reactor.sleep(until: .now + duration) }

    nonisolated func send(_ bytes: UInt8...) { _ = write(peer, bytes, bytes.count) }

    deinit {
        close(descriptor)
        close(peer)
    }
}

struct ReactorTests {
    @Test func `A task that prefers a reactor runs on its thread, also after an actor of it was called, and leaves it for a pool's`() async throws {
        let reactor = Reactor(name: "tasks")
        let reader = Reader(reactor: reactor)

        try await withTaskExecutorPreference(reactor) {
            #expect(reactor.isCurrent)
            try await reader.register()
            #expect(await reader.isOnReactor())
            #expect(reactor.isCurrent)
            async let byte = reader.readByte()
            await Task.yield()
            reader.send(7)
            #expect(try await byte == 7)
            #expect(reactor.isCurrent)
            await withTaskExecutorPreference(globalConcurrentExecutor) { #expect(!reactor.isCurrent) }
            #expect(reactor.isCurrent)
        }
        #expect(!reactor.isCurrent)
    }

    @Test func `An actor on a reactor waits for its socket and reads`() async throws {
        let reader = Reader()
        try await reader.register()

        async let byte = reader.readByte()
        reader.send(42)

        #expect(try await byte == 42)
        #expect(await reader.isOnReactor())
        await reader.deregister()
    }

    @Test func `What came while nobody waited is not lost`() async throws {
        let reader = Reader()
        try await reader.register()

        reader.send(1, 2, 3)
        while await !reader.hasUnreadEvent() { try await reader.sleep(.milliseconds(1)) }

        for expected in [1, 2, 3] as [UInt8] { #expect(try await reader.readByte() == expected) }
        await reader.deregister()
    }

    @Test func `A wait ends at its deadline, and the next one works`() async throws {
        let reader = Reader()
        try await reader.register()

        await #expect(throws: ReactorError.timedOut) { try await reader.readByte(within: .milliseconds(5)) }
        reader.send(7)

        #expect(try await reader.readByte() == 7)
        await reader.deregister()
    }

    @Test func `A cancelled task stops waiting`() async throws {
        let reader = Reader()
        try await reader.register()

        let task = Task { try await reader.readByte() }
        task.cancel()

        await #expect(throws: ReactorError.cancelled) { try await task.value }
        reader.send(9)
        #expect(try await reader.readByte() == 9)
        await reader.deregister()
    }

    @Test func `Who was unparked before a cancellation is told so, and who was not is not taken for it`() async throws {
        let reader = Reader()

        let unparked = await Task { await reader.parkCancelled(unparkedFirst: true) }.value
        let cancelled = await Task { await reader.parkCancelled(unparkedFirst: false) }.value

        // Whoever unparks hands something over, and believes the answer.
        #expect(unparked.wasUnparked && (try? unparked.outcome.get()) != nil)
        #expect(!cancelled.wasUnparked && (try? cancelled.outcome.get()) == nil)
    }

    @Test func `Deregistering ends the wait`() async throws {
        let reader = Reader()
        try await reader.register()

        let waiting = Task { try await reader.readByte() }
        try await reader.sleep(.milliseconds(2))
        await reader.deregister()

        await #expect(throws: ReactorError.closed) { try await waiting.value }
        await #expect(throws: ReactorError.closed) { try await reader.readByte() }
    }

    @Test func `A peer that goes away wakes the reader`() async throws {
        let reader = Reader()
        try await reader.register()

        shutdown(reader.peer, Int32(SHUT_RDWR))

        #expect(try await reader.readByte() == 0)
        await reader.deregister()
    }

    @Test func `Writability is reported when asked for`() async throws {
        let reader = Reader()
        try await reader.register()

        try await reader.waitUntilWritable()
        reader.send(5)

        #expect(try await reader.readByte() == 5)
        await reader.deregister()
    }

    @Test func `Many actors share one reactor`() async throws {
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    let reader = Reader()
                    try await reader.register()
                    var sum = 0
                    for number in 0..<50 {
                        async let byte = reader.readByte(within: .seconds(30))
                        reader.send(UInt8(number))
                        sum += Int(try await byte)
                    }
                    await reader.deregister()
                    return sum
                }
            }
            return try await group.reduce(0, +)
        }

        #expect(total == 40 * 1_225)
    }
}
