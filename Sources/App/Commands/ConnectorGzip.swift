import ConnectorHost
import Foundation

/// The system's gzip.
enum Gzip {
    /// The bytes packed; without a name and a time, so that the same bytes give the same file.
    static func packed(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "tactics-pack-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try run(["-c", "-n", "-9"], input: file.path, most: .max)
    }

    /// The bytes of a packed file, at most `most` of them: whatever the file claims, no more is ever held.
    static func unpacked(_ path: String, most: Int) throws -> [UInt8] { try run(["-c", "-d"], input: path, most: most) }

    private static func run(_ arguments: [String], input: String, most: Int) throws -> [UInt8] {
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip"] + arguments
        guard let source = FileHandle(forReadingAtPath: input) else {
            throw ConnectorCommandFault("unreadable", "\(input) can not be read. Check who may read it.")
        }
        let output = Pipe()
        gzip.standardInput = source
        gzip.standardOutput = output
        gzip.standardError = FileHandle.nullDevice
        try gzip.run()
        var bytes: [UInt8] = []
        while let piece = try output.fileHandleForReading.read(upToCount: 1 << 20), !piece.isEmpty {
            bytes += piece
            guard bytes.count <= most else {
                gzip.terminate()
                gzip.waitUntilExit()
                throw BundleArchive.TarFault.tooLarge
            }
        }
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else {
            throw ConnectorCommandFault("invalid_archive", "\(input) is no whole gzip file. Fetch it again, or see that gzip is installed.")
        }
        return bytes
    }
}
