import Glibc

/// Holds a folder for this process alone. The kernel lets go of it with the process, however that ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// - Throws: `UpError.alreadyRunning` when another process holds it.
    static func take(_ layout: Layout) throws(UpError) -> FolderLock {
        // O_CLOEXEC: a child that inherited the descriptor would keep the lock after us.
        let descriptor = open(layout.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .folderUnusable(layout.folder, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let pid = holder(descriptor)
            close(descriptor)
            throw .alreadyRunning(folder: layout.folder, pid: pid)
        }
        ftruncate(descriptor, 0)
        let text = "\(getpid())\n"
        _ = text.withCString { pwrite(descriptor, $0, text.utf8.count, 0) }
        return FolderLock(descriptor: descriptor)
    }

    private static func holder(_ descriptor: Int32) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            let digits = buffer.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
        }
    }
}
