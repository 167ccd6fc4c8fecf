import ConnectorHost
import Core

/// What a sync lends to its connector while a stream is read.
///
/// A checkpoint is stored while the connector reads on: at most one batch is under way, and whatever became of it is known before the next one is
/// stored, and before the stream ends (`settle`). A batch that could not be stored ends the stream at the connector's next call; it is read again then.
/// Small checkpoints that come meanwhile are put together and stored as one batch behind it: each transaction costs a write to the disk.
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
    private var underWay: Task<Void, any Error>?
    private var isStoring = false
    /// The checkpoints that came while a batch is under way, as one.
    private var waiting: SyncBatch?

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

    /// The reading of a stream begins: what an earlier one left unstored is forgotten. Nothing may be under way.
    func begin(_ stream: String) {
        self.stream = stream
        total = nil
        waiting = nil
        staged.restart()
    }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        try refuseWhenCancelled()
        return try await requests.perform(request, body: body)
    }

    func follow(_ hop: RedirectHop) async throws -> HostResponse {
        try refuseWhenCancelled()
        return try await requests.perform(hop.request, body: hop.body, redirect: hop)
    }

    func emit(stream: String, rows: ArraySlice<UInt8>) async throws {
        try refuseWhenCancelled()
        try staged.add(rows, of: stream)
    }

    func reject(stream: String, reject: JSON) async throws { staged.reject(reject, of: stream) }

    func checkpoint(stream: String, cursor: JSON) async throws {
        guard stream == self.stream else { throw HostRefusal(.invalid, "A checkpoint is of the stream that is read.") }
        try refuseWhenCancelled()
        if isStoring, joinsWaiting(cursor) { return }
        try await settle()
        try refuseWhenCancelled()
        beginStoring(cursor)
    }

    /// Puts what is staged to the checkpoints that wait, where both are small and the order between them says nothing.
    private func joinsWaiting(_ cursor: JSON) -> Bool {
        guard staged.rowsRead <= SyncBatch.most.rows, staged.size <= SyncBatch.most.bytes, waiting?.takes(staged) ?? true else { return false }
        let batch = taken(cursor)
        waiting = waiting?.joined(with: batch) ?? batch
        return true
    }

    /// Stores what came behind the last checkpoint; the cursor stays, so that it is read again, which does no harm.
    func finish() async throws {
        try await settle()
        guard !staged.isEmpty else { return }
        beginStoring(nil)
        try await settle()
    }

    /// Waits until the batch that is under way is stored, and those that wait for it.
    /// - Throws: why it could not be.
    func settle() async throws {
        guard let task = underWay else { return }
        defer { underWay = nil }
        try await task.value
    }

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

    /// What is staged, with the cursor behind it; nothing is staged then.
    private func taken(_ cursor: JSON?) -> SyncBatch {
        let batch = SyncBatch(
            stream: stream, cursor: cursor, parts: staged.parts, rowsRead: staged.rowsRead, rejected: staged.rejected, rejects: staged.rejects,
            estimate: total, log: log, counts: tally.take())
        staged.reset()
        log = []
        return batch
    }

    /// Takes what is staged, and stores it while the connector goes on.
    private func beginStoring(_ cursor: JSON?) {
        let batch = taken(cursor)
        isStoring = true
        underWay = Task { try await storeAll(from: batch) }
    }

    /// Stores a batch, and then what came to wait meanwhile.
    private func storeAll(from first: SyncBatch) async throws {
        defer { isStoring = false }
        var next: SyncBatch? = first
        while let batch = next {
            try await store(batch)
            next = waiting
            waiting = nil
        }
    }

    private func store(_ batch: SyncBatch) async throws {
        do {
            let result = try await store.store(batch, ordinal: ordinal)
            if result.isCancelled { flag.cancel() }
        } catch {
            for unstored in [waiting, batch].compactMap(\.self) {
                tally.putBack(unstored.counts)
                log = unstored.log + log
            }
            waiting = nil
            throw error
        }
        ordinal += 1
        done += batch.rowsRead
        try await progress(done, total, batch.stream)
    }

    private func refuseWhenCancelled() throws { if flag.isRaised { throw HostRefusal.cancelled } }
}
