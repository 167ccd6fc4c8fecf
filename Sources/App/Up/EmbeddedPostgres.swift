package import Core
import Foundation
import Glibc

/// A private PostgreSQL in a folder: initialised there, listening on a unix socket alone, run as a child of this process.
package struct EmbeddedPostgres: Sendable {
    package let installation: PostgresInstallation
    package let layout: Layout
    package let user: ServiceUser?
    static let database = "tactics"
    static let administrator = "postgres"

    /// Finds a PostgreSQL that fits the data of the layout.
    package init(layout: Layout, user: ServiceUser?) async throws {
        self.layout = layout
        self.user = user
        let found = try await PostgresInstallation.installed(log: layout.log("postgres"))
        let major = FileManager.default.contents(atPath: layout.postgresData + "/PG_VERSION").flatMap {
            Int(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
        installation = try PostgresInstallation.choose(found, dataMajor: major, dataFolder: layout.postgresData)
    }

    package var hasData: Bool { FileManager.default.fileExists(atPath: layout.postgresData + "/PG_VERSION") }

    /// The address for a role, over the unix socket.
    package func url(role: String, password: String) -> Secret {
        let host = layout.postgresSocketFolder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? layout.postgresSocketFolder
        return Secret("postgres://\(role):\(password)@/\(Self.database)?host=\(host)&port=5432")
    }

    /// Makes the cluster and its database. Takes effect as a whole: an interrupted try leaves only a draft that the next one removes.
    package func initialise(password: String) async throws {
        let draft = layout.postgresData + ".new"
        try? FileManager.default.removeItem(atPath: draft)
        try Folders.make(draft, mode: 0o700, owner: user)
        let passwordFile = layout.postgresSocketFolder + "/password"
        try PrivateFile.write(Array((password + "\n").utf8), to: passwordFile, owner: user)
        defer { unlink(passwordFile) }
        try await run(
            "initdb", installation.initdb,
            [
                "--pgdata=\(draft)", "--username=\(Self.administrator)", "--pwfile=\(passwordFile)", "--auth=scram-sha-256", "--encoding=UTF8",
                "--locale=C.UTF-8", "--data-checksums", "--no-instructions", "--no-sync",
            ])
        let script = layout.postgresSocketFolder + "/create.sql"
        try PrivateFile.write(Array("CREATE DATABASE \(Self.database);\n".utf8), to: script, owner: user)
        defer { unlink(script) }
        try await run("createdb", installation.postgres, ["--single", "-F", "-D", draft, "postgres"], input: script)
        // One flush of the file system at the end is as safe as one for each of a thousand files, and much sooner done.
        try await run("sync", try Executables.find("sync"), ["--file-system", draft])
        guard rename(draft, layout.postgresData) == 0 else {
            throw UpError.folderUnusable(layout.postgresData, reason: String(cString: strerror(errno)))
        }
    }

    /// The server as a supervised child.
    package func child(report: @escaping @Sendable (SupervisedChild.Notice) async -> Void) -> SupervisedChild {
        let command = ChildCommand(
            name: "postgres", executable: installation.postgres, arguments: ["-D", layout.postgresData] + settings.flatMap { ["-c", $0] },
            environment: environment, user: user, log: layout.log("postgres"), stopSignal: .interrupt, stopDeadline: .seconds(30))
        let data = layout.postgresData
        return SupervisedChild(
            command, prepare: { try await Postmaster.clearAway(dataFolder: data) }, isReady: { Postmaster.isReady(dataFolder: data) }, report: report)
    }

    /// For a laptop: small, and safe (fsync stays on, what is committed stays).
    private var settings: [String] {
        [
            "listen_addresses=", "unix_socket_directories=\(layout.postgresSocketFolder)", "unix_socket_permissions=0700", "port=5432",
            "max_connections=100", "shared_buffers=128MB", "effective_cache_size=1GB", "work_mem=16MB", "maintenance_work_mem=128MB",
            "max_wal_size=512MB", "min_wal_size=80MB", "wal_compression=on", "checkpoint_completion_target=0.9", "random_page_cost=1.1", "jit=off",
            "password_encryption=scram-sha-256", "timezone=UTC", "log_timezone=UTC",
            // Failed statements and their values stay out of the log: they may hold personal data.
            "log_min_error_statement=panic", "log_parameter_max_length_on_error=0", "log_min_messages=warning",
            "idle_in_transaction_session_timeout=60s", "lock_timeout=30s",
        ]
    }

    private var environment: [String: String] { ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"] }

    private func run(_ name: String, _ program: String, _ arguments: [String], input: String = "/dev/null") async throws {
        let command = ChildCommand(
            name: name, executable: program, arguments: arguments, environment: environment, user: user, log: layout.log("initdb"), input: input)
        let status = try await ChildProcess.run(command)
        guard status.isSuccess else { throw UpError.commandFailed(name, status, log: command.log) }
    }
}
