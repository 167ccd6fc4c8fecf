import Core
import Jobs
import Postgres
import Testing

@Suite struct JobBoardTests {
    @Test func `A job is queued, taken, kept, and completed`() async throws {
        try await QueueFixture.with { queue in
            let made = try await queue.enqueue(JobRequest("mail.send", input: ["to": "x"]), for: queue.a)

            let job = try #require(try await queue.claim().first)
            #expect(job.tenant == queue.a && job.id == made.id && job.kind == "mail.send" && job.input == ["to": "x"] && job.attempt == 1)
            #expect(try await queue.board.heartbeat(job, lease: .seconds(30)) == .held)
            #expect(try await queue.board.progress(job, JobProgress(done: 1, total: 2, note: "half")))
            #expect(try await queue.board.end(job, .complete(["ok": true])))

            let seen = try #require(try await queue.job(made.id, of: queue.a))
            #expect(seen.state == .completed && seen.result == ["ok": true] && seen.progress == JobProgress(done: 1, total: 2, note: "half"))
            #expect(try await queue.claim().isEmpty)
        }
    }

    @Test func `Eight claimers at once take every job exactly once`() async throws {
        try await QueueFixture.with { queue in
            try await queue.database.inTenant(queue.a) { tx in
                for number in 0..<100 { _ = try await JobQueue.enqueue(JobRequest("k", input: ["n": .integer(number)]), in: tx) }
            }
            try await queue.database.inTenant(queue.b) { tx in
                for number in 0..<100 { _ = try await JobQueue.enqueue(JobRequest("k", input: ["n": .integer(number)]), in: tx) }
            }

            let taken = try await withThrowingTaskGroup(of: [JobID].self) { group in
                for claimer in 0..<8 {
                    group.addTask {
                        var mine: [JobID] = []
                        while mine.count < 500 {
                            let batch = try await queue.claim(7, worker: "w\(claimer)")
                            if batch.isEmpty { break }
                            mine += batch.map(\.id)
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            #expect(taken.count == Set(taken).count)
            let left = try await queue.claim(500).count
            #expect(taken.count + left == 200)
        }
    }

    @Test func `A silent worker's job is taken over, and its late word is not heard`() async throws {
        try await QueueFixture.with { queue in
            try await queue.enqueue(JobRequest("k"), for: queue.a)
            let first = try #require(try await queue.claim(worker: "dead", lease: .milliseconds(-1)).first)

            let second = try #require(try await queue.claim(worker: "alive").first)

            #expect(second.id == first.id && second.attempt == 2)
            #expect(try await queue.board.heartbeat(first, lease: .seconds(30)) == .lost)
            #expect(try await !queue.board.progress(first, JobProgress(done: 1)))
            #expect(try await !queue.board.end(first, .complete(nil)))
            #expect(try await queue.board.end(second, .complete(nil)))
        }
    }

    @Test func `A job that keeps failing is discarded with its history`() async throws {
        try await QueueFixture.with { queue in
            let made = try await queue.enqueue(JobRequest("k", maxAttempts: 2), for: queue.a)

            for attempt in 1...2 {
                let job = try #require(try await queue.claim().first)
                #expect(try await queue.board.end(job, .fail(reason: "broken \(attempt)", retryAt: .now - .seconds(1))))
            }

            let seen = try #require(try await queue.job(made.id, of: queue.a))
            #expect(seen.state == .discarded && seen.finishedAt != nil)
            #expect(seen.history.array?.map { $0["error"]?.string } == ["broken 1", "broken 2"])
            #expect(seen.history.array?.first?["worker"]?.string == "w")
            #expect(try await queue.claim().isEmpty)
        }
    }

    @Test func `The same work is not queued twice while it stands`() async throws {
        try await QueueFixture.with { queue in
            let request = JobRequest("sync", uniqueKey: "connection-1")
            let first = try await queue.enqueue(request, for: queue.a)

            let again = try await queue.enqueue(request, for: queue.a)
            let other = try await queue.enqueue(request, for: queue.b)

            #expect(again == Enqueued(id: first.id, isNew: false))
            #expect(other.isNew)
            for job in try await queue.claim(2) { _ = try await queue.board.end(job, .complete(nil)) }
            #expect(try await queue.enqueue(request, for: queue.a).isNew)
        }
    }

    @Test func `A tenant with many jobs does not delay one with a single job`() async throws {
        try await QueueFixture.with { queue in
            try await queue.store.execute(
                """
                INSERT INTO jobs.jobs (tenant_id, id, queue, kind, priority)
                SELECT '\(queue.a)', gen_random_uuid(), 'default', 'bulk', 0 FROM generate_series(1, 10000)
                """)
            _ = try await queue.claim(3)
            try await queue.enqueue(JobRequest("single", priority: 200), for: queue.b)

            let taken = try await queue.claim(2)

            #expect(Set(taken.map(\.kind)) == ["bulk", "single"])
        }
    }

    @Test func `Priority decides within a tenant, and what is not due waits`() async throws {
        try await QueueFixture.with { queue in
            try await queue.enqueue(JobRequest("usual"), for: queue.a)
            try await queue.enqueue(JobRequest("urgent", priority: 0), for: queue.a)
            try await queue.enqueue(JobRequest("tomorrow", priority: 0, runAt: .now + .seconds(86_400)), for: queue.a)

            #expect(try await queue.claim(5).map(\.kind) == ["urgent", "usual"])
        }
    }

    @Test func `A cancelled job does not start, and a running one hears of it`() async throws {
        try await QueueFixture.with { queue in
            let running = try await queue.enqueue(JobRequest("k"), for: queue.a)
            let job = try #require(try await queue.claim().first)
            let waiting = try await queue.enqueue(JobRequest("k"), for: queue.a)

            for id in [running.id, waiting.id] {
                let found = try await queue.database.inTenant(queue.a) { tx in try await JobQueue.cancel(id, in: tx) }
                #expect(found)
            }

            #expect(try await queue.claim().isEmpty)
            #expect(try await queue.job(waiting.id, of: queue.a)?.state == .cancelled)
            #expect(try await queue.board.heartbeat(job, lease: .seconds(30)) == .cancelRequested)
            #expect(try await queue.board.end(job, .fail(reason: "cancelled on request", retryAt: nil)))
            #expect(try await queue.job(running.id, of: queue.a)?.state == .cancelled)
        }
    }

    @Test func `A released job does not lose an attempt`() async throws {
        try await QueueFixture.with { queue in
            try await queue.enqueue(JobRequest("k"), for: queue.a)
            let job = try #require(try await queue.claim().first)

            #expect(try await queue.board.end(job, .release(at: .now - .seconds(1))))

            #expect(try await queue.claim().first?.attempt == 1)
        }
    }

    @Test func `A tenant sees, changes and cancels no other tenant's jobs`() async throws {
        try await QueueFixture.with { queue in
            let made = try await queue.enqueue(JobRequest("k"), for: queue.a)

            try await queue.database.inTenant(queue.b) { tx in
                let found = try await JobQueue.find(made.id, in: tx)
                let listed = try await JobQueue.list(in: tx)
                let cancelled = try await JobQueue.cancel(made.id, in: tx)
                let counted = try await tx.first("SELECT count(*) FROM jobs.jobs")?.value(at: 0, as: Int.self)
                #expect(found == nil && listed.isEmpty && !cancelled && counted == 0)
            }
            await #expect(throws: PostgresError.self) {
                try await queue.database.inTenant(queue.b) { tx in
                    try await tx.execute("INSERT INTO jobs.jobs (tenant_id, id, queue, kind) VALUES (\(queue.a), \(JobID()), 'default', 'forged')")
                }
            }
            await #expect(throws: PostgresError.self) {
                try await queue.database.inTenant(queue.a) { tx in try await tx.execute("UPDATE jobs.jobs SET state = 'completed'") }
            }
            await #expect(throws: PostgresError.self) {
                try await queue.database.inTenant(queue.a) { tx in try await tx.query("SELECT * FROM jobs.claim('{default}', 'w', '1 min', 1)") }
            }
            #expect(try await queue.database.inTenant(queue.a) { tx in try await JobQueue.list(in: tx) }.map(\.id) == [made.id])
        }
    }

    @Test func `The jobs of a suspended tenant wait`() async throws {
        try await QueueFixture.with { queue in
            try await queue.enqueue(JobRequest("k"), for: queue.a)
            _ = try await queue.store.query("UPDATE core.tenants SET state = 'suspended' WHERE id = \(queue.a)")

            #expect(try await queue.claim().isEmpty)
        }
    }

    @Test func `A schedule that missed many runs makes one job and looks ahead`() async throws {
        try await QueueFixture.with { queue in
            let schedule = JobSchedule("hourly", kind: "k", input: ["x": 1], rule: .every(.seconds(3_600)))
            try await queue.database.inTenant(queue.a) { tx in
                try await JobSchedules.put(schedule, firstRun: .now - .seconds(100_000), in: tx)
            }

            #expect(try await queue.board.materialise() == 1)
            #expect(try await queue.board.materialise() == 0)

            let jobs = try await queue.claim(10)
            #expect(jobs.map(\.input) == [["x": 1]])
            let times = try await queue.database.inTenant(queue.a) { tx in try await JobSchedules.times(of: "hourly", in: tx) }
            #expect(try #require(times).next > .now + .seconds(3_500))
            #expect(try #require(times).last != nil)
        }
    }

    @Test func `Depths count what waits and runs, and old jobs are pruned`() async throws {
        try await QueueFixture.with { queue in
            for _ in 0..<3 { try await queue.enqueue(JobRequest("k"), for: queue.a) }
            let job = try #require(try await queue.claim().first)

            let depth = try #require(try await queue.board.depths().first)
            #expect(depth.queue == .default && depth.queued == 2 && depth.due == 2 && depth.running == 1 && depth.oldestDue != nil)
            _ = try await queue.board.end(job, .complete(nil))

            #expect(try await queue.board.prune(finishedBefore: .now - .seconds(60)) == 0)
            #expect(try await queue.board.prune(finishedBefore: .now + .seconds(60)) == 1)
        }
    }
}
