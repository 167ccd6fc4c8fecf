import Glibc

/// What the runner's thread keeps between two turns: the bytes of the next frame, and the tail of the plugin's own output.
struct RunnerLoop {
    var decoder = FrameDecoder()
    private(set) var outputHasEnded = false
    /// Bytes of frames that came from the connector.
    private(set) var received = 0
    private var log: [UInt8] = []
    private var logHasEnded = false
    private var scratch = [UInt8](repeating: 0, count: 256 << 10)

    /// How much of the plugin's output is kept: its last 16 KiB.
    private static let mostLog = 16 << 10

    /// Waits for something to do, and does what needs no lock: reading frames' bytes and the log.
    mutating func poll(
        _ process: borrowing some RunnerBody & ~Copyable, wake: Int32, reads: Bool, writes: Bool, until deadline: ContinuousClock.Instant?
    ) -> (input: Bool, output: Bool) {
        // A negative descriptor is passed over.
        var set = [
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            pollfd(fd: logHasEnded ? -1 : process.log, events: Int16(POLLIN), revents: 0),
            pollfd(fd: reads && !outputHasEnded ? process.output : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: writes ? process.input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        let timeout: Int32 = deadline.map { Int32(clamping: ($0 - .now).milliseconds + 1) } ?? -1
        guard Glibc.poll(&set, 4, max(timeout, deadline == nil ? -1 : 0)) > 0 else { return (false, false) }
        if set[0].revents != 0 { _ = read(wake) }
        if set[1].revents != 0 { drainLog(process.log) }
        if set[2].revents != 0 { readFrames(process.output) }
        return (set[3].revents != 0, set[2].revents != 0)
    }

    private mutating func readFrames(_ descriptor: Int32) {
        switch read(descriptor) {
        case .bytes(let count):
            received += count
            decoder.append(scratch[..<count])
        case .end: outputHasEnded = true
        case .nothing: break
        }
    }

    /// Reads what the plugin wrote to its standard output and error: a few pieces at a time, so that a flood of it does not hold up the frames.
    mutating func drainLog(_ descriptor: Int32) {
        for _ in 0..<4 {
            guard !logHasEnded, case .bytes(let count) = takeLog(descriptor) else { return }
            log.append(contentsOf: scratch[..<count])
            if log.count > Self.mostLog { log.removeFirst(log.count - Self.mostLog) }
        }
    }

    private mutating func takeLog(_ descriptor: Int32) -> Reading {
        let reading = read(descriptor)
        if case .end = reading { logHasEnded = true }
        return reading
    }

    var logText: String { String(decoding: log, as: UTF8.self) }

    private enum Reading {
        case bytes(Int)
        case end
        case nothing
    }

    private mutating func read(_ descriptor: Int32) -> Reading {
        let count = scratch.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { return .bytes(count) }
        return count == 0 || (errno != EAGAIN && errno != EINTR) ? .end : .nothing
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
