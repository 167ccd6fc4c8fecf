package import Core
package import Postgres

/// A tenant's side of the queue, always inside the transaction that causes the work: it is queued if and only if that commits.
package enum JobQueue {
    /// Queues a job, or finds the one that already stands for the same unique key.
    package static func enqueue(_ request: JobRequest, in tx: borrowing TenantTransaction) async throws -> Enqueued {
        let id = JobID()
        // The key's holder may end between the two statements; then there is room for a new job.
        for _ in 0..<3 {
            if try await insert(request, as: id, in: tx) { return Enqueued(id: id, isNew: true) }
            if let holder = try await holder(of: request, in: tx) { return Enqueued(id: holder, isNew: false) }
        }
        throw Problem.conflict("job_busy", "The same work is being queued or ended right now. Try again.")
    }

    /// One job; `nil` when the tenant has none with this id.
    package static func find(_ id: JobID, in tx: borrowing TenantTransaction) async throws -> Job? {
        try await tx.first(
            """
            SELECT \(Job.columns)
            FROM jobs.jobs
            WHERE tenant_id = \(tx.tenant) AND id = \(id)
            """
        ).map(Job.init)
    }

    /// The newest jobs first, of a kind or a state where one is given.
    package static func list(
        kind: JobKind? = nil, state: JobState? = nil, limit: Int = 50, in tx: borrowing TenantTransaction
    ) async throws -> [Job] {
        try await tx.query(
            """
            SELECT \(Job.columns)
            FROM jobs.jobs
            WHERE tenant_id = \(tx.tenant)
              AND (\(kind)::text IS NULL OR kind = \(kind)::text)
              AND (\(state)::text IS NULL OR state = \(state)::text)
            ORDER BY created_at DESC, id DESC
            LIMIT \(limit)
            """
        ).map(Job.init)
    }

    /// Asks a queued or running job to end. `false` when there is none that could.
    @discardableResult
    package static func cancel(_ id: JobID, in tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute(
            """
            UPDATE jobs.jobs
            SET cancel_requested = true
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state IN ('queued', 'running')
            """) > 0
    }

    private static func insert(_ request: JobRequest, as id: JobID, in tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute(
            """
            INSERT INTO jobs.jobs (tenant_id, id, queue, kind, input, priority, run_at, max_attempts, unique_key)
            VALUES (
              \(tx.tenant), \(id), \(request.queue), \(request.kind), \(request.input), \(request.priority), COALESCE(\(request.runAt), now()),
              \(request.maxAttempts), \(request.uniqueKey))
            ON CONFLICT (tenant_id, kind, unique_key) WHERE state IN ('queued', 'running') DO NOTHING
            """) > 0
    }

    private static func holder(of request: JobRequest, in tx: borrowing TenantTransaction) async throws -> JobID? {
        try await tx.first(
            """
            SELECT id
            FROM jobs.jobs
            WHERE tenant_id = \(tx.tenant) AND kind = \(request.kind) AND unique_key = \(request.uniqueKey) AND state IN ('queued', 'running')
            """
        )?.value(at: 0)
    }
}
