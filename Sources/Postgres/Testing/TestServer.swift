import Glibc

/// The server of this process's tests.
actor TestServer {
    static let shared = TestServer()

    private var starting: Task<PrivateServer, any Error>?

    /// An administrator's address on the server.
    func configuration() async throws -> DatabaseConfiguration {
        if let url = getenv("TACTICS_TEST_ADMIN_URL") { return try DatabaseConfiguration(url: String(cString: url), connectTimeout: .seconds(10)) }
        return try await start().configuration()
    }

    private func start() async throws -> PrivateServer {
        if let starting { return try await starting.value }
        // A task, so that all first callers wait for one and the same start.
        let task = Task { try await PrivateServer.make(stopsWithProcess: true) }
        starting = task
        return try await task.value
    }
}
