package import Core
import Crypto
package import Postgres

/// Stores and reads uploaded files: in pieces, each in a transaction of its own, so that a slow client holds nothing open.
package struct Uploads: Sendable {
    let database: Database

    /// How long an upload may take to arrive.
    static let longestArrival = Duration.seconds(3_600)
    /// Bytes of one stored piece.
    static let pieceSize = 1 << 20

    /// Stores a file as it comes. It can be seen only when it is whole; what an interrupted one left behind is removed.
    /// - Throws: `UploadRefusal`, or what `content` throws.
    package func store(
        _ tenant: TenantID, name: String, by user: UserID?, content: some AsyncSequence<[UInt8], any Error> & Sendable
    ) async throws -> Upload {
        let id = UploadID()
        do {
            return try await receive(id, tenant, name, user, content)
        } catch {
            // A task of its own, and waited for: the cancellation that ended the upload must not end the clearing up too.
            let database = database
            await Task { try? await database.inTenant(tenant) { tx in try await UploadStore.remove(id, tx) } }.value
            throw error
        }
    }

    /// A complete upload; `nil` where there is none of that id.
    package func find(_ tenant: TenantID, _ id: UploadID) async throws -> Upload? {
        try await database.inTenant(tenant, .readOnly) { tx in try await UploadStore.find(id, tx) }
    }

    /// A complete upload of this very content; `nil` where there is none.
    package func find(_ tenant: TenantID, digest: [UInt8]) async throws -> Upload? {
        try await database.inTenant(tenant, .readOnly) { tx in try await UploadStore.find(digest: digest, tx) }
    }

    /// One piece of a file, counted from 0; `nil` behind the last.
    package func piece(_ tenant: TenantID, _ id: UploadID, _ number: Int) async throws -> [UInt8]? {
        try await database.inTenant(tenant, .readOnly) { tx in try await UploadStore.piece(id, number, tx) }
    }

    private func receive(
        _ id: UploadID, _ tenant: TenantID, _ name: String, _ user: UserID?, _ content: some AsyncSequence<[UInt8], any Error> & Sendable
    ) async throws -> Upload {
        var assembly = UploadAssembly(pieceSize: Self.pieceSize)
        for try await bytes in content {
            for piece in try assembly.add(bytes) { try await keep(piece, of: id, tenant, name, user) }
        }
        // A stream that is cancelled just ends: what came of it is not the whole file.
        try Task.checkCancellation()
        if let last = try assembly.finish() { try await keep(last, of: id, tenant, name, user) }
        guard let mediaType = assembly.mediaType else { throw UploadRefusal.empty }
        let upload = Upload(id: id, name: name, mediaType: mediaType, size: assembly.size, digest: assembly.digest, createdAt: .now)
        let isThere = try await database.inTenant(tenant) { tx in try await UploadStore.complete(upload, tx) }
        guard isThere else { throw UploadRefusal.interrupted }
        return upload
    }

    private func keep(_ piece: UploadAssembly.Piece, of id: UploadID, _ tenant: TenantID, _ name: String, _ user: UserID?) async throws {
        try await database.inTenant(tenant) { tx in
            if piece.number == 0 { try await UploadStore.begin(id, name: name, by: user, tx) }
            try await UploadStore.add(piece.bytes, number: piece.number, to: id, tx)
        }
    }
}

/// Cuts what arrives into pieces of one size and keeps count, digest and kind. A plain value.
struct UploadAssembly {
    struct Piece: Equatable {
        let number: Int
        let bytes: [UInt8]
    }

    let pieceSize: Int
    private var rest: [UInt8] = []
    private var pieces = 0
    private var hash = SHA256()
    private(set) var size: Int64 = 0
    private(set) var mediaType: String?

    init(pieceSize: Int) { self.pieceSize = pieceSize }

    var digest: [UInt8] { Array(hash.finalize()) }

    /// Takes bytes in; gives back the pieces that are full.
    mutating func add(_ bytes: [UInt8]) throws(UploadRefusal) -> [Piece] {
        hash.update(data: bytes)
        size += Int64(bytes.count)
        rest += bytes
        if mediaType == nil, rest.count >= min(ContentCheck.length, pieceSize) { mediaType = try ContentCheck.mediaType(of: rest) }
        var full: [Piece] = []
        while rest.count >= pieceSize {
            full.append(Piece(number: pieces, bytes: Array(rest.prefix(pieceSize))))
            rest.removeFirst(pieceSize)
            pieces += 1
        }
        return full
    }

    /// What is left when all has arrived.
    mutating func finish() throws(UploadRefusal) -> Piece? {
        if mediaType == nil, !rest.isEmpty { mediaType = try ContentCheck.mediaType(of: rest) }
        return rest.isEmpty ? nil : Piece(number: pieces, bytes: rest)
    }
}
