import ConnectorHost
import Core
import Synchronization

/// A host that answers from a scenario, and writes down everything. Its clock stands still but for what the connector waits.
final class ScenarioHost: HostFunctions {
    struct Record: Sendable {
        var now: Instant
        var rows: [EmittedRow] = []
        var rejects: [(stream: String, reject: JSON)] = []
        var checkpoints: [Checkpoint] = []
        var requests: [AskedRequest] = []
        var log: [String] = []
        var waits = 0
        var rowCount = 0
        var faults: [String] = []
        var isEndless = false
        var last: Recording?
    }

    private let scenario: Scenario
    private let options: ReadOptions
    private let exchanges: [Exchange]
    private let state: Mutex<Record>
    private let interrupt: @Sendable (Interruption.Way) -> Void

    /// What no read of a small recording needs.
    private static let mostRequests = 400
    private static let mostRows = 200_000

    init(_ scenario: Scenario, _ options: ReadOptions, interrupt: @escaping @Sendable (Interruption.Way) -> Void) {
        self.scenario = scenario
        self.options = options
        self.interrupt = interrupt
        exchanges = options.exchanges ?? scenario.exchanges
        state = Mutex(Record(now: scenario.now + options.clockOffset))
    }

    var record: Record { state.withLock { $0 } }

    /// A parked read goes on at an instant: the rows behind the last checkpoint are forgotten.
    func resume(at instant: Instant) {
        state.withLock { record in
            record.now = max(record.now, instant)
            record.rows = Array(record.rows.prefix(record.checkpoints.last?.rows ?? 0))
        }
    }

    func now() -> Instant {
        state.withLock { record in
            if options.clockJumps, !record.requests.isEmpty { return record.now - .seconds(3_600) }
            return record.now
        }
    }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse { try answer(request, body, isRedirect: false) }

    func follow(_ hop: RedirectHop) async throws -> HostResponse {
        let (first, url) = (hop.first["url"]?.string ?? "", hop.request["url"]?.string ?? "")
        guard options.reach?.leads(from: first, to: url) == true else {
            throw HostRefusal(.refused, "the host is not on the list of this connection")
        }
        return try answer(hop.request, hop.body, isRedirect: true)
    }

    private func answer(_ request: JSON, _ body: ArraySlice<UInt8>, isRedirect: Bool) throws -> HostResponse {
        let url = request["url"]?.string ?? ""
        let method = (request["method"]?.string ?? "GET").uppercased()
        let headers = (request["headers"]?.array ?? []).compactMap { pair -> (name: String, value: String)? in
            guard let pair = pair.array, pair.count == 2, let name = pair[0].string, let value = pair[1].string else { return nil }
            return (name.lowercased(), value)
        }
        let index = exchanges.firstIndex { $0.fits(method, url, Array(body), headers, in: options.call) }
        let (number, isTooMuch) = state.withLock { record in
            record.requests.append(
                AskedRequest(
                    method: method, url: url, headers: headers, body: Array(body), at: record.now, exchange: index, isRedirect: isRedirect))
            if record.requests.count > Self.mostRequests { record.isEndless = true }
            return (record.requests.count - 1, record.isEndless)
        }
        if isTooMuch { throw Endless() }
        if case .request(number)? = options.interruption?.place, let way = options.interruption?.way { interrupt(way) }
        let recorded = index.map { exchanges[$0].answer } ?? Recording(status: 404, headers: Recording.jsonHeaders, body: Array("{}".utf8))
        let (answer, isCut) = try troubled(recorded, number)
        state.withLock { $0.last = answer }
        let isJSON = answer.headers.contains { $0.name == "content-type" && $0.value.contains("json") }
        let bytes = isJSON ? options.secretPaths.redacted(answer.body) : answer.body
        return HostResponse(status: answer.status, headers: answer.headers, body: RecordedBody(bytes, piece: options.piece, isCut: isCut))
    }

    private func troubled(_ recorded: Recording, _ number: Int) throws -> (answer: Recording, isCut: Bool) {
        guard let trouble = options.trouble, trouble.requests.contains(number) else { return (recorded, false) }
        switch trouble.kind {
        case .answer(let answer): return (answer, false)
        case .change(let change):
            var changed = recorded
            changed.body = change(recorded.body)
            return (changed, false)
        case .cut: return (recorded, true)
        case .silence: throw HostRefusal(.failed, "The network is away.")
        case .repeated: return (state.withLock { $0.last } ?? recorded, false)
        }
    }

    func emit(stream: String, rows: ArraySlice<UInt8>) async throws {
        let lines = options.keepsRows ? rows.split(separator: 0x0A).map { EmittedRow(stream: stream, bytes: Array($0)) } : []
        let count = options.keepsRows ? lines.count : rows.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
        let isTooMuch = state.withLock { record in
            record.rows += lines
            record.rowCount += count
            if options.keepsRows, record.rowCount > Self.mostRows { record.isEndless = true }
            return record.isEndless
        }
        if isTooMuch { throw Endless() }
    }

    func reject(stream: String, reject: JSON) async throws { state.withLock { $0.rejects.append((stream, reject)) } }

    func checkpoint(stream: String, cursor: JSON) async throws {
        let number = state.withLock { record in
            record.checkpoints.append(Checkpoint(stream: stream, cursor: cursor, rows: record.rows.count))
            return record.checkpoints.count - 1
        }
        if case .checkpoint(number)? = options.interruption?.place, let way = options.interruption?.way { interrupt(way) }
    }

    func estimate(stream: String, rows: Int64) async throws {}

    func wait(until: Instant) async throws {
        let isLong = state.withLock { record in
            record.waits += 1
            if record.waits > Self.mostRequests { record.isEndless = true }
            guard until - record.now <= .seconds(60) else { return true }
            record.now = max(record.now, until)
            return false
        }
        if state.withLock({ $0.isEndless }) { throw Endless() }
        if isLong { throw HostRefusal.park }
    }

    func log(_ level: ConnectorLogLevel, _ text: String) async { state.withLock { $0.log.append(text) } }
}

/// The read asks on and on: the host breaks it off.
struct Endless: Error {}

/// A recorded body, in pieces; a cut one breaks after its first half.
private final class RecordedBody: BodySource {
    private let rest: Mutex<ArraySlice<UInt8>>
    private let piece: Int
    private let isCut: Bool

    init(_ bytes: [UInt8], piece: Int, isCut: Bool) {
        rest = Mutex(isCut ? bytes.prefix(bytes.count / 2) : bytes[...])
        self.piece = piece
        self.isCut = isCut
    }

    func next() async throws -> [UInt8]? {
        let part = rest.withLock { rest in
            let part = Array(rest.prefix(piece))
            rest = rest.dropFirst(part.count)
            return part
        }
        if part.isEmpty, isCut { throw HostRefusal(.failed, "The connection was lost in the middle of the answer.") }
        return part.isEmpty ? nil : part
    }

    func close() async {}
}
