import Glibc
import Synchronization

/// One thread that runs the jobs of its actors and, when there are none, sleeps in `epoll_wait`: an executor for actors that own the socket of a C
/// client.
///
/// An actor runs on it by returning `asUnownedSerialExecutor()` as its `unownedExecutor`; then a readiness wait resumes the actor without another
/// thread. A reactor lives as long as its process.
///
/// Whole tasks may run on its thread too, by `withTaskExecutorPreference(reactor)`: they call its actors without a change of thread. Such a task must
/// never block nor compute for long, since every socket of the reactor waits for it.
// Unchecked because of `waits` and `local`, which the reactor's own thread alone touches; every entry point checks that or goes through the mailbox.
package final class Reactor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// The reactor of everything that names none of its own.
    package static let shared = Reactor(name: "reactor")

    /// `count` reactors, the shared one first: for a process that has more work than one thread can do.
    package static func crew(_ count: Int) -> [Reactor] {
        [shared] + (1..<max(1, count)).map { Reactor(name: "reactor-\($0 + 1)") }
    }

    let mailbox = Mailbox()
    let poller = Poller()
    private let threadID = Atomic<UInt>(0)
    var waits = Waits()
    private var local: [UnownedJob] = []

    /// Starts the thread. The name shows in `top -H` (15 bytes at most). Also makes the process ignore SIGPIPE: C clients write to sockets without
    /// `MSG_NOSIGNAL`, and a peer that went away must be an error, not the end of the process.
    package init(name: String) {
        _ = signal(SIGPIPE, SIG_IGN)
        let start = Unmanaged.passRetained(ThreadStart(reactor: self, name: name))
        var thread = pthread_t()
        let failed = pthread_create(&thread, nil, runThread, start.toOpaque())
        precondition(failed == 0, "the kernel gives no thread: errno \(failed)")
    }

    /// Whether the caller runs on this reactor's thread.
    package var isCurrent: Bool { threadID.load(ordering: .relaxed) == UInt(pthread_self()) }

    // MARK: Executor

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            local.append(job)
        } else if mailbox.put(.job(job)) {
            poller.wake()
        }
    }

    package func checkIsolated() { precondition(isCurrent, "this may run on the reactor's thread alone") }

    // MARK: The loop

    fileprivate func run() -> Never {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        var batch: [Mailbox.Message] = []
        while true {
            mailbox.take(into: &batch)
            for message in batch { deliver(message) }
            batch.removeAll(keepingCapacity: true)
            runLocalJobs()
            poller.poll(milliseconds: sleepTime()) { event in handle(event) }
            waits.expire(at: .now)
        }
    }

    private func deliver(_ message: Mailbox.Message) {
        switch message {
        case .job(let job): local.append(job)
        case .cancel(let waiter): _ = waits.finish(waiter, .failure(.cancelled))
        }
    }

    /// Runs what is queued now and what that queues in turn, but looks at the sockets after 256 jobs at the latest.
    private func runLocalJobs() {
        var index = 0
        while index < local.count, index < 256 {
            // As both kinds of executor at once, so that a task that prefers this one goes on without being queued again.
            local[index].runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            index += 1
        }
        local.removeFirst(index)
    }

    private func handle(_ event: Poller.Event) {
        let decision = waits.table.event(event.readiness, hangup: event.hangup, on: event.descriptor)
        if let change = decision.change { _ = poller.apply(change, to: event.descriptor) }
        for waiter in decision.woken { _ = waits.finish(waiter, .success(())) }
    }

    /// Milliseconds to sleep: none with jobs at hand, else until the first deadline (rounded up, so that it is over on waking), else for ever.
    private func sleepTime() -> Int32 {
        guard local.isEmpty, mailbox.prepareToSleep() else { return 0 }
        guard let deadline = waits.firstDeadline else { return -1 }
        let left = deadline - .now
        guard left > .zero else { return 0 }
        let (seconds, attoseconds) = left.components
        return Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1)
    }
}

private final class ThreadStart {
    let reactor: Reactor
    let name: String

    init(reactor: Reactor, name: String) {
        self.reactor = reactor
        self.name = name
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    _ = pthread_setname_np(pthread_self(), String(start.name.prefix(15)))
    start.reactor.run()
}
