import Core
package import Logging
package import Postgres
import ServiceLifecycle

/// Takes jobs and runs their handlers until it is stopped: woken by notifications, by free places, and once a second in any case.
package struct Worker: Service {
    private let board: JobBoard
    private let handlers: [JobKind: JobHandler]
    private let configuration: WorkerConfiguration
    private let listener: Listener?
    private let logger: Logger

    /// - Parameter listener: a direct connection to the same database; without one, polling alone finds the work.
    package init(
        platform: PlatformDatabase, handlers: [JobHandler], configuration: WorkerConfiguration, listener: Listener? = nil,
        logger: Logger = Logger(label: "jobs")
    ) {
        board = JobBoard(platform)
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }, uniquingKeysWith: { $1 })
        self.configuration = configuration
        self.listener = listener
        self.logger = logger
    }

    /// Works until the graceful shutdown: then no job is taken any more, handlers are asked to end, and what they hold goes back to the queue.
    package func run() async throws {
        let running = RunningJobs()
        let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await tick(wake) }
                group.addTask { await listen(wake) }
                if configuration.runsSchedules { group.addTask { await runSchedules() } }
                await work(running, wakes, wake)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            running.stopAll()
            wake.finish()
        }
    }

    private func work(_ running: RunningJobs, _ wakes: AsyncStream<Void>, _ wake: AsyncStream<Void>.Continuation) async {
        await withDiscardingTaskGroup { jobs in
            for await _ in wakes where !running.isStopping {
                for job in await claim(running) {
                    let signal = running.add(job)
                    jobs.addTask {
                        await attempt(job, signal).run()
                        running.remove(job.id)
                        wake.yield()
                    }
                }
            }
        }
    }

    private func claim(_ running: RunningJobs) async -> [ClaimedJob] {
        do {
            return try await board.claim(running.free(configuration.queues), worker: configuration.name, lease: configuration.lease)
        } catch {
            if !(error is CancellationError) { logger.warning("no jobs could be taken", metadata: ["reason": "\(error)"]) }
            return []
        }
    }

    private func attempt(_ job: ClaimedJob, _ signal: StopSignal) -> JobAttempt {
        var own = logger
        own[metadataKey: "job"] = "\(job.id)"
        own[metadataKey: "kind"] = "\(job.kind)"
        own[metadataKey: "tenant"] = "\(job.tenant)"
        return JobAttempt(job: job, handler: handlers[job.kind], board: board, configuration: configuration, signal: signal, logger: own)
    }

    private func tick(_ wake: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            wake.yield()
            try? await Task.sleep(for: configuration.poll)
        }
    }

    private func listen(_ wake: AsyncStream<Void>.Continuation) async {
        guard let listener else { return }
        for await notification in listener.notifications("jobs") {
            switch notification {
            case .listening: wake.yield()
            case .message(_, let queue): if configuration.queues[JobQueueName(rawValue: queue)] != nil { wake.yield() }
            }
        }
    }

    private func runSchedules() async {
        while !Task.isCancelled {
            do {
                _ = try await board.materialise { tenant, name in
                    logger.error("a schedule's rule can not be read", metadata: ["tenant": "\(tenant)", "schedule": "\(name)"])
                }
            } catch {
                if !Task.isCancelled { logger.warning("schedules could not be run", metadata: ["reason": "\(error)"]) }
            }
            try? await Task.sleep(for: configuration.poll)
        }
    }
}
