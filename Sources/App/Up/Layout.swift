import Foundation
import Glibc

/// Where `tactics up` keeps what: decided from the folder asked for, from who starts it and from what an ordinary user can enter.
package struct Layout: Sendable, Hashable {
    /// The folder that was asked for: credentials, logs, the lock.
    package let folder: String
    /// Where the servers' data and sockets are; the same folder where that is possible.
    package let servers: String

    package var lock: String { folder + "/lock" }
    package var credentials: String { folder + "/demo.json" }
    package var secrets: String { folder + "/secrets.env" }
    package var logs: String { folder + "/logs" }
    package var postgresData: String { servers + "/postgres" }
    package var postgresSocketFolder: String { servers + "/pg" }
    package var redisFolder: String { servers + "/redis" }
    package var redisSocket: String { redisFolder + "/redis.sock" }

    package func log(_ name: String) -> String { "\(logs)/\(name).log" }

    /// The longest path that fits into `sockaddr_un.sun_path` (unix(7)) with its closing NUL.
    static let longestSocketPath = 107

    /// - Parameters:
    ///   - folder: absolute.
    ///   - isEntered: whether the servers' user can reach a folder.
    package init(folder: String, isEntered: (String) -> Bool) {
        self.folder = folder
        let fits =
            "\(folder)/pg/.s.PGSQL.5432".utf8.count <= Self.longestSocketPath && "\(folder)/redis/redis.sock".utf8.count <= Self.longestSocketPath
        servers = fits && isEntered(folder) ? folder : "/var/tmp/tactics-\(Self.hash(folder))"
    }

    /// FNV-1a of the path (Fowler, Noll and Vo), 64 bits in hexadecimal: a name, not a secret.
    private static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Whether somebody who is neither root nor in a folder's group may pass through every folder above `path`.
    static func anyoneCanReach(_ path: String) -> Bool {
        var folder = (path as NSString).deletingLastPathComponent
        while folder.count > 1 {
            var entry = stat()
            if stat(folder, &entry) == 0, entry.st_mode & S_IXOTH == 0 { return false }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return true
    }
}
