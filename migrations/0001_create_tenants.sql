-- Roles, schemas, the tenant of a transaction, and the tenants themselves.
-- Runs as an administrator that may create roles. Roles belong to the whole server, so an existing one is kept as it is named here.

DO $roles$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT *
    FROM (VALUES
      ('tactics_owner', 'NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT'),
      ('tactics_definer', 'NOLOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT'),
      ('tactics_app', 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT'),
      ('tactics_platform', 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT')
    ) AS role (name, attributes)
  LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      EXECUTE format('ALTER ROLE %I %s', wanted.name, wanted.attributes);
    END;
  END LOOP;
END
$roles$;

CREATE SCHEMA IF NOT EXISTS core;
ALTER SCHEMA core OWNER TO tactics_owner;
CREATE SCHEMA identity AUTHORIZATION tactics_owner;
CREATE SCHEMA ingest AUTHORIZATION tactics_owner;
CREATE SCHEMA marketing AUTHORIZATION tactics_owner;
CREATE SCHEMA commerce AUTHORIZATION tactics_owner;
CREATE SCHEMA metrics AUTHORIZATION tactics_owner;
CREATE SCHEMA insight AUTHORIZATION tactics_owner;
CREATE SCHEMA engage AUTHORIZATION tactics_owner;
CREATE SCHEMA audit AUTHORIZATION tactics_owner;
CREATE SCHEMA jobs AUTHORIZATION tactics_owner;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA core, identity, ingest, marketing, commerce, metrics, insight, engage, audit, jobs TO tactics_app, tactics_definer;
GRANT USAGE ON SCHEMA core, identity, ingest, marketing, jobs TO tactics_platform;

-- What is made from here on belongs to the owner, also where a later file forgets to say so.
SET LOCAL ROLE tactics_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE tactics_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The tenant of this transaction. An unset or empty setting is an error, never "no tenant": a pooled setting turns into '' after SET LOCAL.
CREATE FUNCTION core.tenant() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = ''
AS $$
DECLARE
  setting text := pg_catalog.current_setting('tactics.tenant_id', true);
BEGIN
  IF setting IS NULL OR setting = '' THEN
    RAISE EXCEPTION 'no tenant is set for this transaction' USING ERRCODE = '42501';
  END IF;
  RETURN setting::pg_catalog.uuid;
END
$$;
GRANT EXECUTE ON FUNCTION core.tenant() TO tactics_app, tactics_definer;

-- Money as the API shows it: exact micros, the currency, and a decimal text with at least the currency's own decimals (ISO 4217).
CREATE FUNCTION core.currency_digits(currency text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN 0
    WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 3
    ELSE 2
  END
$$;

CREATE FUNCTION core.money(micros bigint, currency text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN micros IS NOT NULL AND currency IS NOT NULL THEN pg_catalog.json_build_object(
      'amount_micros', micros::text,
      'currency', currency,
      'display', pg_catalog.round(
        micros / 1000000.0,
        GREATEST(core.currency_digits(currency), pg_catalog.scale(pg_catalog.trim_scale(micros / 1000000.0))))::text)
  END
$$;
GRANT EXECUTE ON FUNCTION core.currency_digits(text), core.money(bigint, text) TO tactics_app;

-- Puts a table under row-level security: for migrations alone. The sub-select makes PostgreSQL ask for the tenant once a statement and not once a row.
CREATE PROCEDURE core.protect(target regclass, privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE', tenant_column text DEFAULT 'tenant_id')
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
  EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE pg_catalog.format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE pg_catalog.format(
    'CREATE POLICY tenant_guard ON %s AS RESTRICTIVE FOR ALL TO PUBLIC USING (%I = (SELECT core.tenant())) WITH CHECK (%I = (SELECT core.tenant()))',
    target, tenant_column, tenant_column);
  EXECUTE pg_catalog.format(
    'CREATE POLICY app_rw ON %s FOR ALL TO tactics_app USING (%I = (SELECT core.tenant())) WITH CHECK (%I = (SELECT core.tenant()))',
    target, tenant_column, tenant_column);
  IF privileges <> '' THEN
    EXECUTE pg_catalog.format('GRANT %s ON %s TO tactics_app', privileges, target);
  END IF;
END
$$;
REVOKE EXECUTE ON PROCEDURE core.protect(regclass, text, text) FROM PUBLIC;

CREATE TABLE core.tenants (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,38}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  plan text NOT NULL CHECK (plan IN ('free', 'growth', 'enterprise')),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('provisioning', 'active', 'suspended', 'deleting', 'deleted')),
  shard text NOT NULL DEFAULT 'default',
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  time_zone text NOT NULL,
  quotas jsonb NOT NULL DEFAULT '{}',
  roles jsonb NOT NULL DEFAULT '{}',
  metrics jsonb NOT NULL DEFAULT '{}',
  retention jsonb NOT NULL DEFAULT '{}',
  cors_origins text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tenants_by_origin ON core.tenants USING gin (cors_origins);
CALL core.protect('core.tenants', 'SELECT, INSERT, UPDATE', 'id');

-- A tenant's data key, wrapped by a master key. Destroying the rows makes everything sealed with them unreadable.
CREATE TABLE core.tenant_keys (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  version int NOT NULL CHECK (version > 0),
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version)
);
CALL core.protect('core.tenant_keys', 'SELECT, INSERT, UPDATE');

-- Listed functions of the platform: the only ways across tenants.
CREATE FUNCTION core.find_tenant(wanted text)
RETURNS TABLE (id uuid, state text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT t.id, t.state
  FROM core.tenants t
  WHERE t.slug = wanted
$$;

CREATE FUNCTION core.list_tenants()
RETURNS TABLE (id uuid, slug text, name text, plan text, state text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT t.id, t.slug, t.name, t.plan, t.state, t.created_at
  FROM core.tenants t
  ORDER BY t.slug
$$;

-- Whether a web origin is one of any tenant's: a browser asks before it shows who it is.
CREATE FUNCTION core.knows_origin(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT EXISTS (SELECT FROM core.tenants t WHERE t.cors_origins @> ARRAY[wanted] AND t.state = 'active')
$$;

GRANT EXECUTE ON FUNCTION core.find_tenant(text), core.list_tenants(), core.knows_origin(text) TO tactics_platform;
GRANT SELECT ON core.tenants TO tactics_definer;
RESET ROLE;
ALTER FUNCTION core.find_tenant(text) OWNER TO tactics_definer;
ALTER FUNCTION core.list_tenants() OWNER TO tactics_definer;
ALTER FUNCTION core.knows_origin(text) OWNER TO tactics_definer;

-- The shape of the catalog that isolation rests on: one row for each fault. `serve` and `work` refuse to start while there is one, `/health` repeats it.
CREATE FUNCTION core.isolation_faults()
RETURNS TABLE (subject text, fault text)
LANGUAGE sql STABLE
SET search_path = ''
AS $$
  WITH tenant_tables AS (
    SELECT c.oid, c.oid::pg_catalog.regclass::text AS name, c.relrowsecurity, c.relforcerowsecurity, c.relowner
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
      AND n.nspname IN ('core', 'identity', 'ingest', 'marketing', 'commerce', 'metrics', 'insight', 'engage', 'audit', 'jobs')
      AND (c.oid = 'core.tenants'::pg_catalog.regclass
        OR EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped))
  )
  SELECT t.name, 'row-level security is not enabled and forced'
  FROM tenant_tables t
  WHERE NOT (t.relrowsecurity AND t.relforcerowsecurity)
  UNION ALL
  SELECT t.name, 'no restrictive policy guards it'
  FROM tenant_tables t
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = t.oid AND NOT p.polpermissive)
  UNION ALL
  SELECT t.name, 'it is owned by the role of this connection'
  FROM tenant_tables t
  WHERE t.relowner = (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
  UNION ALL
  SELECT current_user::text, 'the role is superuser, may bypass row-level security or may create roles'
  FROM pg_catalog.pg_roles r
  WHERE r.rolname = current_user AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole)
  UNION ALL
  SELECT current_user::text, pg_catalog.format('the role may become %s', r.rolname)
  FROM pg_catalog.pg_roles r
  WHERE (r.rolsuper OR r.rolbypassrls OR r.rolname = 'tactics_owner')
    AND r.rolname <> current_user
    AND pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')
$$;
ALTER FUNCTION core.isolation_faults() OWNER TO tactics_owner;
REVOKE EXECUTE ON FUNCTION core.isolation_faults() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.isolation_faults() TO tactics_app, tactics_platform;
