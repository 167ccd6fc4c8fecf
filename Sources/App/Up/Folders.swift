import Foundation
import Glibc

/// Makes the folders of a layout, each with the owner that needs it.
enum Folders {
    static func prepare(_ layout: Layout, postgresUser: ServiceUser?, redisUser: ServiceUser?) throws {
        // Others may pass through the outer folders when the servers run as another user, and may list none of them.
        let outer: mode_t = postgresUser == nil ? 0o700 : 0o711
        try make(layout.folder, mode: outer, owner: nil)
        if layout.servers != layout.folder { try make(layout.servers, mode: outer, owner: nil) }
        try make(layout.logs, mode: 0o700, owner: nil)
        rotateLogs(layout)
        try make(layout.postgresSocketFolder, mode: 0o700, owner: postgresUser)
        try make(layout.redisFolder, mode: 0o700, owner: redisUser)
    }

    /// Throws away data, logs and credentials, and leaves the lock that this process holds.
    static func reset(_ layout: Layout) throws {
        let mine = [
            layout.credentials, layout.secrets, layout.logs, layout.postgresData, layout.postgresSocketFolder, layout.redisFolder,
        ]
        for path in mine + ["\(layout.postgresData).new"] where FileManager.default.fileExists(atPath: path) {
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch {
                throw UpError.folderUnusable(path, reason: "it can not be removed")
            }
        }
    }

    /// Refuses a folder with things of somebody else: `--reset` removes folders with plain names (`logs`, `redis`) from it.
    static func checkOurs(_ folder: String) throws(UpError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard names.isEmpty || names.contains("lock") else {
            throw .folderUnusable(folder, reason: "it holds other things (\(names.sorted().prefix(3).joined(separator: ", ")))")
        }
    }

    /// Sets aside a log that has grown: one older generation is kept.
    private static func rotateLogs(_ layout: Layout) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: layout.logs)) ?? [] where name.hasSuffix(".log") {
            let path = "\(layout.logs)/\(name)"
            var entry = stat()
            if stat(path, &entry) == 0, entry.st_size > longestLog { rename(path, path + ".old") }
        }
    }

    private static let longestLog = 16 << 20

    static func make(_ path: String, mode: mode_t, owner: ServiceUser?) throws(UpError) {
        if mkdir(path, mode) != 0, errno != EEXIST { throw .folderUnusable(path, reason: reason()) }
        var entry = stat()
        // A link or a stranger's folder in a shared place (/var/tmp) must not be taken for ours.
        guard lstat(path, &entry) == 0, entry.st_mode & S_IFMT == S_IFDIR else { throw .folderUnusable(path, reason: "it is not a folder") }
        guard entry.st_uid == geteuid() || entry.st_uid == owner?.id else { throw .folderUnusable(path, reason: "it belongs to another user") }
        guard chmod(path, mode) == 0 else { throw .folderUnusable(path, reason: reason()) }
        if let owner, chown(path, owner.id, owner.group) != 0 { throw .folderUnusable(path, reason: reason()) }
    }

    static func makeWithParents(_ path: String) throws(UpError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .folderUnusable(
                path, reason: Program.isFolder(path) ? "\(error)" : "it can not be made (no permission, no room, or a file in the way)")
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
