import Glibc

/// A file that appears under its name only when it is whole. Until then it has no name at all (`O_TMPFILE`), so that nothing is left behind by whatever
/// ends the process; on file systems without that, it is written beside its place as `.unfinished`.
package final class WholeFile {
    private enum Kind { case nameless, beside(String), direct }

    private let path: String
    private let descriptor: Int32
    private let kind: Kind
    private var isFinished = false

    /// - Throws: `TableFault` for a place that can not be written.
    package init(path: String) throws {
        self.path = path
        (descriptor, kind) = Self.open(path)
        guard descriptor >= 0 else {
            throw TableFault(file: path, "The file can not be written: \(Self.reason). Check that its folder is there and yours.")
        }
    }

    deinit {
        close(descriptor)
        if case .beside(let name) = kind, !isFinished { unlink(name) }
    }

    /// Writes text or bytes as a whole file at once.
    package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        let file = try WholeFile(path: path)
        try Array(bytes).withUnsafeBytes { try file.append($0) }
        try file.finish()
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let done = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if done < 0 && errno == EINTR { continue }
            guard done > 0 else { throw TableFault(file: path, "The file can not be written further: \(Self.reason).") }
            rest = rest.dropFirst(done)
        }
    }

    /// Puts the whole file in its place.
    package func finish() throws {
        isFinished = true
        switch kind {
        case .direct: return
        case .beside(let name): try place(name)
        case .nameless:
            guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) != 0 else { return }
            guard errno == EEXIST else { throw misplaced }
            let name = path + ".unfinished"
            unlink(name)
            guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 else { throw misplaced }
            try place(name)
        }
    }

    private func place(_ name: String) throws {
        guard rename(name, path) == 0 else {
            defer { unlink(name) }
            throw misplaced
        }
    }

    private var misplaced: TableFault { TableFault(file: path, "The file can not be put in its place: \(Self.reason).") }
    private static var reason: String { String(cString: strerror(errno)) }

    private static func open(_ path: String) -> (Int32, Kind) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return (Glibc.open(path, O_WRONLY | O_CLOEXEC), .direct) }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        // O_TMPFILE, which the importer does not see: __O_TMPFILE and O_DIRECTORY of Linux on x86 and arm64.
        let nameless = Glibc.open(folder, 0o20000000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o644)
        if nameless >= 0 { return (nameless, .nameless) }
        let name = path + ".unfinished"
        return (Glibc.open(name, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o644), .beside(name))
    }
}

extension WholeFile {
    /// All bytes of a file.
    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TableFault(file: path, "The file can not be opened. Check the path and whether you may read it.") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = Glibc.read(descriptor, &chunk, chunk.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw TableFault(file: path, "The file can not be read: \(reason).") }
            if got == 0 { return bytes }
            bytes += chunk[0..<got]
        }
    }
}
