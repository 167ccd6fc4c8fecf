package import Core
package import Postgres

/// A job in a worker's hands.
package struct ClaimedJob: Sendable, Hashable {
    package let tenant: TenantID
    package let id: JobID
    package let queue: JobQueueName
    package let kind: JobKind
    package let input: JSON
    /// This attempt, from 1.
    package let attempt: Int
    package let maxAttempts: Int
    /// The number of the lease: whoever has another one is not the owner any more.
    package let lease: Int64
    package let createdAt: Instant
}

/// How much waits in a queue.
package struct QueueDepth: Sendable, Hashable {
    package let queue: JobQueueName
    package let queued: Int
    package let due: Int
    package let running: Int
    package let oldestDue: Instant?
}

/// The workers' side of the queue, across tenants, through the listed functions of the schema `jobs`.
package struct JobBoard: Sendable {
    /// What a heartbeat finds.
    package enum Lease: Sendable, Hashable { case held, cancelRequested, lost }

    private let platform: PlatformDatabase

    package init(_ platform: PlatformDatabase) { self.platform = platform }

    /// Takes up to so many due jobs of each queue, fair between tenants.
    package func claim(_ wanted: [(queue: JobQueueName, count: Int)], worker: String, lease: Duration) async throws -> [ClaimedJob] {
        let queries = wanted.filter { $0.count > 0 }.map { queue, count -> Query in
            """
            SELECT tenant_id, id, queue, kind, input, attempts, max_attempts, lease, created_at
            FROM jobs.claim(\([queue.rawValue]), \(worker), make_interval(secs => \(lease.seconds)), \(count)::int)
            """
        }
        guard !queries.isEmpty else { return [] }
        let results = try await platform.inPlatform("claim jobs") { tx in try await tx.pipeline(queries) }
        return try results.flatMap { try $0.map(ClaimedJob.init) }
    }

    package func heartbeat(_ job: ClaimedJob, lease: Duration) async throws -> Lease {
        let row = try await one(
            "SELECT cancel_requested FROM jobs.heartbeat(\(job.tenant), \(job.id), \(job.lease), make_interval(secs => \(lease.seconds)))",
            "keep a lease")
        guard let row else { return .lost }
        return try row.value(at: 0, as: Bool.self) ? .cancelRequested : .held
    }

    /// `false` when the lease is lost.
    package func progress(_ job: ClaimedJob, _ progress: JobProgress) async throws -> Bool {
        try await flag(
            "SELECT jobs.progress(\(job.tenant), \(job.id), \(job.lease), \(progress.done), \(progress.total), \(progress.note))", "report progress")
    }

    /// Writes how an attempt ended. `false` when the lease is lost.
    package func end(_ job: ClaimedJob, _ ending: JobMachine.Ending) async throws -> Bool {
        switch ending {
        case .complete(let result):
            try await flag("SELECT jobs.complete(\(job.tenant), \(job.id), \(job.lease), \(result))", "complete a job")
        case .fail(let reason, let retryAt):
            try await flag("SELECT jobs.fail(\(job.tenant), \(job.id), \(job.lease), \(reason), \(retryAt)) IS NOT NULL", "fail a job")
        case .release(let time):
            try await flag("SELECT jobs.release(\(job.tenant), \(job.id), \(job.lease), \(time))", "release a job")
        case .abandon: false
        }
    }

    /// Queues a job for each due schedule. Gives how many schedules were due.
    /// - Parameter broken: takes the name of a schedule whose rule is no rule; it rests for a day.
    package func materialise(limit: Int = 100, broken: @Sendable (TenantID, String) -> Void = { _, _ in }) async throws -> Int {
        try await platform.inPlatform("run schedules") { tx in
            let due = try await tx.query("SELECT tenant_id, name, rule, next_run_at, at FROM jobs.due_schedules(\(limit)::int)")
                .decode(TenantID.self, String.self, JSON.self, Instant.self, Instant.self)
            let queries = due.map { tenant, name, rule, seen, now -> Query in
                let next = ScheduleRule(rule)?.next(after: seen, now: now, random: .random(in: 0...1))
                if next == nil { broken(tenant, name) }
                return "SELECT jobs.materialise(\(tenant), \(name), \(seen), \(next ?? now + .seconds(86_400)), \(JobID()))"
            }
            if !queries.isEmpty { _ = try await tx.pipeline(queries) }
            return due.count
        }
    }

    /// Depths of all queues that hold something.
    package func depths() async throws -> [QueueDepth] {
        try await platform.inPlatform("look at queues", .readOnly) { tx in
            try await tx.query("SELECT queue, queued, due, running, oldest_due FROM jobs.depths()")
        }.map { row in
            let (queue, queued, due, running, oldest) = try row.decode(JobQueueName.self, Int.self, Int.self, Int.self, Instant?.self)
            return QueueDepth(queue: queue, queued: queued, due: due, running: running, oldestDue: oldest)
        }
    }

    /// Removes jobs that ended before an instant. Gives how many.
    @discardableResult
    package func prune(finishedBefore time: Instant) async throws -> Int {
        try await one("SELECT jobs.prune(\(time))", "prune jobs")?.value(at: 0) ?? 0
    }

    private func flag(_ query: Query, _ reason: String) async throws -> Bool { try await one(query, reason)?.value(at: 0) ?? false }

    private func one(_ query: Query, _ reason: String) async throws -> Row? {
        try await platform.inPlatform(reason) { tx in try await tx.first(query) }
    }
}

extension ClaimedJob {
    init(_ row: Row) throws {
        tenant = try row.value(at: 0)
        id = try row.value(at: 1)
        queue = try row.value(at: 2)
        kind = try row.value(at: 3)
        input = try row.value(at: 4)
        attempt = try row.value(at: 5)
        maxAttempts = try row.value(at: 6)
        lease = try row.value(at: 7)
        createdAt = try row.value(at: 8)
    }
}
