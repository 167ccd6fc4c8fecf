/// Runs one process under a `Supervision`: starts it, asks whether it is ready, starts it again when it ends, and stops it.
package actor SupervisedChild {
    package nonisolated let command: ChildCommand
    private let startDeadline: Duration
    private let prepare: @Sendable () async throws -> Void
    private let isReady: @Sendable () async -> Bool
    private let report: @Sendable (Notice) async -> Void
    private var machine: Supervision
    private var process: ChildProcess?
    private nonisolated let events: AsyncStream<Supervision.Event>
    private nonisolated let send: AsyncStream<Supervision.Event>.Continuation
    private nonisolated let firstOutcome = Latch<Result<Void, any Error>>()
    private var startError: (any Error)?
    private nonisolated let end = Latch<Void>()

    /// What people should hear about.
    package enum Notice: Sendable {
        case ended(name: String, ExitStatus?, again: Duration)
        case back(name: String)
        case cannotRestart(name: String, String)
    }

    /// - Parameters:
    ///   - prepare: what must be put in order before each start.
    ///   - isReady: asked every 20 ms after a start until it says yes.
    package init(
        _ command: ChildCommand, startDeadline: Duration = .seconds(60), policy: Supervision.Policy = .init(),
        prepare: @escaping @Sendable () async throws -> Void = {}, isReady: @escaping @Sendable () async -> Bool,
        report: @escaping @Sendable (Notice) async -> Void = { _ in }
    ) {
        self.command = command
        self.startDeadline = startDeadline
        self.prepare = prepare
        self.isReady = isReady
        self.report = report
        machine = Supervision(policy: policy)
        (events, send) = AsyncStream.makeStream()
    }

    package nonisolated var name: String { command.name }

    /// The process id while it runs.
    package var pid: Int32? { process?.status == nil ? process?.pid : nil }

    /// Runs until it is stopped or its first start failed.
    package func run() async {
        send.yield(.start)
        await withDiscardingTaskGroup { group in
            for await event in events {
                let action = machine.handle(event)
                await act(action, &group)
                if case .end = action { break }
            }
            group.cancelAll()
            // Left by cancellation and not by an ending: nobody is there any more to ask it politely.
            process?.kill()
            firstOutcome.set(.failure(CancellationError()))
        }
        end.set(())
    }

    /// Waits until it is ready for the first time.
    /// - Throws: `UpError.failedToStart` with the end of its log, or what `prepare` threw.
    package nonisolated func ready() async throws { try await firstOutcome.wait().get() }

    /// Asks it to end and waits until it has; after its deadline it is killed.
    package nonisolated func stop() async {
        send.yield(.stop)
        await end.wait()
    }

    /// Ends it now.
    package func kill() {
        send.yield(.stop)
        process?.kill()
    }

    private func act(_ action: Supervision.Action, _ group: inout DiscardingTaskGroup) async {
        switch action {
        case .nothing: break
        case .launch(let launch): await launchProcess(launch, &group)
        case .announceReady(let isFirst):
            if isFirst { firstOutcome.set(.success(())) } else { await report(.back(name: name)) }
        case .wait(let delay, let launch, let status):
            await report(.ended(name: name, status, again: delay))
            yield(.delayPassed(launch: launch), after: delay, &group)
        case .terminate: terminate(&group)
        case .end(let ending): firstOutcome.set(.failure(startError ?? UpError.failedToStart(name, ending, log: command.log)))
        }
    }

    private func launchProcess(_ launch: Int, _ group: inout DiscardingTaskGroup) async {
        do {
            try await prepare()
            let process = try await ChildProcess.start(command)
            self.process = process
            startError = nil
            watch(process, launch, &group)
        } catch {
            startError = error
            await report(.cannotRestart(name: name, "\(error)"))
            send.yield(.exited(launch: launch, .code(127), at: .now))
        }
    }

    private func watch(_ process: ChildProcess, _ launch: Int, _ group: inout DiscardingTaskGroup) {
        group.addTask { [send] in
            send.yield(.exited(launch: launch, await process.ended(), at: .now))
        }
        group.addTask { [send, isReady] in
            while !Task.isCancelled, process.status == nil {
                if await isReady() {
                    send.yield(.ready(launch: launch, at: .now))
                    return
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        yield(.timedOut(launch: launch), after: startDeadline, &group)
    }

    private func terminate(_ group: inout DiscardingTaskGroup) {
        guard let process else { return }
        process.stop(command.stopSignal)
        let deadline = command.stopDeadline
        group.addTask {
            try? await Task.sleep(for: deadline)
            if process.status == nil, !Task.isCancelled { process.kill() }
        }
    }

    private func yield(_ event: Supervision.Event, after delay: Duration, _ group: inout DiscardingTaskGroup) {
        group.addTask { [send] in
            do {
                try await Task.sleep(for: delay)
                send.yield(event)
            } catch {
                // Cancelled: nobody waits for the event any more.
            }
        }
    }
}
