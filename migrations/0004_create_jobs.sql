-- The durable queue: jobs, their history, schedules, and the functions through which workers take work across tenants.
SET LOCAL ROLE tactics_owner;

CREATE TABLE jobs.jobs (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  id uuid NOT NULL,
  queue text NOT NULL CHECK (queue ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
  input jsonb NOT NULL DEFAULT '{}',
  -- Lower goes first; 0 is what a person waits for.
  priority int NOT NULL DEFAULT 100,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'completed', 'discarded', 'cancelled')),
  run_at timestamptz NOT NULL DEFAULT now(),
  attempts int NOT NULL DEFAULT 0,
  max_attempts int NOT NULL DEFAULT 5 CHECK (max_attempts BETWEEN 1 AND 100),
  -- While a job with this key is queued or running, the same work is not queued again.
  unique_key text,
  worker text,
  -- Counts the leases: a worker whose lease was taken over can not write the end of a job that is another's now.
  lease bigint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  cancel_requested boolean NOT NULL DEFAULT false,
  done bigint,
  total bigint,
  note text,
  result jsonb,
  -- One entry for each failed attempt: attempt, at, worker, error.
  history jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CALL core.protect('jobs.jobs', '');
-- The application enqueues, looks and asks for an end; what a job's state becomes is the functions' business.
GRANT SELECT ON jobs.jobs TO tactics_app;
GRANT INSERT (tenant_id, id, queue, kind, input, priority, run_at, max_attempts, unique_key) ON jobs.jobs TO tactics_app;
GRANT UPDATE (cancel_requested) ON jobs.jobs TO tactics_app;

CREATE UNIQUE INDEX jobs_unique_key ON jobs.jobs (tenant_id, kind, unique_key) WHERE state IN ('queued', 'running');
-- Claiming: a tenant's next due job of a queue is the first entry here.
CREATE INDEX jobs_due ON jobs.jobs (queue, tenant_id, priority, run_at, id) WHERE state = 'queued';
-- Which leases are over.
CREATE INDEX jobs_leases ON jobs.jobs (lease_until) WHERE state = 'running';
-- Lists and retention.
CREATE INDEX jobs_recent ON jobs.jobs (tenant_id, created_at DESC, id);

-- When a worker last took a job of a tenant: the turn of the tenants. Platform data, not a tenant's.
CREATE TABLE jobs.turns (
  queue text NOT NULL,
  tenant_id uuid NOT NULL REFERENCES core.tenants (id) ON DELETE CASCADE,
  claimed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, queue)
);
CALL core.protect('jobs.turns', '');

CREATE TABLE jobs.schedules (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  queue text NOT NULL CHECK (queue ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
  input jsonb NOT NULL DEFAULT '{}',
  priority int NOT NULL DEFAULT 100,
  max_attempts int NOT NULL DEFAULT 5,
  -- {"every": seconds, "jitter": seconds} or {"cron": "0 6 * * *", "zone": "Europe/Berlin"}
  rule jsonb NOT NULL,
  next_run_at timestamptz NOT NULL,
  last_run_at timestamptz,
  enabled boolean NOT NULL DEFAULT true,
  PRIMARY KEY (tenant_id, name)
);
CALL core.protect('jobs.schedules', 'SELECT, INSERT, UPDATE, DELETE');
CREATE INDEX schedules_due ON jobs.schedules (next_run_at) WHERE enabled;

GRANT SELECT, UPDATE ON jobs.jobs TO tactics_definer;
GRANT INSERT, DELETE ON jobs.jobs TO tactics_definer;
GRANT SELECT, INSERT, UPDATE ON jobs.turns TO tactics_definer;
GRANT SELECT, UPDATE ON jobs.schedules TO tactics_definer;

-- Wakes the workers that listen, once for each statement and queue.
CREATE FUNCTION jobs.announce() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('jobs', q.queue) FROM (SELECT DISTINCT f.queue FROM fresh f) q;
  RETURN NULL;
END
$$;
CREATE TRIGGER announce AFTER INSERT ON jobs.jobs REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION jobs.announce();

-- The end of an attempt that failed or whose worker fell silent: queued again, or discarded with its history, or cancelled when that was asked for.
CREATE FUNCTION jobs.end_attempt(the_tenant uuid, the_job uuid, reason text, retry_at timestamptz) RETURNS void
LANGUAGE sql
SET search_path = ''
AS $$
  UPDATE jobs.jobs j
  SET
    state = CASE
      WHEN j.cancel_requested THEN 'cancelled'
      WHEN retry_at IS NULL OR j.attempts >= j.max_attempts THEN 'discarded'
      ELSE 'queued'
    END,
    run_at = COALESCE(retry_at, j.run_at),
    finished_at = CASE WHEN j.cancel_requested OR retry_at IS NULL OR j.attempts >= j.max_attempts THEN pg_catalog.now() END,
    history = j.history || pg_catalog.jsonb_build_object(
      'attempt', j.attempts, 'at', pg_catalog.to_jsonb(pg_catalog.now()), 'worker', j.worker, 'error', pg_catalog."left"(reason, 2000)),
    worker = NULL,
    lease_until = NULL
  WHERE j.tenant_id = the_tenant
    AND j.id = the_job
    AND j.state = 'running'
$$;

-- Takes over leases that are over and ends queued jobs that are to be cancelled. Gives how many were touched.
CREATE FUNCTION jobs.tidy() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
  expired record;
  touched bigint := 0;
  more bigint;
BEGIN
  FOR expired IN
    SELECT j.tenant_id, j.id, j.attempts
    FROM jobs.jobs j
    WHERE j.state = 'running' AND j.lease_until < pg_catalog.now()
    ORDER BY j.lease_until
    LIMIT 100
    FOR UPDATE SKIP LOCKED
  LOOP
    PERFORM jobs.end_attempt(expired.tenant_id, expired.id, 'the worker fell silent and its lease ran out', pg_catalog.now());
    touched := touched + 1;
  END LOOP;
  WITH unwanted AS (
    SELECT j.tenant_id, j.id
    FROM jobs.jobs j
    WHERE j.state = 'queued' AND j.cancel_requested
    LIMIT 100
    FOR UPDATE SKIP LOCKED
  )
  UPDATE jobs.jobs j
  SET state = 'cancelled', finished_at = pg_catalog.now()
  FROM unwanted u
  WHERE j.tenant_id = u.tenant_id AND j.id = u.id;
  GET DIAGNOSTICS more = ROW_COUNT;
  RETURN touched + more;
END
$$;
CREATE INDEX jobs_to_cancel ON jobs.jobs (tenant_id) WHERE state = 'queued' AND cancel_requested;

-- Takes up to `wanted` due jobs, one tenant after the other: the tenant whose last turn is longest ago goes first, so that 10,000 jobs of one do not delay
-- the one job of another. Suspended tenants wait.
CREATE FUNCTION jobs.claim(queues text[], the_worker text, lease_for interval, wanted int)
RETURNS TABLE (
  tenant_id uuid, id uuid, queue text, kind text, input jsonb, attempts int, max_attempts int, lease bigint, created_at timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
  turn record;
  taken record;
  room int := wanted;
  found_in_round boolean := true;
  turn_queues text[] := '{}';
  turn_tenants uuid[] := '{}';
  turn_times timestamptz[] := '{}';
BEGIN
  PERFORM jobs.tidy();
  WHILE room > 0 AND found_in_round LOOP
    found_in_round := false;
    FOR turn IN
      WITH RECURSIVE waiting AS (
        -- A loose index scan: one step for each (queue, tenant) that has queued jobs, however many each has.
        (SELECT j.queue, j.tenant_id FROM jobs.jobs j WHERE j.state = 'queued' AND j.queue = ANY (queues) ORDER BY j.queue, j.tenant_id LIMIT 1)
        UNION ALL
        SELECT n.queue, n.tenant_id
        FROM waiting w
        CROSS JOIN LATERAL (
          SELECT j.queue, j.tenant_id
          FROM jobs.jobs j
          WHERE j.state = 'queued' AND j.queue = ANY (queues) AND (j.queue, j.tenant_id) > (w.queue, w.tenant_id)
          ORDER BY j.queue, j.tenant_id
          LIMIT 1
        ) n
      )
      SELECT w.queue, w.tenant_id
      FROM waiting w
      JOIN core.tenants t ON t.id = w.tenant_id AND t.state = 'active'
      LEFT JOIN jobs.turns p ON p.queue = w.queue AND p.tenant_id = w.tenant_id
      ORDER BY p.claimed_at NULLS FIRST, w.tenant_id
    LOOP
      EXIT WHEN room <= 0;
      SELECT j.tenant_id, j.id INTO taken
      FROM jobs.jobs j
      WHERE j.queue = turn.queue
        AND j.tenant_id = turn.tenant_id
        AND j.state = 'queued'
        AND j.run_at <= pg_catalog.now()
        AND NOT j.cancel_requested
      ORDER BY j.priority, j.run_at, j.id
      LIMIT 1
      FOR UPDATE SKIP LOCKED;
      CONTINUE WHEN NOT FOUND;
      found_in_round := true;
      room := room - 1;
      turn_queues := turn_queues || turn.queue;
      turn_tenants := turn_tenants || turn.tenant_id;
      turn_times := turn_times || pg_catalog.clock_timestamp();
      RETURN QUERY
        UPDATE jobs.jobs j
        SET
          state = 'running',
          attempts = j.attempts + 1,
          worker = the_worker,
          lease = j.lease + 1,
          lease_until = pg_catalog.now() + lease_for,
          started_at = COALESCE(j.started_at, pg_catalog.now())
        WHERE j.tenant_id = taken.tenant_id AND j.id = taken.id
        RETURNING j.tenant_id, j.id, j.queue, j.kind, j.input, j.attempts, j.max_attempts, j.lease, j.created_at;
    END LOOP;
  END LOOP;
  -- In one order for all claimers, so that two of them can not wait for each other.
  INSERT INTO jobs.turns (queue, tenant_id, claimed_at)
  SELECT u.queue, u.tenant_id, pg_catalog.max(u.claimed_at)
  FROM ROWS FROM (
    pg_catalog.unnest(turn_queues), pg_catalog.unnest(turn_tenants), pg_catalog.unnest(turn_times)
  ) AS u (queue, tenant_id, claimed_at)
  GROUP BY u.queue, u.tenant_id
  ORDER BY u.queue, u.tenant_id
  ON CONFLICT (queue, tenant_id) DO UPDATE SET claimed_at = EXCLUDED.claimed_at;
END
$$;

-- Prolongs a lease. No row: it is lost. Else whether the job is to end.
CREATE FUNCTION jobs.heartbeat(the_tenant uuid, the_job uuid, the_lease bigint, lease_for interval)
RETURNS TABLE (cancel_requested boolean)
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
  UPDATE jobs.jobs j
  SET lease_until = pg_catalog.now() + lease_for
  WHERE j.tenant_id = the_tenant AND j.id = the_job AND j.lease = the_lease AND j.state = 'running'
  RETURNING j.cancel_requested
$$;

CREATE FUNCTION jobs.progress(the_tenant uuid, the_job uuid, the_lease bigint, the_done bigint, the_total bigint, the_note text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
  WITH changed AS (
    UPDATE jobs.jobs j
    SET done = the_done, total = the_total, note = pg_catalog."left"(the_note, 500)
    WHERE j.tenant_id = the_tenant AND j.id = the_job AND j.lease = the_lease AND j.state = 'running'
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM changed)
$$;

CREATE FUNCTION jobs.complete(the_tenant uuid, the_job uuid, the_lease bigint, the_result jsonb) RETURNS boolean
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
  WITH changed AS (
    UPDATE jobs.jobs j
    SET state = 'completed', result = the_result, finished_at = pg_catalog.now(), worker = NULL, lease_until = NULL
    WHERE j.tenant_id = the_tenant AND j.id = the_job AND j.lease = the_lease AND j.state = 'running'
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM changed)
$$;

-- A failed attempt. `retry_at` NULL discards at once. Gives the new state, NULL when the lease was lost.
CREATE FUNCTION jobs.fail(the_tenant uuid, the_job uuid, the_lease bigint, reason text, retry_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
  outcome text;
BEGIN
  PERFORM FROM jobs.jobs j
  WHERE j.tenant_id = the_tenant AND j.id = the_job AND j.lease = the_lease AND j.state = 'running'
  FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  PERFORM jobs.end_attempt(the_tenant, the_job, reason, retry_at);
  SELECT j.state INTO outcome FROM jobs.jobs j WHERE j.tenant_id = the_tenant AND j.id = the_job;
  RETURN outcome;
END
$$;

-- Hands a lease back without counting the attempt: a graceful stop, or a job that waits until later.
CREATE FUNCTION jobs.release(the_tenant uuid, the_job uuid, the_lease bigint, the_run_at timestamptz) RETURNS boolean
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
  WITH changed AS (
    UPDATE jobs.jobs j
    SET
      state = CASE WHEN j.cancel_requested THEN 'cancelled' ELSE 'queued' END,
      finished_at = CASE WHEN j.cancel_requested THEN pg_catalog.now() END,
      attempts = GREATEST(j.attempts - 1, 0),
      run_at = the_run_at,
      worker = NULL,
      lease_until = NULL
    WHERE j.tenant_id = the_tenant AND j.id = the_job AND j.lease = the_lease AND j.state = 'running'
    RETURNING j.queue
  )
  SELECT pg_catalog.count(pg_catalog.pg_notify('jobs', c.queue)::text) > 0 FROM changed c
$$;

-- The schedules that are due, locked for this transaction, with the time of the database.
CREATE FUNCTION jobs.due_schedules(wanted int)
RETURNS TABLE (tenant_id uuid, name text, rule jsonb, next_run_at timestamptz, at timestamptz)
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT s.tenant_id, s.name, s.rule, s.next_run_at, pg_catalog.now()
  FROM jobs.schedules s
  JOIN core.tenants t ON t.id = s.tenant_id AND t.state = 'active'
  WHERE s.enabled AND s.next_run_at <= pg_catalog.now()
  ORDER BY s.next_run_at
  LIMIT wanted
  FOR UPDATE OF s SKIP LOCKED
$$;

-- Queues one job for a due schedule, however many runs were missed, and sets the next time. The unique key keeps a run that is still going the only one.
CREATE FUNCTION jobs.materialise(the_tenant uuid, the_name text, seen timestamptz, the_next timestamptz, the_job uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
  due record;
BEGIN
  UPDATE jobs.schedules s
  SET next_run_at = the_next, last_run_at = pg_catalog.now()
  WHERE s.tenant_id = the_tenant AND s.name = the_name AND s.next_run_at = seen AND s.enabled
  RETURNING s.queue, s.kind, s.input, s.priority, s.max_attempts INTO due;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO jobs.jobs (tenant_id, id, queue, kind, input, priority, max_attempts, unique_key)
  VALUES (the_tenant, the_job, due.queue, due.kind, due.input, due.priority, due.max_attempts, 'schedule:' || the_name)
  ON CONFLICT (tenant_id, kind, unique_key) WHERE state IN ('queued', 'running') DO NOTHING;
  RETURN FOUND;
END
$$;

-- How much waits, for health and metrics; counts alone, no tenant.
CREATE FUNCTION jobs.depths()
RETURNS TABLE (queue text, queued bigint, due bigint, running bigint, oldest_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT
    j.queue,
    pg_catalog.count(*) FILTER (WHERE j.state = 'queued'),
    pg_catalog.count(*) FILTER (WHERE j.state = 'queued' AND j.run_at <= pg_catalog.now()),
    pg_catalog.count(*) FILTER (WHERE j.state = 'running'),
    pg_catalog.min(j.run_at) FILTER (WHERE j.state = 'queued' AND j.run_at <= pg_catalog.now())
  FROM jobs.jobs j
  WHERE j.state IN ('queued', 'running')
  GROUP BY j.queue
  ORDER BY j.queue
$$;

-- Removes finished jobs that are older than the time given.
CREATE FUNCTION jobs.prune(finished_before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
  WITH gone AS (
    DELETE FROM jobs.jobs j
    WHERE j.state IN ('completed', 'discarded', 'cancelled') AND j.finished_at < finished_before
    RETURNING 1
  )
  SELECT pg_catalog.count(*) FROM gone
$$;

GRANT EXECUTE ON FUNCTION jobs.end_attempt(uuid, uuid, text, timestamptz) TO tactics_definer;
GRANT EXECUTE ON FUNCTION
  jobs.tidy(),
  jobs.claim(text[], text, interval, int),
  jobs.heartbeat(uuid, uuid, bigint, interval),
  jobs.progress(uuid, uuid, bigint, bigint, bigint, text),
  jobs.complete(uuid, uuid, bigint, jsonb),
  jobs.fail(uuid, uuid, bigint, text, timestamptz),
  jobs.release(uuid, uuid, bigint, timestamptz),
  jobs.due_schedules(int),
  jobs.materialise(uuid, text, timestamptz, timestamptz, uuid),
  jobs.depths(),
  jobs.prune(timestamptz)
TO tactics_platform;

RESET ROLE;
ALTER FUNCTION jobs.tidy() OWNER TO tactics_definer;
ALTER FUNCTION jobs.claim(text[], text, interval, int) OWNER TO tactics_definer;
ALTER FUNCTION jobs.heartbeat(uuid, uuid, bigint, interval) OWNER TO tactics_definer;
ALTER FUNCTION jobs.progress(uuid, uuid, bigint, bigint, bigint, text) OWNER TO tactics_definer;
ALTER FUNCTION jobs.complete(uuid, uuid, bigint, jsonb) OWNER TO tactics_definer;
ALTER FUNCTION jobs.fail(uuid, uuid, bigint, text, timestamptz) OWNER TO tactics_definer;
ALTER FUNCTION jobs.release(uuid, uuid, bigint, timestamptz) OWNER TO tactics_definer;
ALTER FUNCTION jobs.due_schedules(int) OWNER TO tactics_definer;
ALTER FUNCTION jobs.materialise(uuid, text, timestamptz, timestamptz, uuid) OWNER TO tactics_definer;
ALTER FUNCTION jobs.depths() OWNER TO tactics_definer;
ALTER FUNCTION jobs.prune(timestamptz) OWNER TO tactics_definer;
