import Core
import Jobs
import Logging
import Postgres
import ServiceLifecycle
import Testing

@Suite(.timeLimit(.minutes(2))) struct WorkerTests {
    /// Runs a worker beside the body and stops it gracefully.
    private func withWorker<T: Sendable>(
        _ queue: QueueFixture, _ handlers: [JobHandler], poll: Duration = .milliseconds(50), listens: Bool = true, stopGrace: Duration = .seconds(5),
        _ body: @Sendable () async throws -> T
    ) async throws -> T {
        let configuration = WorkerConfiguration(
            queues: [.default: 2], name: "test", heartbeat: .milliseconds(50), poll: poll, stopGrace: stopGrace,
            backoff: Backoff(base: .milliseconds(1), ceiling: .milliseconds(2), least: .milliseconds(1)))
        let listener = listens ? Listener(queue.store.configuration.with(user: "tactics_platform")) : nil
        let worker = Worker(platform: queue.platform, handlers: handlers, configuration: configuration, listener: listener)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let group = ServiceGroup(services: [worker], gracefulShutdownSignals: [], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let value = try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
    }

    /// A stream that handlers write to and tests wait on.
    private func events<E: Sendable>(of type: E.Type = E.self) -> (AsyncStream<E>, AsyncStream<E>.Continuation) { AsyncStream.makeStream() }

    @Test func `A worker runs what is queued and keeps the result`() async throws {
        try await QueueFixture.with { queue in
            let (seen, tell) = events(of: JobID.self)
            let handler = JobHandler("echo") { context in
                try await context.progress(done: 1, total: 1, note: "done")
                tell.yield(context.job.id)
                return .done(context.input)
            }

            let made = try await withWorker(queue, [handler]) {
                let made = try await queue.enqueue(JobRequest("echo", input: ["a": 1]), for: queue.a)
                for await _ in seen { break }
                return made
            }

            let job = try #require(try await queue.job(made.id, of: queue.a))
            #expect(job.state == .completed && job.result == ["a": 1] && job.progress.note == "done")
        }
    }

    @Test func `A notification wakes a worker that would poll much later`() async throws {
        try await QueueFixture.with { queue in
            let (seen, tell) = events(of: JobID.self)
            let handler = JobHandler("k") { context in
                tell.yield(context.job.id)
                return .done()
            }

            try await withWorker(queue, [handler], poll: .seconds(3_600)) {
                for _ in 0..<20 {
                    let made = try await queue.enqueue(JobRequest("k"), for: queue.a)
                    for await id in seen where id == made.id { break }
                }
            }
        }
    }

    @Test func `A failing handler is tried again and then discarded`() async throws {
        try await QueueFixture.with { queue in
            let (seen, tell) = events(of: Int.self)
            let handler = JobHandler("k") { context in
                tell.yield(context.job.attempt)
                throw JobFailure("no luck")
            }

            let made = try await withWorker(queue, [handler]) {
                let made = try await queue.enqueue(JobRequest("k", maxAttempts: 3), for: queue.a)
                for await attempt in seen where attempt == 3 { break }
                return made
            }

            let job = try #require(try await queue.job(made.id, of: queue.a))
            #expect(job.state == .discarded && job.attempts == 3 && job.history.array?.count == 3)
        }
    }

    @Test func `A graceful stop hands the lease back and counts no attempt`() async throws {
        try await QueueFixture.with { queue in
            let (seen, tell) = events(of: JobID.self)
            let handler = JobHandler("long") { context in
                tell.yield(context.job.id)
                if let reason = await context.stopped() { throw reason }
                return .done()
            }

            let made = try await withWorker(queue, [handler]) {
                let made = try await queue.enqueue(JobRequest("long"), for: queue.a)
                for await _ in seen { break }
                return made
            }

            let job = try #require(try await queue.job(made.id, of: queue.a))
            #expect(job.state == .queued && job.attempts == 0)
        }
    }

    @Test func `A handler that does not listen is cancelled after the grace`() async throws {
        try await QueueFixture.with { queue in
            let (seen, tell) = events(of: JobID.self)
            let handler = JobHandler("deaf") { context in
                tell.yield(context.job.id)
                try await Task.sleep(for: .seconds(3_600))
                return .done()
            }

            let made = try await withWorker(queue, [handler], stopGrace: .milliseconds(50)) {
                let made = try await queue.enqueue(JobRequest("deaf"), for: queue.a)
                for await _ in seen { break }
                return made
            }

            #expect(try await queue.job(made.id, of: queue.a)?.state == .queued)
        }
    }

    @Test func `A running job hears that it is cancelled`() async throws {
        try await QueueFixture.with { queue in
            let (seen, tell) = events(of: JobStop?.self)
            let handler = JobHandler("long") { context in
                tell.yield(nil)
                let reason = await context.stopped()
                tell.yield(reason)
                throw reason ?? JobStop.shutdown
            }

            let made = try await withWorker(queue, [handler]) {
                let made = try await queue.enqueue(JobRequest("long"), for: queue.a)
                for await event in seen {
                    if event == .cancelled { break }
                    try await queue.database.inTenant(queue.a) { tx in _ = try await JobQueue.cancel(made.id, in: tx) }
                }
                return made
            }

            #expect(try await queue.job(made.id, of: queue.a)?.state == .cancelled)
        }
    }

    @Test func `A worker runs due schedules`() async throws {
        try await QueueFixture.with { queue in
            let (seen, tell) = events(of: JSON.self)
            let handler = JobHandler("tick") { context in
                tell.yield(context.input)
                return .done()
            }
            try await queue.database.inTenant(queue.a) { tx in
                let schedule = JobSchedule("tick", kind: "tick", input: ["n": 7], rule: .every(.seconds(3_600)))
                try await JobSchedules.put(schedule, firstRun: .now - .seconds(1), in: tx)
            }

            let input = try await withWorker(queue, [handler]) {
                for await input in seen { return input }
                return JSON.null
            }

            #expect(input == ["n": 7])
        }
    }
}
