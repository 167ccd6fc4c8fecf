import Core
import Postgres

/// The SQL of uploads.
enum UploadStore {
    static func begin(_ id: UploadID, name: String, by user: UserID?, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            INSERT INTO ingest.uploads (tenant_id, id, name, media_type, size, sha256, created_by)
            VALUES (\(tx.tenant), \(id), \(name), '', 0, '', \(user))
            """)
    }

    static func add(_ bytes: [UInt8], number: Int, to id: UploadID, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            INSERT INTO ingest.upload_chunks (tenant_id, upload_id, sequence, data)
            VALUES (\(tx.tenant), \(id), \(number), \(bytes))
            """)
    }

    /// Whether the upload is still there to be completed.
    static func complete(_ upload: Upload, _ tx: borrowing TenantTransaction) async throws -> Bool {
        try await tx.execute(
            """
            UPDATE ingest.uploads
            SET media_type = \(upload.mediaType), size = \(upload.size), sha256 = \(upload.digest), complete = true, created_at = \(upload.createdAt)
            WHERE tenant_id = \(tx.tenant)
              AND id = \(upload.id)
            """) > 0
    }

    /// Removes what began so long ago and is not whole: whoever received it is gone.
    static func removeUnfinished(after age: Duration, _ tx: borrowing TenantTransaction) async throws -> Int {
        try await tx.execute(
            """
            DELETE FROM ingest.uploads
            WHERE tenant_id = \(tx.tenant)
              AND NOT complete
              AND created_at < now() - make_interval(secs => \(Double(age.components.seconds)))
            """)
    }

    static func remove(_ id: UploadID, _ tx: borrowing TenantTransaction) async throws {
        _ = try await tx.execute(
            """
            DELETE FROM ingest.uploads
            WHERE tenant_id = \(tx.tenant)
              AND id = \(id)
            """)
    }

    static func find(_ id: UploadID, _ tx: borrowing TenantTransaction) async throws -> Upload? {
        try await tx.first("\(select(tx.tenant)) AND id = \(id)").map(upload)
    }

    static func find(digest: [UInt8], _ tx: borrowing TenantTransaction) async throws -> Upload? {
        try await tx.first("\(select(tx.tenant)) AND sha256 = \(digest) ORDER BY created_at LIMIT 1").map(upload)
    }

    static func piece(_ id: UploadID, _ number: Int, _ tx: borrowing TenantTransaction) async throws -> [UInt8]? {
        try await tx.first(
            """
            SELECT c.data
            FROM ingest.upload_chunks c
            JOIN ingest.uploads u ON u.tenant_id = c.tenant_id AND u.id = c.upload_id AND u.complete
            WHERE c.tenant_id = \(tx.tenant)
              AND c.upload_id = \(id)
              AND c.sequence = \(number)
            """)?.decode([UInt8].self)
    }

    private static func select(_ tenant: TenantID) -> Query {
        """
        SELECT id, name, media_type, size, sha256, created_at
        FROM ingest.uploads
        WHERE tenant_id = \(tenant)
          AND complete
        """
    }

    private static func upload(_ row: Row) throws -> Upload {
        let (id, name, mediaType, size, digest, createdAt) = try row.decode(
            UploadID.self, String.self, String.self, Int64.self, [UInt8].self, Instant.self)
        return Upload(id: id, name: name, mediaType: mediaType, size: size, digest: digest, createdAt: createdAt)
    }
}
