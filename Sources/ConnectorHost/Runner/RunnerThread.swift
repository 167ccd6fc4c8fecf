import Glibc
import Synchronization

/// One thread for one runner: it starts the process (or, in this process, the connector's thread), moves bytes, watches the clock, and reaps. The thread lives as long as its child, because the
/// kernel's "die with your parent" means the parent's thread.
///
/// It reads from the runner only while somebody waits for a frame: the pipe fills up otherwise, and that is the back-pressure.
final class RunnerThread: Sendable {
    enum Event: Sendable {
        case frame(Frame)
        case ended(RunnerExit)
    }

    private struct State {
        var outbox: [UInt8] = []
        /// Bytes that went to the runner.
        var sent = 0
        var waiter: CheckedContinuation<Event, Never>?
        /// When the waiter's patience ends.
        var deadline: ContinuousClock.Instant?
        /// Set by a cancellation: the call must be over by then.
        var cancelDeadline: ContinuousClock.Instant?
        var isCancelled = false
        var stop: RunnerStop?
        var exit: RunnerExit?
        var exitWaiters: [CheckedContinuation<RunnerExit, Never>] = []
    }

    private let state = Mutex(State())
    private let wake: Pipe
    let limits: RunnerLimits
    private let executable: String
    private let place: RunnerSettings.Place

    /// Starts the thread, and with it the runner.
    init(_ settings: RunnerSettings) throws(PluginFault) {
        executable = settings.executable
        place = settings.place
        limits = settings.limits
        wake = try Pipe()
        for end in [wake.read, wake.write] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(self)
        let error = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<RunnerThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard error == 0 else {
            box.release()
            throw .notLoaded(reason: "spawn", detail: "no thread: \(String(cString: strerror(error)))")
        }
        pthread_detach(thread)
    }

    deinit {
        wake.closeRead()
        wake.closeWrite()
    }

    // MARK: What the session does

    /// The runner's next frame, or its end.
    func next() async -> Event {
        await withCheckedContinuation { continuation in
            let exit = state.withLock { state -> RunnerExit? in
                if let exit = state.exit { return exit }
                state.waiter = continuation
                let patience = ContinuousClock.now + limits.silence
                state.deadline = state.cancelDeadline.map { min($0, patience) } ?? patience
                return nil
            }
            if let exit { continuation.resume(returning: .ended(exit)) } else { ring() }
        }
    }

    func send(_ bytes: [UInt8]) {
        state.withLock { $0.outbox.append(contentsOf: bytes) }
        ring()
    }

    /// Whether the current call was cancelled.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Cancels the current call: the runner is told, and has the grace time to return.
    func cancel() {
        let isNews = state.withLock { state -> Bool in
            guard !state.isCancelled else { return false }
            state.isCancelled = true
            let end = ContinuousClock.now + limits.cancelGrace
            state.cancelDeadline = end
            state.deadline = state.deadline.map { min($0, end) }
            return true
        }
        guard isNews, let bytes = try? FrameEncoder.encode(Frame(.cancel)) else { return }
        send(bytes)
    }

    /// A new call begins.
    func forgetCancellation() {
        state.withLock {
            $0.isCancelled = false
            $0.cancelDeadline = nil
        }
    }

    /// Ends the runner without waiting for it. The first reason counts.
    func stop(_ reason: RunnerStop) {
        state.withLock { if $0.stop == nil { $0.stop = reason } }
        ring()
    }

    /// Waits until the runner has ended and is reaped.
    func exit() async -> RunnerExit {
        await withCheckedContinuation { continuation in
            let exit = state.withLock { state -> RunnerExit? in
                if state.exit == nil { state.exitWaiters.append(continuation) }
                return state.exit
            }
            if let exit { continuation.resume(returning: exit) }
        }
    }

    private func ring() {
        var byte: UInt8 = 1
        // A full pipe means that a ring is on its way already.
        _ = Glibc.write(wake.write, &byte, 1)
    }

    // MARK: On the thread

    private func run() {
        do throws(PluginFault) {
            switch place {
            case .sealed: drive(try RunnerProcess.start(executable))
            case .inProcess: drive(try InProcessRunner.start())
            }
        } catch {
            finish(RunnerExit(fault: error, usage: RunnerUsage(cpu: .zero, peakMemory: 0), log: ""))
        }
    }

    private func drive(_ process: consuming some RunnerBody & ~Copyable) {
        var loop = RunnerLoop()
        let end = turn(process, &loop)
        loop.drainLog(process.log)
        process.closePipes()
        let usage = end.usage.moving(in: state.withLock { $0.sent }, out: loop.received)
        finish(RunnerExit(fault: end.fault, usage: usage, log: loop.logText))
    }

    private func turn(_ process: borrowing some RunnerBody & ~Copyable, _ loop: inout RunnerLoop) -> (fault: PluginFault?, usage: RunnerUsage) {
        while true {
            let plan = state.withLock { (stop: $0.stop, isAwaited: $0.waiter != nil, deadline: $0.deadline, hasOutput: !$0.outbox.isEmpty) }
            if let stop = plan.stop { return leave(process, stop) }
            if plan.isAwaited {
                do throws(ProtocolFault) {
                    if let frame = try loop.decoder.next() {
                        deliver(frame)
                        continue
                    }
                } catch { return leave(process, .fault(.protocolViolation(error.description))) }
                if loop.outputHasEnded { return end(process) }
                if let deadline = plan.deadline, ContinuousClock.now >= deadline { return leave(process, .fault(.hung(limits.silence))) }
            }
            let ready = loop.poll(
                process, wake: wake.read, reads: plan.isAwaited, writes: plan.hasOutput, until: plan.isAwaited ? plan.deadline : nil)
            if ready.input { write(to: process.input) }
        }
    }

    private func deliver(_ frame: Frame) {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            state.deadline = nil
            return waiter
        }
        waiter?.resume(returning: .frame(frame))
    }

    private func write(to descriptor: Int32) {
        state.withLock { state in
            let count = state.outbox.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            // A runner that reads no more is seen by the end of its output, or by its silence.
            if count > 0 {
                state.outbox.removeFirst(count)
                state.sent += count
            } else if errno != EAGAIN, errno != EINTR {
                state.outbox.removeAll()
            }
        }
    }

    /// The runner closed its output: it has ended, or will be ended.
    private func end(_ process: borrowing some RunnerBody & ~Copyable) -> (fault: PluginFault?, usage: RunnerUsage) {
        for _ in 0..<200 {
            if let end = process.endIfOver() { return (end.fault(limits: limits), end.usage) }
            usleep(5_000)
        }
        return (.protocolViolation("it closed its pipe and went on"), process.kill().usage)
    }

    private func leave(_ process: borrowing some RunnerBody & ~Copyable, _ stop: RunnerStop) -> (fault: PluginFault?, usage: RunnerUsage) {
        // Silence may be that of the dead: then how it died is the truth.
        if case .fault(.hung) = stop, let end = process.endIfOver() { return (end.fault(limits: limits), end.usage) }
        let usage = process.kill().usage
        switch stop {
        case .closed: return (nil, usage)
        case .fault(let fault): return (fault, usage)
        }
    }

    private func finish(_ exit: RunnerExit) {
        let (waiter, exitWaiters) = state.withLock { state in
            state.exit = exit
            defer {
                state.waiter = nil
                state.exitWaiters = []
            }
            return (state.waiter, state.exitWaiters)
        }
        waiter?.resume(returning: .ended(exit))
        for waiter in exitWaiters { waiter.resume(returning: exit) }
    }
}
