package import Core
import Postgres

/// What a job does: the name under which its handler is known, `syncs.run`.
package struct JobKind: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible, PostgresEncodable,
    PostgresDecodable
{
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }

    package var description: String { rawValue }
}

/// A line that workers take jobs from: lower-case letters, digits and underscores.
package struct JobQueueName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible, PostgresEncodable,
    PostgresDecodable
{
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }

    package static let sync: JobQueueName = "sync"
    package static let rules: JobQueueName = "rules"
    package static let ml: JobQueueName = "ml"
    package static let intel: JobQueueName = "intel"
    package static let `default`: JobQueueName = "default"

    package var description: String { rawValue }
}

/// Where a job stands.
package enum JobState: String, Sendable, Hashable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case queued, running, completed, discarded, cancelled

    package var isOver: Bool { self != .queued && self != .running }
}

/// How far a job is, as its handler says; `nil` where it does not.
package struct JobProgress: Sendable, Hashable {
    package var done: Int64?
    package var total: Int64?
    package var note: String?

    package init(done: Int64? = nil, total: Int64? = nil, note: String? = nil) {
        self.done = done
        self.total = total
        self.note = note
    }
}

/// A job as its tenant sees it.
package struct Job: Sendable, Hashable {
    package let id: JobID
    package let queue: JobQueueName
    package let kind: JobKind
    package let input: JSON
    package let priority: Int
    package let state: JobState
    package let runAt: Instant
    /// Attempts begun so far.
    package let attempts: Int
    package let maxAttempts: Int
    package let cancelRequested: Bool
    package let progress: JobProgress
    package let result: JSON?
    /// One object for each failed attempt: attempt, at, worker, error.
    package let history: JSON
    package let createdAt: Instant
    package let startedAt: Instant?
    package let finishedAt: Instant?

    /// The columns in the order that `init(_:)` reads them.
    static let columns = Query(
        trusted: """
            id, queue, kind, input, priority, state, run_at, attempts, max_attempts, cancel_requested, done, total, note, result, history, created_at,
            started_at, finished_at
            """)

    init(_ row: Row) throws {
        id = try row.value(at: 0)
        queue = try row.value(at: 1)
        kind = try row.value(at: 2)
        input = try row.value(at: 3)
        priority = try row.value(at: 4)
        state = try row.value(at: 5)
        runAt = try row.value(at: 6)
        attempts = try row.value(at: 7)
        maxAttempts = try row.value(at: 8)
        cancelRequested = try row.value(at: 9)
        progress = JobProgress(done: try row.value(at: 10), total: try row.value(at: 11), note: try row.value(at: 12))
        result = try row.value(at: 13)
        history = try row.value(at: 14)
        createdAt = try row.value(at: 15)
        startedAt = try row.value(at: 16)
        finishedAt = try row.value(at: 17)
    }
}
