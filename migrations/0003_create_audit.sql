-- The audit trail: append-only, one hash chain a tenant. The application may read it and append through one function, and do nothing else.

SET LOCAL ROLE tactics_owner;

CREATE TABLE audit.entries (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  sequence bigint NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system', 'connector', 'anonymous')),
  actor_id text,
  action text NOT NULL,
  resource_type text,
  resource_id text,
  outcome text NOT NULL CHECK (outcome IN ('success', 'failure', 'denied')),
  address text,
  user_agent text,
  request_id text,
  changes jsonb,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);
CREATE INDEX entries_by_time ON audit.entries (tenant_id, at);
CALL core.protect('audit.entries', 'SELECT');

-- Where each chain ends: the row whose lock puts two writers in order.
CREATE TABLE audit.heads (
  tenant_id uuid PRIMARY KEY REFERENCES core.tenants (id),
  sequence bigint NOT NULL,
  hash bytea NOT NULL
);
CALL core.protect('audit.heads', 'SELECT');

-- What a row's hash covers, in a text that anyone can build again: the fields as a JSON array, in the order of the table.
CREATE FUNCTION audit.entry_text(entry audit.entries) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = ''
AS $$
  SELECT pg_catalog.jsonb_build_array(
    entry.tenant_id, entry.sequence, (EXTRACT(epoch FROM entry.at) * 1000000)::bigint, entry.actor_kind, entry.actor_id, entry.action,
    entry.resource_type, entry.resource_id, entry.outcome, entry.address, entry.user_agent, entry.request_id, entry.changes,
    pg_catalog.encode(entry.previous_hash, 'hex'))::text
$$;
GRANT EXECUTE ON FUNCTION audit.entry_text(audit.entries) TO tactics_app, tactics_definer;

-- Appends events to the chain of the tenant of this transaction. `events` is a JSON array, oldest first.
CREATE FUNCTION audit.append(events jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
  head audit.heads;
  entry audit.entries;
  event jsonb;
BEGIN
  INSERT INTO audit.heads (tenant_id, sequence, hash)
  VALUES (core.tenant(), 0, '\x')
  ON CONFLICT DO NOTHING;

  SELECT *
  INTO head
  FROM audit.heads h
  WHERE h.tenant_id = core.tenant()
  FOR UPDATE;

  FOR event IN SELECT * FROM pg_catalog.jsonb_array_elements(events)
  LOOP
    entry := pg_catalog.jsonb_populate_record(NULL::audit.entries, event);
    entry.tenant_id := head.tenant_id;
    entry.sequence := head.sequence + 1;
    entry.at := COALESCE(entry.at, pg_catalog.clock_timestamp());
    entry.previous_hash := head.hash;
    entry.hash := pg_catalog.sha256(pg_catalog.convert_to(audit.entry_text(entry), 'UTF8'));
    INSERT INTO audit.entries SELECT entry.*;
    head.sequence := entry.sequence;
    head.hash := entry.hash;
  END LOOP;

  UPDATE audit.heads h
  SET sequence = head.sequence, hash = head.hash
  WHERE h.tenant_id = head.tenant_id;
  RETURN head.sequence;
END
$$;
GRANT EXECUTE ON FUNCTION audit.append(jsonb) TO tactics_app;
GRANT SELECT, INSERT ON audit.entries TO tactics_definer;
GRANT SELECT, INSERT, UPDATE ON audit.heads TO tactics_definer;
RESET ROLE;
ALTER FUNCTION audit.append(jsonb) OWNER TO tactics_definer;
