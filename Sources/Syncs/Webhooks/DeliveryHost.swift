import ConnectorHost
import Core
import Logging

/// What the host lends to a connector while it turns a delivery into rows. There is no cursor: what is emitted is stored when the connector is done.
actor DeliveryHost: HostFunctions {
    private let makeRequests: @Sendable () async throws -> HostRequests
    private let time: TimeSource
    private let logger: Logger
    private var requests: HostRequests?
    private var staged: StagedRows

    /// Waits up to this long are sat out.
    private static let longestWait = Duration.seconds(10)

    /// - Parameter requests: made at the first request, so that a delivery that needs none needs no credential either.
    init(staged: StagedRows, time: TimeSource, logger: Logger, requests: @escaping @Sendable () async throws -> HostRequests) {
        self.staged = staged
        self.time = time
        self.logger = logger
        makeRequests = requests
    }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        let open: HostRequests
        if let requests { open = requests } else { open = try await makeRequests() }
        requests = open
        return try await open.perform(request, body: body)
    }

    func emit(stream: String, rows: ArraySlice<UInt8>) async throws { try staged.add(rows, of: stream) }

    func reject(stream: String, reject: JSON) async throws { staged.reject(reject, of: stream) }

    func checkpoint(stream: String, cursor: JSON) async throws { throw HostRefusal(.refused, "A delivery has no cursor.") }

    func wait(until: Instant) async throws {
        guard until - time.now <= Self.longestWait else { throw HostRefusal.park }
        while time.now < until { try await Task.sleep(for: min(.milliseconds(250), until - time.now)) }
    }

    func log(_ level: ConnectorLogLevel, _ text: String) async {
        logger.debug("a connector says of a delivery", metadata: ["text": "\(SyncFault.plain(text).prefix(500))"])
    }

    nonisolated func now() -> Instant { time.now }

    /// What was emitted.
    func rows(_ reception: JSON) -> DeliveredRows { DeliveredRows(staged, reception: reception) }
}
