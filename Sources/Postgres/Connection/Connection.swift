import CLibPQ
import Reactor

/// One connection in pipeline mode, on the reactor. It carries one exchange at a time; after any doubt it is broken for good and closes its socket.
actor Connection {
    nonisolated let reactor: Reactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    let configuration: DatabaseConfiguration
    /// `nil` once closed.
    private(set) var handle: LibPQHandle?
    /// `nil` before it connects.
    private var watch: Watch?
    var ledger = PipelineLedger()
    var statements: StatementCache
    var isBusy = false

    private init(handle: LibPQHandle, configuration: DatabaseConfiguration, reactor: Reactor) {
        self.handle = handle
        self.configuration = configuration
        self.reactor = reactor
        statements = StatementCache(capacity: configuration.preparedStatements)
    }

    // MARK: Life

    /// Connects and checks the server.
    /// - Throws: `PostgresError`: `.cannotConnect`, `.timedOut`, `.cancelled` or `.unsupportedServer`.
    static func open(_ configuration: DatabaseConfiguration, on reactor: Reactor = .shared) async throws(PostgresError) -> Connection {
        let address = await HostResolver.address(of: configuration.host)
        let handle = try LibPQHandle(parameters: configuration.connectionParameters(hostAddress: address))
        let connection = Connection(handle: handle, configuration: configuration, reactor: reactor)
        do throws(PostgresError) {
            try await connection.connect()
        } catch {
            await connection.close()
            throw error
        }
        return connection
    }

    private func connect() async throws(PostgresError) {
        guard let handle, handle.descriptor >= 0 else {
            throw PostgresError(.cannotConnect, "the server can not be reached", detail: handle?.failure ?? "")
        }
        let deadline = ContinuousClock.now + configuration.connectTimeout
        try register(handle.descriptor)
        var needed: Readiness = .writable
        while true {
            try await wait(for: needed, until: deadline)
            switch PQconnectPoll(handle.pointer) {
            case PGRES_POLLING_OK: return try settle()
            case PGRES_POLLING_READING: needed = .readable
            case PGRES_POLLING_WRITING: needed = .writable
            default: throw PostgresError(.cannotConnect, "the server can not be reached or refuses", detail: handle.failure)
            }
            try follow(handle)
        }
    }

    private func settle() throws(PostgresError) {
        guard let handle else { throw Self.closed }
        try follow(handle)
        guard PQserverVersion(handle.pointer) >= 150_000 else {
            throw PostgresError(.unsupportedServer, "PostgreSQL 15 or newer is needed, the server is \(PQserverVersion(handle.pointer))")
        }
        guard PQsetnonblocking(handle.pointer, 1) == 0, PQenterPipelineMode(handle.pointer) == 1 else {
            throw PostgresError(.cannotConnect, "the connection can not be set up", detail: handle.failure)
        }
    }

    /// While it connects, libpq may go on to another socket.
    private func follow(_ handle: LibPQHandle) throws(PostgresError) {
        guard handle.descriptor != watch?.descriptor else { return }
        try register(handle.descriptor)
    }

    private func register(_ descriptor: Int32) throws(PostgresError) {
        forget()
        do { watch = try reactor.register(descriptor) } catch {
            throw PostgresError(.cannotConnect, "the socket can not be watched", detail: "\(error)")
        }
    }

    /// Closes the socket; whatever the server still does for it is rolled back.
    func close() {
        guard handle != nil else { return }
        forget()
        handle = nil
    }

    private func forget() {
        if let watch { reactor.deregister(watch) }
        watch = nil
    }

    /// As `server_version_num`: 150020 for 15.20.
    var serverVersion: Int { handle.map { Int(PQserverVersion($0.pointer)) } ?? 0 }

    /// Whether it can be lent: alive, not in use. Looks at the socket only when something came in on it.
    func isReady() -> Bool {
        guard let handle, let watch, !isBusy else { return false }
        // Twice: a server that throws everyone out says so before it closes, and the end stands behind those words.
        if reactor.hasUnreadEvent(watch), PQconsumeInput(handle.pointer) == 0 || PQconsumeInput(handle.pointer) == 0 { return false }
        return handle.isAlive
    }

    /// What the client waits longer than the server is allowed to take.
    static let grace: Duration = .milliseconds(500)
    static let closed = PostgresError(.connectionLost, "the connection is closed")

    /// Waits for the socket.
    func wait(for readiness: Readiness, until deadline: ContinuousClock.Instant?) async throws(PostgresError) {
        guard let watch else { throw Self.closed }
        do {
            try await reactor.wait(for: readiness, on: watch, until: deadline)
        } catch {
            switch error {
            case .timedOut: throw PostgresError(.timedOut, "PostgreSQL did not answer in time")
            case .cancelled: throw PostgresError(.cancelled, "the task was cancelled")
            case .closed: throw Self.closed
            case .system(let code): throw PostgresError(.connectionLost, "the socket can not be watched", detail: "errno \(code)")
            }
        }
    }
}
