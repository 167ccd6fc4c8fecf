package import Core
import Foundation

/// A private Redis in a folder: on a unix socket alone, with a password, without persistence (what it holds may be lost).
package struct EmbeddedRedis: Sendable {
    package let layout: Layout
    package let user: ServiceUser?
    private let program: String

    package init(layout: Layout, user: ServiceUser?) throws {
        self.layout = layout
        self.user = user
        program = try Executables.find("redis-server")
    }

    package func url(password: String) -> Secret { Secret("unix://:\(password)@\(layout.redisSocket)") }

    /// The server as a supervised child.
    package func child(password: String, report: @escaping @Sendable (SupervisedChild.Notice) async -> Void) throws -> SupervisedChild {
        let file = layout.redisFolder + "/redis.conf"
        // In a file and not on the command line: everybody on the machine can read that.
        try PrivateFile.write(Array(configuration(password: password).utf8), to: file, owner: user)
        let command = ChildCommand(
            name: "redis", executable: program, arguments: [file], environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"],
            workingFolder: "/", user: user, log: layout.log("redis"))
        let socket = layout.redisSocket
        return SupervisedChild(command, isReady: { await Probe.accepts(socket) }, report: report)
    }

    private func configuration(password: String) -> String {
        """
        port 0
        unixsocket "\(layout.redisSocket)"
        unixsocketperm 700
        dir "\(layout.redisFolder)"
        requirepass \(password)
        save ""
        appendonly no
        maxmemory 256mb
        maxmemory-policy volatile-lru
        rename-command FLUSHALL ""
        rename-command FLUSHDB ""
        rename-command DEBUG ""
        rename-command KEYS ""
        """ + "\n"
    }
}
