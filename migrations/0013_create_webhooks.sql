-- What platforms send by themselves: the address that a connection has for it, and the deliveries that came there.

SET LOCAL ROLE tactics_owner;

-- One address for each connection. The tenant stands in clear in the token, so that the row is looked for within the tenant.
CREATE TABLE ingest.hooks (
  tenant_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  -- SHA-256 of the secret part of the token.
  token_hash bytea NOT NULL,
  -- What signs deliveries; NULL where the connection's credential says it. Sealed with the tenant's data key.
  secret_sealed bytea,
  -- Both of before the last rotation, and how long they still hold.
  previous_hash bytea,
  previous_secret_sealed bytea,
  previous_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  rotated_at timestamptz,
  PRIMARY KEY (tenant_id, connection_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id) ON DELETE CASCADE
);
CALL core.protect('ingest.hooks');

CREATE TABLE ingest.deliveries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  connection_id uuid NOT NULL,
  -- SHA-256 over topic and body: the same is taken once for as long as the row stands.
  digest bytea NOT NULL,
  scheme text NOT NULL,
  -- What the signature says, where its scheme says it.
  signed_at timestamptz,
  topic text,
  -- The fields of the head that the connector may see.
  headers jsonb NOT NULL DEFAULT '{}',
  -- Sealed with the tenant's data key; gone once the delivery is over.
  body_sealed bytea,
  size int NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'ignored', 'dead')),
  attempts int NOT NULL DEFAULT 0,
  -- How often the platform sent it again with a newer signature.
  repeats int NOT NULL DEFAULT 0,
  error jsonb,
  streams jsonb NOT NULL DEFAULT '[]',
  rows_read bigint NOT NULL DEFAULT 0,
  rows_written bigint NOT NULL DEFAULT 0,
  rows_rejected bigint NOT NULL DEFAULT 0,
  -- The first rows that could not be read: stream, line, field, reason, sample.
  rejects jsonb NOT NULL DEFAULT '[]',
  received_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, connection_id, digest),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id) ON DELETE CASCADE
);
-- Sealed bytes do not compress.
ALTER TABLE ingest.deliveries ALTER COLUMN body_sealed SET STORAGE EXTERNAL;
CREATE INDEX deliveries_recent ON ingest.deliveries (tenant_id, connection_id, received_at DESC, id DESC);
-- What the sweep looks for.
CREATE INDEX deliveries_to_expire ON ingest.deliveries (tenant_id, expires_at);
CREATE INDEX deliveries_with_body ON ingest.deliveries (tenant_id, received_at) WHERE body_sealed IS NOT NULL;
CALL core.protect('ingest.deliveries');
