import Core
import Postgres
import Reactor
import Testing

/// Lends a test an empty database with a table under row-level security and a role without privileges on anything else.
func withKitDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
    let database = try await TestPostgres.database(migrated: false)
    do {
        try await database.execute(fixture)
        try await body(database)
        try await database.drop()
    } catch {
        try? await database.drop()
        throw error
    }
}

/// Lends a test a database without anything in it.
func withEmptyDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
    let database = try await TestPostgres.database(migrated: false)
    do {
        try await body(database)
        try await database.drop()
    } catch {
        try? await database.drop()
        throw error
    }
}

extension TestDatabase {
    /// A pool in the role of the kit's tests.
    func kit(poolSize: Int = 4, reactors: [Reactor] = [.shared], _ change: (inout DatabaseConfiguration) -> Void = { _ in }) -> Database {
        var own = configuration.with(user: "kit_app")
        own.poolSize = poolSize
        change(&own)
        return Database(own, reactors: reactors)
    }
}

private let fixture = """
    DO $$
    BEGIN
      CREATE ROLE kit_app LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END
    $$;
    CREATE SCHEMA kit;
    GRANT USAGE ON SCHEMA kit TO kit_app;
    CREATE FUNCTION kit.tenant() RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path = ''
    AS $$
    DECLARE
      setting text := pg_catalog.current_setting('tactics.tenant_id', true);
    BEGIN
      IF setting IS NULL OR setting = '' THEN
        RAISE EXCEPTION 'no tenant is set' USING ERRCODE = '42501';
      END IF;
      RETURN setting::pg_catalog.uuid;
    END
    $$;
    CREATE TABLE kit.notes (
      tenant_id uuid NOT NULL,
      id bigint NOT NULL,
      text text,
      PRIMARY KEY (tenant_id, id)
    );
    ALTER TABLE kit.notes ENABLE ROW LEVEL SECURITY;
    ALTER TABLE kit.notes FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_guard ON kit.notes AS RESTRICTIVE FOR ALL TO PUBLIC
      USING (tenant_id = (SELECT kit.tenant())) WITH CHECK (tenant_id = (SELECT kit.tenant()));
    CREATE POLICY app_rw ON kit.notes FOR ALL TO kit_app
      USING (tenant_id = (SELECT kit.tenant())) WITH CHECK (tenant_id = (SELECT kit.tenant()));
    GRANT SELECT, INSERT, UPDATE, DELETE ON kit.notes TO kit_app;
    """
