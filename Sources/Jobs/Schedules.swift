package import Core
package import Postgres

/// A job that comes again and again.
package struct JobSchedule: Sendable, Hashable {
    /// Unique within the tenant: `sync:<connection>`.
    package var name: String
    package var kind: JobKind
    package var queue: JobQueueName
    package var input: JSON
    package var priority: Int
    package var maxAttempts: Int
    package var rule: ScheduleRule
    package var enabled: Bool

    package init(
        _ name: String, kind: JobKind, queue: JobQueueName = .default, input: JSON = [:], priority: Int = 100, maxAttempts: Int = 5,
        rule: ScheduleRule,
        enabled: Bool = true
    ) {
        self.name = name
        self.kind = kind
        self.queue = queue
        self.input = input
        self.priority = priority
        self.maxAttempts = maxAttempts
        self.rule = rule
        self.enabled = enabled
    }
}

/// A tenant's schedules.
package enum JobSchedules {
    /// Makes or replaces a schedule. Its next run moves only when the rule is new; a new one first runs at `firstRun`, or after its rule.
    /// - Throws: `Problem` for a rule that has no next run.
    package static func put(
        _ schedule: JobSchedule, firstRun: Instant? = nil, now: Instant = .now, in tx: borrowing TenantTransaction
    ) async throws {
        guard let next = firstRun ?? schedule.rule.next(after: now, now: now, random: .random(in: 0...1)) else {
            throw Problem.conflict("schedule_never_runs", "The schedule has no time at which it would run.")
        }
        try await tx.execute(
            """
            INSERT INTO jobs.schedules AS s (tenant_id, name, queue, kind, input, priority, max_attempts, rule, next_run_at, enabled)
            VALUES (
              \(tx.tenant), \(schedule.name), \(schedule.queue), \(schedule.kind), \(schedule.input), \(schedule.priority), \(schedule.maxAttempts),
              \(schedule.rule.json), \(next), \(schedule.enabled))
            ON CONFLICT (tenant_id, name) DO UPDATE
            SET
              queue = EXCLUDED.queue,
              kind = EXCLUDED.kind,
              input = EXCLUDED.input,
              priority = EXCLUDED.priority,
              max_attempts = EXCLUDED.max_attempts,
              rule = EXCLUDED.rule,
              next_run_at = CASE WHEN s.rule = EXCLUDED.rule AND s.enabled THEN s.next_run_at ELSE EXCLUDED.next_run_at END,
              enabled = EXCLUDED.enabled
            """)
    }

    /// `false` when there was none.
    @discardableResult
    package static func remove(_ name: String, in tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute("DELETE FROM jobs.schedules WHERE tenant_id = \(tx.tenant) AND name = \(name)") > 0
    }

    /// When a schedule runs next and ran last; `nil` when there is none or it is switched off.
    package static func times(of name: String, in tx: borrowing TenantTransaction) async throws -> (next: Instant, last: Instant?)? {
        let row = try await tx.first(
            """
            SELECT next_run_at, last_run_at
            FROM jobs.schedules
            WHERE tenant_id = \(tx.tenant) AND name = \(name) AND enabled
            """)
        guard let row else { return nil }
        let (next, last) = try row.decode(Instant.self, Instant?.self)
        return (next, last)
    }
}
