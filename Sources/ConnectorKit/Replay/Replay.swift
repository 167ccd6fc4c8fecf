public import CConnector

/// A host for tests: answers requests from a script and keeps what the connector hands over. Calls go through the real function tables, so that
/// a test sees what the runner would see.
public final class Replay {
    /// The time that the host tells.
    public var now: Instant
    /// Waits of more seconds than this are parked.
    public var longestWait: Int64 = 60
    /// The host function that fails, and with which code: cancels and faults at any point. Called with the function's name before it acts.
    public var fault: ((String) -> HostError.Code?)?
    /// The most bytes that one read of a body gives.
    public var pieceSize = 1 << 20
    /// Switch off for large streams; rows are then only counted.
    public var keepsRows = true

    /// The requests in their order.
    public internal(set) var requests: [Sent] = []
    /// The rows by stream, as JSON texts.
    public internal(set) var rows: [String: [String]] = [:]
    /// How many rows came, and of how many bytes.
    public internal(set) var rowCount = 0
    /// The bytes of all rows.
    public internal(set) var rowBytes = 0
    /// The checkpoints in their order.
    public internal(set) var checkpoints: [Checkpoint] = []
    /// The rejected rows in their order.
    public internal(set) var rejects: [Rejected] = []
    /// The lines of the log.
    public internal(set) var logs: [String] = []
    /// The instants that were waited for.
    public internal(set) var waits: [Instant] = []
    /// The estimates by stream.
    public internal(set) var estimates: [String: Int] = [:]

    var script: [(matches: (Sent) -> Bool, answer: (Sent) -> Answer, left: Int)] = []
    var bodies: [UInt64: Body] = [:]
    var head = ReplayBytes()
    var lastError = ReplayBytes()
    /// What the runner would see as the host; owned here.
    private let table: UnsafeMutablePointer<tactics_host>

    struct Body {
        var bytes: [UInt8]
        var position = 0
        var pieces: (@Sendable () -> [UInt8])?
    }

    /// A host at that time (2026-01-15 12:00 UTC unless told otherwise).
    public init(now: Instant = Instant(seconds: 1_768_478_400)) {
        self.now = now
        table = .allocate(capacity: 1)
        table.initialize(to: ReplayTable.host(context: Unmanaged.passUnretained(self).toOpaque()))
    }

    deinit { table.deallocate() }

    /// The host, for tests of single functions.
    public var host: Host { Host(table) }

    /// The function table, for tests that call a connector's table themselves.
    public var hostTable: UnsafePointer<tactics_host> { UnsafePointer(table) }

    /// Answers requests whose URL contains `url` and whose method is `method` (nil: any). The first answer that fits and has not been used `times`
    /// times is given; without `times` it has no end.
    public func answer(_ url: String, method: String? = nil, times: Int? = nil, with answer: Answer) {
        self.answer(times: times, where: { $0.url.containsText(url) && (method == nil || $0.method == method) }, with: { _ in answer })
    }

    /// Answers requests that fit by a function.
    public func answer(times: Int? = nil, where matches: @escaping (Sent) -> Bool = { _ in true }, with answer: @escaping (Sent) -> Answer) {
        script.append((matches, answer, times ?? Int.max))
    }

    /// The rows of a stream, parsed.
    public func parsed(_ stream: String) -> [JSONView] { (rows[stream] ?? []).compactMap { try? JSONDocument($0).root } }

    /// Forgets what was recorded; the script stays.
    public func forget() {
        requests = []
        rows = [:]
        rowCount = 0
        rowBytes = 0
        checkpoints = []
        rejects = []
        logs = []
        waits = []
    }
}

extension String {
    /// Whether a text occurs inside, byte for byte.
    func containsText(_ part: String) -> Bool {
        let all = Array(utf8)
        let wanted = Array(part.utf8)
        guard wanted.count <= all.count else { return false }
        return (0...(all.count - wanted.count)).contains { all[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
