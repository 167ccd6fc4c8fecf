import Core
import Crypto
import Glibc

/// A file that was opened once: what is hashed, parsed and judged are the bytes of that one descriptor.
struct FileBytes: Sendable {
    let memory: FileMemory
    /// Which file it was, and in which state: changes with every write and every replacement.
    let identity: Identity

    struct Identity: Sendable, Hashable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let changed: Int64
        let changedNanoseconds: Int64
    }

    enum Failure: Error, Sendable, Hashable {
        case missing
        case noFile
        case tooLarge(Int)
        case unreadable(String)
    }

    /// Reads a whole regular file of at most `most` bytes. A symbolic link is followed only when `followsLinks` says so.
    init(_ path: String, most: Int, followsLinks: Bool = false) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var about = stat()
        guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { throw .noFile }
        guard about.st_size <= most else { throw .tooLarge(about.st_size) }
        identity = Identity(about)
        memory = try FileMemory(descriptor, size: Int(about.st_size))
    }

    /// A copy, for files that are small or go on somewhere else.
    var bytes: [UInt8] { memory.withBytes { Array($0) } }

    /// The bytes of a file of which the size is not known before (those of /proc).
    static func read(_ path: String, most: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .missing }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= most else { throw .tooLarge(bytes.count) }
        }
    }

    /// The identity of what lies at a path now.
    static func identity(of path: String) -> Identity? {
        var about = stat()
        return lstat(path, &about) == 0 ? Identity(about) : nil
    }

    /// In hexadecimal, lower case.
    var sha256: String {
        var digest = SHA256()
        memory.withBytes { digest.update(bufferPointer: $0) }
        return Self.text(of: digest.finalize())
    }

    static func sha256(_ bytes: [UInt8]) -> String { text(of: SHA256.hash(data: bytes)) }

    private static func text(of digest: SHA256.Digest) -> String {
        digest.map { byte in [byte >> 4, byte & 15].map { String($0, radix: 16) }.joined() }.joined()
    }
}

extension FileBytes.Identity {
    init(_ about: stat) {
        device = UInt64(about.st_dev)
        inode = UInt64(about.st_ino)
        size = Int64(about.st_size)
        changed = Int64(about.st_ctim.tv_sec)
        changedNanoseconds = Int64(about.st_ctim.tv_nsec)
    }
}

/// Paths as text.
enum FilePath {
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }

    /// The path without links and dots; `nil` when it does not exist.
    static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a directory, sorted, without `.` and `..`; `nil` where it can not be read.
    static func names(in path: String) -> [String]? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func isDirectory(_ path: String) -> Bool {
        var about = stat()
        return stat(path, &about) == 0 && about.st_mode & S_IFMT == S_IFDIR
    }
}
