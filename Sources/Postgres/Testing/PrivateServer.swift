import Dispatch
import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server of a test's own: a fresh cluster in a short folder under /tmp, reached by a Unix socket alone, everyone trusted, nothing
/// synced.
package struct PrivateServer: Sendable {
    /// Where the cluster and the socket are.
    package let folder: String
    private let programs: String
    private let process: Process

    /// Makes a cluster and starts it.
    /// - Parameter stopsWithProcess: stop it and remove its folder at the exit of this process; else call `remove`.
    package static func make(stopsWithProcess: Bool = false) async throws -> PrivateServer {
        guard let programs = findPrograms() else { throw PostgresError(.misuse, "no PostgreSQL 15 or newer: initdb and postgres were not found") }
        var template = Array("/tmp/tactics-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw PostgresError(.misuse, "no folder can be made under /tmp") }
        let server = PrivateServer(folder: String(cString: made), programs: programs, process: Process())
        try server.initialise()
        try await server.start()
        if stopsWithProcess { AtExit.stop(server) }
        return server
    }

    package func configuration() throws -> DatabaseConfiguration {
        try DatabaseConfiguration(url: "postgres://postgres@/postgres?host=\(folder)&port=5432", connectTimeout: .seconds(10))
    }

    /// Starts the server and waits until it takes connections.
    package func start() async throws {
        let settings = [
            "listen_addresses=", "unix_socket_directories=\(folder)", "port=5432", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
            "max_connections=300", "shared_buffers=64MB", "max_wal_size=512MB", "autovacuum=off", "log_min_messages=fatal", "logging_collector=off",
        ]
        let command = ["\(programs)/postgres", "-D", "\(folder)/data"] + settings.flatMap { ["-c", $0] }
        process.identifier.store(try Self.spawnFromThreadOfItsOwn(command), ordering: .relaxed)
        for _ in 0..<600 {
            if let connection = try? await Connection.open(configuration()) { return await connection.close() }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw PostgresError(.cannotConnect, "the private server does not start")
    }

    /// Stops the server at once, as a power cut would for its clients, and waits until it is gone.
    package func stop() {
        let identifier = process.identifier.exchange(0, ordering: .relaxed)
        guard identifier > 0 else { return }
        kill(identifier, SIGQUIT)
        var status: Int32 = 0
        waitpid(identifier, &status, 0)
    }

    /// Stops the server and removes its folder.
    package func remove() {
        stop()
        _ = try? Self.finish(Self.spawn(["/bin/rm", "-rf", folder], isOwnUser: true))
    }

    private func initialise() throws {
        if getuid() == 0, let user = getpwnam("postgres") { chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) }
        let command = ["\(programs)/initdb", "-D", "\(folder)/data", "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8"]
        guard try Self.finish(Self.spawn(command)) == 0 else { throw PostgresError(.misuse, "initdb failed") }
    }

    /// PostgreSQL refuses to run as root: it is started as the user `postgres` then. It gets SIGINT when this process dies.
    private static func spawn(_ command: [String], isOwnUser: Bool = false) throws -> pid_t {
        let asPostgres = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=INT"]
        let words = getuid() == 0 && !isOwnUser ? asPostgres + command : command
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        for descriptor in 0...2 as ClosedRange<Int32> { posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0) }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var identifier: pid_t = 0
        guard posix_spawn(&identifier, words[0], &files, nil, &arguments, environ) == 0 else {
            throw PostgresError(.misuse, "\(words[0]) can not be started")
        }
        return identifier
    }

    /// The kernel sends the signal of a parent's death when the *thread* that started the child ends (prctl(2)): this one lives as long as the server.
    private static func spawnFromThreadOfItsOwn(_ command: [String]) throws -> pid_t {
        let box = Started()
        let thread = Thread {
            let result = Result { try spawn(command) }
            box.result.withLock { $0 = result }
            box.signal.signal()
            guard case .success(let identifier) = result else { return }
            var info = siginfo_t()
            while waitid(P_PID, id_t(identifier), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        }
        thread.start()
        box.signal.wait()
        guard let result = box.result.withLock({ $0 }) else { throw PostgresError(.misuse, "the server's thread said nothing") }
        return try result.get()
    }

    private static func finish(_ identifier: pid_t) throws -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 { guard errno == EINTR else { throw PostgresError(.misuse, "a program got lost") } }
        return status
    }

    private static func findPrograms() -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let folders = (15...20).reversed().map { "/usr/lib/postgresql/\($0)/bin" } + path.split(separator: ":").map(String.init)
        return folders.first { access("\($0)/initdb", X_OK) == 0 && access("\($0)/postgres", X_OK) == 0 }
    }

    /// What the thread that started the server says.
    private final class Started: Sendable {
        let result = Mutex<Result<pid_t, any Error>?>(nil)
        let signal = DispatchSemaphore(value: 0)
    }

    /// The server's process, which changes when it is started anew.
    private final class Process: Sendable {
        let identifier = Atomic<pid_t>(0)
    }
}

/// Stops servers when the process ends in good order.
private enum AtExit {
    private static let servers = Mutex<[PrivateServer]>([])

    static func stop(_ server: PrivateServer) {
        servers.withLock { servers in
            if servers.isEmpty { atexit { AtExit.removeAll() } }
            servers.append(server)
        }
    }

    private static func removeAll() {
        for server in servers.withLock({ $0 }) { server.remove() }
    }
}
