-- What is shown of a connection's hook, to the API and to the console: one view instead of the same question in two places.
SET LOCAL ROLE tactics_owner;

CREATE VIEW ingest.hook_states WITH (security_invoker = true) AS
SELECT h.tenant_id, h.connection_id, h.secret_sealed IS NOT NULL AS has_secret, h.created_at, h.rotated_at,
  -- Until when the address of before holds as well.
  CASE WHEN h.previous_until > now() THEN h.previous_until END AS previous_until,
  l.last_delivery_at, r.queued, r.done, r.ignored, r.dead
FROM ingest.hooks h
CROSS JOIN LATERAL (
  SELECT max(d.received_at) AS last_delivery_at
  FROM ingest.deliveries d
  WHERE d.tenant_id = h.tenant_id
    AND d.connection_id = h.connection_id) l
-- How many deliveries of the last seven days came to which end.
CROSS JOIN LATERAL (
  SELECT
    count(*) FILTER (WHERE d.state = 'queued') AS queued, count(*) FILTER (WHERE d.state = 'done') AS done,
    count(*) FILTER (WHERE d.state = 'ignored') AS ignored, count(*) FILTER (WHERE d.state = 'dead') AS dead
  FROM ingest.deliveries d
  WHERE d.tenant_id = h.tenant_id
    AND d.connection_id = h.connection_id
    AND d.received_at > now() - interval '7 days') r;
GRANT SELECT ON ingest.hook_states TO tactics_app;
RESET ROLE;
