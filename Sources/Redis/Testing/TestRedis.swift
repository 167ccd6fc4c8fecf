package import Core
import Glibc
package import Reactor
import Synchronization

// The toolchain's Glibc module leaves it out. Both ends must be closed on exec from the first, or a server started at the same time would hold this
// one's pipe open.
@_silgen_name("pipe2") private func pipe2(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32

/// A Redis for tests: the server that `TACTICS_TEST_REDIS_URL` names, or a private one on a Unix socket, without persistence, which ends with the
/// process.
package final class TestRedis: Sendable {
    package let configuration: RedisConfiguration
    private let server: PrivateServer?

    private init(_ configuration: RedisConfiguration, _ server: PrivateServer?) {
        self.configuration = configuration
        self.server = server
    }

    /// The server that the tests of this process share; tests keep apart by keys of tenants of their own.
    package static func shared() throws -> TestRedis {
        try common.withLock { common in
            if let common { return common }
            let server = try getenv("TACTICS_TEST_REDIS_URL").map { TestRedis(try RedisConfiguration(url: String(cString: $0)), nil) } ?? start()
            common = server
            return server
        }
    }

    /// A server of the test's own, to be paused and killed.
    package static func start() throws -> TestRedis {
        let server = try PrivateServer()
        return TestRedis(RedisConfiguration(address: .unix(path: server.socketPath)), server)
    }

    /// Runs the body with a connected client, which ends with it.
    package func withClient<Value: Sendable>(
        reactors: [Reactor] = [.shared], _ change: @Sendable (inout RedisConfiguration) -> Void = { $0.deadline = .seconds(5) },
        _ body: @Sendable @escaping (RedisClient) async throws -> Value
    ) async throws -> Value {
        var configuration = configuration
        change(&configuration)
        let client = RedisClient(configuration, reactors: reactors)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                await client.run()
                return nil
            }
            group.addTask { try await body(client) }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw RedisError.unavailable
        }
    }

    /// Stops the server's process where it stands (SIGSTOP); the kernel goes on taking connections for it.
    package func pause() { server?.signal(SIGSTOP) }

    package func resume() { server?.signal(SIGCONT) }

    /// Kills the server (SIGKILL).
    package func kill() { server?.signal(SIGKILL) }

    /// Starts a killed server again, empty, at the same address.
    package func restart() throws { try server?.launch() }

    // Shared by all tests of the process.
    private static let common = Mutex<TestRedis?>(nil)
}

/// A `redis-server` under a shell that waits for the end of a pipe: whatever becomes of this process, the pipe closes, and the shell ends the server
/// and removes its folder.
private final class PrivateServer: Sendable {
    let folder: String
    private let state = Mutex(State())

    private struct State {
        var pid: pid_t = 0
        var pipe: Int32 = -1
    }

    var socketPath: String { "\(folder)/s" }

    init() throws {
        var template = Array("/tmp/redis-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw RedisError.unavailable }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try launch()
    }

    deinit {
        let pipe = state.withLock { $0.pipe }
        if pipe >= 0 { close(pipe) }
    }

    func signal(_ number: Int32) {
        let pid = state.withLock { $0.pid }
        if pid > 0 { Glibc.kill(pid, number) }
    }

    func launch() throws {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, 0o2_000_000) == 0 else { throw RedisError.unavailable }
        unlink(socketPath)
        unlink("\(folder)/pid")
        try spawn(standardInput: ends[0])
        close(ends[0])
        let previous = state.withLock { state in
            defer { state.pipe = ends[1] }
            return state.pipe
        }
        if previous >= 0 { close(previous) }
        try waitUntilReady()
    }

    private func spawn(standardInput: Int32) throws {
        let script = """
            mkdir -p "$1"
            redis-server --port 0 --unixsocket "$1/s" --dir "$1" --save "" --appendonly no --daemonize no --loglevel warning &
            echo $! > "$1/pid.new" && mv "$1/pid.new" "$1/pid"
            read wait
            kill -9 $! 2>/dev/null
            if [ "$(cat "$1/pid" 2>/dev/null)" = "$!" ]; then rm -rf "$1"; fi
            """
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", script, "sh", folder].map { (text: String) in strdup(text) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var shell: pid_t = 0
        guard posix_spawn(&shell, "/bin/sh", &actions, nil, &arguments, environ) == 0 else { throw RedisError.unavailable }
    }

    /// The server tells nobody that it listens; so the socket is tried, every 2 ms for 10 s.
    private func waitUntilReady() throws {
        for _ in 0..<5_000 {
            if let pid = readPid(), answers() {
                state.withLock { $0.pid = pid }
                return
            }
            usleep(2_000)
        }
        throw RedisError.unavailable
    }

    private func readPid() -> pid_t? {
        guard let file = fopen("\(folder)/pid", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 32)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let pid = atoi(line)
        return pid > 0 ? pid : nil
    }

    private func answers() -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(socketPath.utf8).prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        } == 0
    }
}
