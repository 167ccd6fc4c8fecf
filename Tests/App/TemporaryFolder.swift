import Foundation

/// A folder of one test's own that ends with it. Short, since sockets live in it, and open to the servers' user.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/tactics-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
