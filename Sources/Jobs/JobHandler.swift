/// What does the jobs of a kind. It must bear being run twice: a worker may die after the work and before the word of it.
package struct JobHandler: Sendable {
    package let kind: JobKind
    /// How long one attempt may take.
    package let deadline: Duration
    let run: @Sendable (JobContext) async throws -> JobOutcome

    package init(_ kind: JobKind, deadline: Duration = .seconds(3_600), run: @escaping @Sendable (JobContext) async throws -> JobOutcome) {
        self.kind = kind
        self.deadline = deadline
        self.run = run
    }
}

/// How a worker works.
package struct WorkerConfiguration: Sendable {
    /// How many jobs of each queue at once; queues that are not named are not worked.
    package var queues: [JobQueueName: Int]
    /// Shown in a job's history.
    package var name: String
    /// A silent worker's jobs are taken over after this.
    package var lease: Duration
    package var heartbeat: Duration
    /// How often to look when nothing wakes the worker.
    package var poll: Duration
    /// From being asked to end until a handler's task is cancelled.
    package var stopGrace: Duration
    /// Whether this worker also runs schedules; any number of workers may.
    package var runsSchedules: Bool
    package var backoff: Backoff

    package init(
        queues: [JobQueueName: Int], name: String, lease: Duration = .seconds(30), heartbeat: Duration = .seconds(5), poll: Duration = .seconds(1),
        stopGrace: Duration = .seconds(10), runsSchedules: Bool = true, backoff: Backoff = Backoff()
    ) {
        self.queues = queues
        self.name = name
        self.lease = lease
        self.heartbeat = heartbeat
        self.poll = poll
        self.stopGrace = stopGrace
        self.runsSchedules = runsSchedules
        self.backoff = backoff
    }
}
