import ConnectorKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Files of the repository.
enum TestFile {
    /// The bytes of a file, by its path from the repository's root.
    static func bytes(_ path: String, from source: String = #filePath) throws -> [UInt8] {
        let root = source.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        guard let file = fopen(root + "/" + path, "r") else { throw ConnectorFailure(.config, "\(path) is not there") }
        defer { _ = fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
        }
    }
}
