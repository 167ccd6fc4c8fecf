import Core
import Logging

/// One attempt at a job: the handler beside the heartbeat, and the word of how it ended.
struct JobAttempt: Sendable {
    private enum Step: Sendable {
        case ended(Result<JobOutcome, any Error>)
        case watchEnded
    }

    let job: ClaimedJob
    let handler: JobHandler?
    let board: JobBoard
    let configuration: WorkerConfiguration
    let signal: StopSignal
    let logger: Logger

    func run() async {
        let result = await attempt()
        let ending = JobMachine(backoff: configuration.backoff)
            .ending(result, stop: signal.reason, attempt: job.attempt, now: .now, random: .random(in: 0...1))
        await write(ending)
    }

    private func attempt() async -> Result<JobOutcome, any Error> {
        guard let handler else { return .failure(JobFailure("this worker does not know the kind \(job.kind)")) }
        return await withTaskGroup(of: Step.self) { group in
            group.addTask { .ended(await handle(handler)) }
            group.addTask {
                await watch(deadline: .now + handler.deadline)
                return .watchEnded
            }
            var result: Result<JobOutcome, any Error> = .failure(CancellationError())
            for await step in group {
                group.cancelAll()
                if case .ended(let value) = step { result = value }
            }
            return result
        }
    }

    private func handle(_ handler: JobHandler) async -> Result<JobOutcome, any Error> {
        let context = JobContext(job: job, logger: logger, signal: signal) { try await board.progress(job, $0) }
        do { return .success(try await handler.run(context)) } catch { return .failure(error) }
    }

    /// Keeps the lease and passes on what the handler should hear. Returns when its task must be cancelled.
    private func watch(deadline: ContinuousClock.Instant) async {
        var held = ContinuousClock.now
        var beat = ContinuousClock.now + configuration.heartbeat
        while !Task.isCancelled {
            try? await Task.sleep(for: min(configuration.heartbeat, .milliseconds(500)))
            let now = ContinuousClock.now
            if now >= beat, !Task.isCancelled {
                if await keepLease() { held = now }
                beat = now + configuration.heartbeat
            }
            // The database may be away, or we are: past the lease another worker may have the job.
            if now - held >= configuration.lease { signal.raise(.leaseLost) }
            if now >= deadline { signal.raise(.deadline) }
            if signal.reason == .leaseLost { return }
            if let raised = signal.raisedAt, now - raised >= configuration.stopGrace { return }
        }
    }

    /// Whether the database confirmed the lease.
    private func keepLease() async -> Bool {
        do {
            switch try await board.heartbeat(job, lease: configuration.lease) {
            case .held: return true
            case .cancelRequested: signal.raise(.cancelled)
            case .lost: signal.raise(.leaseLost)
            }
            return true
        } catch {
            logger.warning("a heartbeat did not get through", metadata: ["reason": "\(error)"])
            return false
        }
    }

    /// Tries for some seconds; a word that does not get through means that the job is done again when its lease runs out.
    private func write(_ ending: JobMachine.Ending) async {
        guard ending != .abandon else { return logger.warning("the lease was lost; another worker goes on") }
        for pause in [0, 200, 1_000, 3_000] {
            try? await Task.sleep(for: .milliseconds(pause))
            do {
                if try await !board.end(job, ending) { logger.warning("the lease was lost before the end was written") }
                return
            } catch {
                logger.warning("the end of a job could not be written", metadata: ["reason": "\(error)"])
            }
        }
    }
}
