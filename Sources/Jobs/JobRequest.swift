package import Core

/// Work to be queued.
package struct JobRequest: Sendable, Hashable {
    package var kind: JobKind
    package var queue: JobQueueName
    package var input: JSON
    /// Lower goes first; 0 is what a person waits for, 100 is usual, 200 can wait.
    package var priority: Int
    /// `nil`: at once.
    package var runAt: Instant?
    package var maxAttempts: Int
    /// While a job of this kind and key is queued or running, no second one is made.
    package var uniqueKey: String?

    package init(
        _ kind: JobKind, queue: JobQueueName = .default, input: JSON = [:], priority: Int = 100, runAt: Instant? = nil, maxAttempts: Int = 5,
        uniqueKey: String? = nil
    ) {
        self.kind = kind
        self.queue = queue
        self.input = input
        self.priority = priority
        self.runAt = runAt
        self.maxAttempts = maxAttempts
        self.uniqueKey = uniqueKey
    }
}

/// What became of a request: the job's id, and whether this request made it.
package struct Enqueued: Sendable, Hashable {
    package let id: JobID
    package let isNew: Bool

    package init(id: JobID, isNew: Bool) {
        self.id = id
        self.isNew = isNew
    }
}
