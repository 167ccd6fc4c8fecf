import Glibc

/// The files of a bundle in memory: what is packed, unpacked and installed. Always the same bytes for the same files.
package struct BundleArchive: Sendable, Hashable {
    /// One regular file.
    package struct File: Sendable, Hashable {
        /// Within the bundle, with slashes.
        package let path: String
        package let bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// Sorted by path; each path once.
    package let files: [File]

    /// Bounds of an archive that comes from outside: bytes of all files with their headers, and how many files.
    package static let mostBytes = 512 << 20
    package static let mostFiles = 1_000

    package init(_ files: [File]) { self.files = files.sorted { $0.path < $1.path } }

    /// Reads all files below a directory.
    /// - Throws: `BundleRefusal` for what is no ordinary file: a link, a device, or too large a file.
    package init(directory: String) throws(BundleRefusal) {
        guard let real = FilePath.real(directory), FilePath.isDirectory(real) else { throw BundleRefusal(directory, .missing("directory")) }
        let paths = Checksums.files(in: real) + ["CHECKSUMS", "SIGNATURE"].filter { FilePath.exists("\(real)/\($0)") }
        var files: [File] = []
        for path in paths {
            do throws(FileBytes.Failure) {
                files.append(File(path: path, bytes: try FileBytes("\(real)/\(path)", most: ConnectorBundle.mostBytes).bytes))
            } catch { throw BundleRefusal(directory, .unreadable(path)) }
        }
        self.init(files)
    }

    /// The bytes of a file; `nil` where there is none at that path.
    package subscript(path: String) -> [UInt8]? { files.first { $0.path == path }?.bytes }

    /// The same files with one more, or another one at that path.
    package func setting(_ path: String, _ bytes: [UInt8]) -> BundleArchive {
        BundleArchive(files.filter { $0.path != path } + [File(path: path, bytes: bytes)])
    }

    /// Writes the files below a directory that exists and is empty.
    /// - Throws: `BundleRefusal` that names the file which could not be written.
    package func write(to directory: String) throws(BundleRefusal) {
        for file in files {
            for end in file.path.indices where file.path[end] == "/" { mkdir("\(directory)/\(file.path[..<end])", 0o755) }
            guard Self.write(file.bytes, to: "\(directory)/\(file.path)") else { throw BundleRefusal(directory, .unwritable(file.path)) }
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return fsync(descriptor) == 0
    }
}
