/// How far a report is that a platform prepares in its own time.
public enum ReportState: Hashable, Sendable {
    /// Not ready yet.
    case running
    /// Ready. `location` says where it lies, where the platform says so: a URL, the id of a file.
    case ready(location: String? = nil)
    /// The platform gave up on it, for this reason; asking for it again later may help.
    case failed(String)
    /// The platform does not know it any more; it is asked for anew, once.
    case gone
}

/// A report to ask for, wait for and fetch, over as many reads as that takes: its id is kept in the stream's cursor under `report`.
public struct ReportJob: Sendable {
    /// The stream.
    public var stream: String
    /// What the report is about, such as `2026-01-01/2026-01-30`: a report of another key that the cursor still names is forgotten.
    public var key: String
    /// Seconds between two questions.
    public var every: Int64
    /// After so many seconds of waiting in one read the sync parks between two questions, so that its runner is free.
    public var sitOut: Int64
    /// Seconds after its start when nobody waits any longer.
    public var within: Int64

    /// A report.
    public init(stream: String, key: String, every: Int64 = 10, sitOut: Int64 = 120, within: Int64 = 6 * 3600) {
        self.stream = stream
        self.key = key
        self.every = max(every, 1)
        self.sitOut = sitOut
        self.within = within
    }

    /// The host parks waits of more than a minute.
    fileprivate static let parking: Int64 = 90

    /// A report that was started.
    fileprivate struct Started {
        let id: String
        let at: Instant

        init(id: String, at: Instant) {
            self.id = id
            self.at = at
        }

        init?(_ cursor: JSONView, key: String) {
            guard cursor["report.key"].string == key, let id = cursor["report.id"].filledString else { return nil }
            self.id = id
            at = Instant(microseconds: cursor["report.started"].integer ?? 0)
        }
    }
}

extension Host {
    /// Starts a report unless the cursor names it already, stores its id in a checkpoint, asks until it is ready, and fetches it.
    ///
    /// The checkpoint that this makes holds what `keeping` writes (the other members of the cursor) and `report`. `fetch` emits the rows, beginning
    /// with `replace` where they are facts; store a checkpoint without `report` when it has returned. Long waits throw `Parked`: let it pass.
    /// - Throws: what the closures throw; a `transient` failure when the platform gave up on the report or took too long, after which the next read
    ///   asks for a new one.
    public func report<Fetched>(
        _ job: ReportJob, cursor: JSONView, keeping: (inout Row) -> Void = { _ in }, start: () throws -> String,
        poll: (String) throws -> ReportState, fetch: (_ id: String, _ location: String?) throws -> Fetched
    ) throws -> Fetched {
        var known = ReportJob.Started(cursor, key: job.key)
        var wasRenewed = false
        var waited: Int64 = 0
        while true {
            let report = try known ?? begin(job, keeping, start)
            known = report
            switch try poll(report.id) {
            case .ready(let location): return try fetch(report.id, location)
            case .failed(let reason): throw try forget(job, keeping, "The platform could not prepare a report: \(reason.prefix(300))")
            case .gone:
                guard !wasRenewed else { throw try forget(job, keeping, "The platform forgot a report that it had just taken on.") }
                wasRenewed = true
                known = nil
            case .running:
                guard now < report.at.adding(seconds: job.within) else {
                    throw try forget(job, keeping, "The platform did not finish a report in time.")
                }
                try wait(until: now.adding(seconds: waited < job.sitOut ? job.every : max(job.every, ReportJob.parking)))
                waited += job.every
            }
        }
    }

    private func begin(_ job: ReportJob, _ keeping: (inout Row) -> Void, _ start: () throws -> String) throws -> ReportJob.Started {
        let report = ReportJob.Started(id: try start(), at: now)
        try checkpoint(job.stream) { row in
            keeping(&row)
            row.object("report") { row in
                row.text("key", job.key)
                row.text("id", report.id)
                row.integer("started", report.at.microseconds)
            }
        }
        return report
    }

    /// Drops the report from the cursor, so that the next read starts another.
    private func forget(_ job: ReportJob, _ keeping: (inout Row) -> Void, _ sentence: String) throws -> ConnectorFailure {
        try checkpoint(job.stream, keeping)
        return ConnectorFailure(.transient, sentence, detail: job.key)
    }
}
