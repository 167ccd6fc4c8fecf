import Core
import Foundation
package import Postgres

extension Uploads {
    /// Stores a file of this machine within a transaction of the caller's; one that is there already, by its content, is not stored again.
    /// - Returns: the upload, and whether it is new.
    /// - Throws: `UploadRefusal`, or the file system's error.
    package func store(file path: String, in tx: borrowing TenantTransaction) async throws -> (upload: Upload, isNew: Bool) {
        let content = try Self.readThrough(path)
        if let known = try await UploadStore.find(digest: content.digest, tx) { return (known, false) }
        guard let mediaType = content.mediaType else { throw UploadRefusal.empty }
        let name = String(path.split(separator: "/").last ?? "upload")
        let upload = Upload(id: UploadID(), name: name, mediaType: mediaType, size: content.size, digest: content.digest, createdAt: .now)
        try await UploadStore.begin(upload.id, name: name, by: nil, tx)
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var number = 0
        while let piece = try file.read(upToCount: Self.pieceSize), !piece.isEmpty {
            try await UploadStore.add([UInt8](piece), number: number, to: upload.id, tx)
            number += 1
        }
        guard try await UploadStore.complete(upload, tx) else { throw UploadRefusal.interrupted }
        return (upload, true)
    }

    /// Reads a file through, piece by piece, for its digest, size and kind.
    private static func readThrough(_ path: String) throws -> UploadAssembly {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var assembly = UploadAssembly(pieceSize: pieceSize)
        while let bytes = try file.read(upToCount: pieceSize), !bytes.isEmpty {
            _ = try assembly.add([UInt8](bytes))
        }
        _ = try assembly.finish()
        return assembly
    }
}
