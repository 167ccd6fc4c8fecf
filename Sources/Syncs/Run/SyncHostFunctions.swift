import ConnectorHost
import Core

/// What a sync lends to its connector while a stream is read.
actor SyncHostFunctions: HostFunctions {
    private let requests: HostRequests
    private let store: CheckpointStore
    private let flag: CancelFlag
    private let tally: CallTally
    private let time: TimeSource
    private let progress: SyncJob.Progress
    private var staged: StagedRows
    private var ordinal: Int64
    private var done: Int64 = 0
    private var total: Int64?
    private var log: [JSON] = []
    private var logged: Int64 = 0
    private var stream = ""

    /// Waits up to this long are sat out; longer ones park the sync.
    private static let longestWait = Duration.seconds(60)
    /// Lines of one run's log that are kept.
    private static let mostLogged: Int64 = 1_000

    init(
        requests: HostRequests, store: CheckpointStore, staged: StagedRows, flag: CancelFlag, tally: CallTally, time: TimeSource,
        progress: @escaping SyncJob.Progress
    ) {
        self.requests = requests
        self.store = store
        self.staged = staged
        self.flag = flag
        self.tally = tally
        self.time = time
        self.progress = progress
        ordinal = store.plan.checkpoints
    }

    /// The reading of a stream begins: what an earlier one left unstored is forgotten.
    func begin(_ stream: String) {
        self.stream = stream
        total = nil
        staged.reset()
    }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        try refuseWhenCancelled()
        return try await requests.perform(request, body: body)
    }

    func emit(stream: String, rows: ArraySlice<UInt8>) async throws {
        try refuseWhenCancelled()
        try staged.add(rows, of: stream)
    }

    func reject(stream: String, reject: JSON) async throws { staged.reject(reject, of: stream) }

    func checkpoint(stream: String, cursor: JSON) async throws {
        guard stream == self.stream else { throw HostRefusal(.invalid, "A checkpoint is of the stream that is read.") }
        try refuseWhenCancelled()
        try await store(cursor)
        try refuseWhenCancelled()
    }

    /// Stores what came behind the last checkpoint; the cursor stays, so that it is read again, which does no harm.
    func finish() async throws { if !staged.isEmpty { try await store(nil) } }

    func estimate(stream: String, rows: Int64) async throws { total = max(rows, 0) }

    func wait(until: Instant) async throws {
        tally.noteThrottle()
        guard until - time.now <= Self.longestWait else { throw HostRefusal.park }
        while time.now < until {
            try refuseWhenCancelled()
            try await Task.sleep(for: min(.milliseconds(250), until - time.now))
        }
    }

    func log(_ level: ConnectorLogLevel, _ text: String) async { write(level, text, stream) }

    nonisolated func now() -> Instant { time.now }

    /// A line of the sync's log: kept with the next checkpoint.
    func write(_ level: ConnectorLogLevel, _ text: String, _ stream: String?) {
        guard logged < Self.mostLogged else { return }
        logged += 1
        let names: [ConnectorLogLevel: String] = [.debug: "debug", .info: "info", .warning: "warning", .error: "error"]
        log.append([
            "sequence": .integer(Int64(store.plan.run) * 1_000_000 + logged), "at": .string(time.now.description),
            "level": .string(names[level] ?? "info"), "stream": stream.map { .string($0) } ?? .null,
            "message": .string(String(SyncFault.plain(text).prefix(1_000))),
        ])
    }

    /// The lines that no checkpoint has taken yet.
    func takeLog() -> [JSON] {
        defer { log = [] }
        return log
    }

    private func store(_ cursor: JSON?) async throws {
        let counts = tally.take()
        let batch = SyncBatch(
            stream: stream, cursor: cursor, parts: staged.parts, rowsRead: staged.rowsRead, rejected: staged.rejected, rejects: staged.rejects,
            estimate: total, log: log, counts: counts)
        do {
            let result = try await store.store(batch, ordinal: ordinal)
            if result.isCancelled { flag.cancel() }
        } catch {
            tally.putBack(counts)
            throw error
        }
        ordinal += 1
        done += batch.rowsRead
        staged.reset()
        log = []
        try await progress(done, total, stream)
    }

    private func refuseWhenCancelled() throws { if flag.isRaised { throw HostRefusal.cancelled } }
}
