import Foundation
import Glibc

/// Writes a file that only its owner may read, whole or not at all.
enum PrivateFile {
    static func write(_ bytes: [UInt8], to path: String, owner: ServiceUser? = nil) throws(UpError) {
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), bytes.count - offset) }
            guard count > 0 else { throw discard(draft, path) }
            offset += count
        }
        if let owner, fchown(descriptor, owner.id, owner.group) != 0 { throw discard(draft, path) }
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else { throw discard(draft, path) }
    }

    private static func discard(_ draft: String, _ path: String) -> UpError {
        defer { unlink(draft) }
        return failure(path)
    }

    private static func failure(_ path: String) -> UpError { .folderUnusable(path, reason: String(cString: strerror(errno))) }
}
