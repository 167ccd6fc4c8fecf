-- Connections, their streams and cursors, syncs and what they left behind, and uploaded files.

SET LOCAL ROLE tactics_owner;

CREATE TABLE ingest.connections (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  id uuid NOT NULL,
  connector text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  config jsonb NOT NULL DEFAULT '{}',
  -- Sealed with the tenant's data key; write-only for the API.
  credential_sealed bytea,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'reconnect_needed', 'plugin_fault', 'config_error')),
  state_reason text,
  schedule_seconds int CHECK (schedule_seconds >= 60),
  next_sync_at timestamptz,
  -- Whether a manifest declares it, so that the manifest may change it again.
  declared boolean NOT NULL DEFAULT false,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
CREATE INDEX connections_due ON ingest.connections (next_sync_at) WHERE state = 'active';
CALL core.protect('ingest.connections');

-- How far each stream is read. The cursor is written in the transaction of the rows before it, and nowhere else.
CREATE TABLE ingest.streams (
  tenant_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  name text NOT NULL,
  cursor jsonb,
  rows_stored bigint NOT NULL DEFAULT 0,
  checkpoint_at timestamptz,
  completed_at timestamptz,
  PRIMARY KEY (tenant_id, connection_id, name),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id) ON DELETE CASCADE
);
CALL core.protect('ingest.streams');

CREATE TABLE ingest.syncs (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  connection_id uuid NOT NULL,
  mode text NOT NULL CHECK (mode IN ('incremental', 'full', 'backfill')),
  cause text NOT NULL CHECK (cause IN ('schedule', 'request', 'manifest', 'resume')),
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'parked', 'completed', 'partial', 'failed', 'cancelled')),
  since date,
  until date,
  requested_by uuid,
  requested_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  parked_until timestamptz,
  -- The fencing number of its current run: a checkpoint of an older run is refused.
  run int NOT NULL DEFAULT 0,
  plugin_faults int NOT NULL DEFAULT 0,
  rows_read bigint NOT NULL DEFAULT 0,
  rows_written bigint NOT NULL DEFAULT 0,
  rows_rejected bigint NOT NULL DEFAULT 0,
  bytes_read bigint NOT NULL DEFAULT 0,
  requests bigint NOT NULL DEFAULT 0,
  throttles bigint NOT NULL DEFAULT 0,
  checkpoints bigint NOT NULL DEFAULT 0,
  cancel_requested boolean NOT NULL DEFAULT false,
  error jsonb,
  usage jsonb,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX syncs_by_connection ON ingest.syncs (tenant_id, connection_id, requested_at DESC);
-- Only one sync per connection at a time.
CREATE UNIQUE INDEX syncs_one_at_a_time ON ingest.syncs (tenant_id, connection_id) WHERE state IN ('queued', 'running', 'parked');
CALL core.protect('ingest.syncs');

CREATE TABLE ingest.sync_streams (
  tenant_id uuid NOT NULL,
  sync_id uuid NOT NULL,
  stream text NOT NULL,
  ordinal int NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'running', 'parked', 'completed', 'failed', 'skipped')),
  rows_read bigint NOT NULL DEFAULT 0,
  rows_written bigint NOT NULL DEFAULT 0,
  rows_rejected bigint NOT NULL DEFAULT 0,
  estimate bigint,
  error jsonb,
  PRIMARY KEY (tenant_id, sync_id, stream),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES ingest.syncs (tenant_id, id) ON DELETE CASCADE
);
CALL core.protect('ingest.sync_streams');

CREATE TABLE ingest.sync_log (
  tenant_id uuid NOT NULL,
  sync_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at timestamptz NOT NULL,
  level text NOT NULL CHECK (level IN ('debug', 'info', 'warning', 'error')),
  stream text,
  message text NOT NULL,
  PRIMARY KEY (tenant_id, sync_id, sequence),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES ingest.syncs (tenant_id, id) ON DELETE CASCADE
);
CALL core.protect('ingest.sync_log');

-- Rows that could not be read: the first ones of a sync with line and reason; all of them are counted in ingest.syncs.
CREATE TABLE ingest.rejects (
  tenant_id uuid NOT NULL,
  sync_id uuid NOT NULL,
  sequence bigint NOT NULL,
  stream text NOT NULL,
  line bigint,
  field text,
  reason text NOT NULL,
  sample text,
  PRIMARY KEY (tenant_id, sync_id, sequence),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES ingest.syncs (tenant_id, id) ON DELETE CASCADE
);
CALL core.protect('ingest.rejects');

-- Batches that are merged: written with their rows, so that a batch counts once however often it is sent.
CREATE TABLE ingest.batches (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  connection_id uuid NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id) ON DELETE CASCADE
);
CALL core.protect('ingest.batches');

CREATE TABLE ingest.uploads (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  sha256 bytea NOT NULL,
  complete boolean NOT NULL DEFAULT false,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX uploads_by_digest ON ingest.uploads (tenant_id, sha256) WHERE complete;
CALL core.protect('ingest.uploads');

CREATE TABLE ingest.upload_chunks (
  tenant_id uuid NOT NULL,
  upload_id uuid NOT NULL,
  sequence int NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (tenant_id, upload_id, sequence),
  FOREIGN KEY (tenant_id, upload_id) REFERENCES ingest.uploads (tenant_id, id) ON DELETE CASCADE
);
-- Files are often compressed already, and are read once from the front: pages outside the row without compression read fastest.
ALTER TABLE ingest.upload_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
CALL core.protect('ingest.upload_chunks');

-- Which connections are due, across tenants: for the scheduler alone. Taking one moves its next time on, so that two schedulers never take the same.
CREATE FUNCTION ingest.take_due_connections(most int)
RETURNS TABLE (tenant_id uuid, connection_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
  UPDATE ingest.connections c
  SET next_sync_at = pg_catalog.now() + pg_catalog.make_interval(secs => c.schedule_seconds)
  FROM (
    SELECT d.tenant_id, d.id
    FROM ingest.connections d
    JOIN core.tenants t ON t.id = d.tenant_id AND t.state = 'active'
    WHERE d.state = 'active'
      AND d.schedule_seconds IS NOT NULL
      AND d.next_sync_at <= pg_catalog.now()
    ORDER BY d.next_sync_at
    LIMIT most
    FOR UPDATE OF d SKIP LOCKED
  ) due
  WHERE c.tenant_id = due.tenant_id AND c.id = due.id
  RETURNING c.tenant_id, c.id
$$;
GRANT EXECUTE ON FUNCTION ingest.take_due_connections(int) TO tactics_platform;
GRANT SELECT, UPDATE ON ingest.connections TO tactics_definer;
RESET ROLE;
ALTER FUNCTION ingest.take_due_connections(int) OWNER TO tactics_definer;
