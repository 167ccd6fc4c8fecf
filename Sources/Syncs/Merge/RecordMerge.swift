import Core
import Postgres

/// Rows of connectors' own streams. They belong to their connection, whatever the platform.
enum RecordMerge: StreamMerge {
    static let createStaging: Query = """
        CREATE TEMPORARY TABLE staged_records (
          ordinal int, stream text, key text, document jsonb, is_deleted boolean
        ) ON COMMIT DROP
        """

    static let copy: Query = """
        COPY staged_records (
          ordinal, stream, key, document, is_deleted
        ) FROM STDIN
        """

    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query] {
        [upsert(scope), delete(scope)]
    }

    private static func upsert(_ scope: MergeScope) -> Query {
        """
        INSERT INTO ingest.records AS t (tenant_id, connection_id, stream, key, document)
        SELECT \(scope.tenant), \(scope.connection), s.stream, s.key, s.document
        FROM (SELECT DISTINCT ON (stream, key) * FROM staged_records ORDER BY stream, key, ordinal DESC) s
        WHERE NOT s.is_deleted
        ON CONFLICT (tenant_id, connection_id, stream, key) DO UPDATE SET
          document = EXCLUDED.document, is_deleted = false, stored_at = now()
        WHERE (t.document, t.is_deleted) IS DISTINCT FROM (EXCLUDED.document, false)
        """
    }

    /// What was deleted keeps its last document.
    private static func delete(_ scope: MergeScope) -> Query {
        """
        UPDATE ingest.records t
        SET is_deleted = true, stored_at = now()
        FROM (SELECT DISTINCT ON (stream, key) * FROM staged_records ORDER BY stream, key, ordinal DESC) s
        WHERE t.tenant_id = \(scope.tenant)
          AND t.connection_id = \(scope.connection)
          AND t.stream = s.stream
          AND t.key = s.key
          AND s.is_deleted
          AND NOT t.is_deleted
        """
    }
}
