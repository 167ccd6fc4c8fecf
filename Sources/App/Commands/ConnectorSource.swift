import ConnectorHost
import Foundation

/// A bundle as somebody names it: a folder, or an archive (`.tar.gz`).
enum ConnectorSource {
    /// Reads all files of it.
    static func archive(_ path: String) throws -> BundleArchive {
        if Program.isFolder(path) { return try BundleArchive(directory: path) }
        guard FileManager.default.fileExists(atPath: path) else {
            throw ConnectorCommandFault("missing_bundle", "\(path) is not there. Name the folder of a bundle, or its .tar.gz.")
        }
        guard path.hasSuffix(".tar.gz") || path.hasSuffix(".tgz") else {
            throw ConnectorCommandFault("no_bundle", "\(path) is neither a folder nor a .tar.gz. Name the folder of a bundle, or its archive.")
        }
        return try BundleArchive(tar: try Gzip.unpacked(path, most: BundleArchive.mostBytes))
    }

    /// Lends the folder of a bundle; that of an archive is unpacked for as long as `body` takes.
    static func withFolder<Value>(of path: String, _ body: (String) throws -> Value) throws -> Value {
        if Program.isFolder(path) { return try body(path) }
        return try withUnpacked(try archive(path), body)
    }

    /// Lends the folder of a bundle to work that waits.
    static func withFolder<Value>(of path: String, _ body: (String) async throws -> Value) async throws -> Value {
        if Program.isFolder(path) { return try await body(path) }
        let folder = try unpack(try archive(path))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    static func withUnpacked<Value>(_ archive: BundleArchive, _ body: (String) throws -> Value) throws -> Value {
        let folder = try unpack(archive)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    private static func unpack(_ archive: BundleArchive) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tactics-bundle-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try archive.write(to: folder)
        return folder
    }
}
