import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Gathers log lines for a moment and writes them together on a thread of its own: one write(2) for many lines, and none in the way of a request.
///
/// A line is out two milliseconds after it was made; urgent ones and what is left when the process exits, at once. A process that is killed or traps
/// loses those two milliseconds. Where the reader of the log stands still, a megabyte waits; what comes then is dropped and counted, because a log must
/// not stop the program. An urgent line is never dropped: its writer waits for the reader.
final class LogGatherer: Sendable {
    static let standardError: LogGatherer = {
        atexit { LogGatherer.standardError.flushLast() }
        return LogGatherer(descriptor: STDERR_FILENO)
    }()

    /// Bytes that may wait.
    static let limit = 1 << 20
    private static let moment: UInt32 = 2_000  // microseconds

    private struct State {
        var waiting: [UInt8] = []
        var dropped = 0
        var hasThread = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())
    /// Writers take turns, so that lines stay whole and in order.
    private let turn = Mutex<Void>(())
    private let bell: Bell

    init(descriptor: Int32) {
        self.descriptor = descriptor
        bell = Bell()
    }

    func write(_ line: [UInt8], isUrgent: Bool) {
        let (isFirst, needsThread) = state.withLock { state in
            // An urgent line goes out at once, however much waits.
            guard isUrgent || state.waiting.count + line.count <= Self.limit else {
                state.dropped += 1
                return (false, false)
            }
            let isFirst = state.waiting.isEmpty
            state.waiting.append(contentsOf: line)
            if isUrgent { return (false, false) }
            defer { state.hasThread = true }
            return (isFirst, !state.hasThread)
        }
        if isUrgent { return flush() }
        if needsThread { start() }
        if isFirst { bell.ring() }
    }

    /// Writes what waits, after what another thread is writing now.
    func flush() { turn.withLock { _ in putWaiting() } }

    /// At the exit: a reader that stands still does not hold the program for more than a tenth of a second.
    private func flushLast() {
        for _ in 0..<100 {
            if turn.withLockIfAvailable({ _ in putWaiting() }) != nil { return }
            usleep(1_000)
        }
    }

    private func putWaiting() {
        let (lines, dropped) = state.withLock { state in
            let taken = (state.waiting, state.dropped)
            state.waiting = []
            state.dropped = 0
            return taken
        }
        put(lines)
        if dropped > 0 { put(Self.note(dropped)) }
    }

    private static func note(_ dropped: Int) -> [UInt8] {
        Array(#"{"level":"warning","label":"telemetry","message":"log lines were dropped","lines":"\#(dropped)"}"#.utf8) + [UInt8(ascii: "\n")]
    }

    /// A descriptor that takes nothing more loses the lines.
    private func put(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { writeToDescriptor(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                guard errno == EINTR else { return }
            } else {
                rest = rest.dropFirst(written)
            }
        }
    }

    private func start() {
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(&thread, nil, { gatherForever($0) }, me)
        guard code == 0 else {
            Unmanaged<LogGatherer>.fromOpaque(me).release()
            // Without a thread, each line is written where it is made.
            state.withLock { $0.hasThread = false }
            return flush()
        }
        pthread_detach(thread)
    }

    fileprivate func work() -> Never {
        while true {
            bell.wait()
            usleep(Self.moment)
            flush()
        }
    }
}

/// Free of any actor: a thread begins here.
private func gatherForever(_ gatherer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let gatherer else { return nil }
    Unmanaged<LogGatherer>.fromOpaque(gatherer).takeRetainedValue().work()
}

/// write(2): the gatherer's own method has the same name.
private func writeToDescriptor(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }

/// Wakes one thread that waits; rings before it waits are kept.
// Unchecked because of the pointer: a sem_t is made to be shared by threads, and this one is never moved.
private final class Bell: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func ring() { sem_post(semaphore) }

    func wait() { while sem_wait(semaphore) != 0 {} }
}
