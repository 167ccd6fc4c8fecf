-- Consents that were asked for: what a platform sends a person back with is good once, for a short time, and for the connection that it was begun for.

SET LOCAL ROLE tactics_owner;

CREATE TABLE ingest.authorizations (
  tenant_id uuid NOT NULL,
  -- SHA-256 of the random part of the state; the state itself is only in the address that the person was sent to.
  state_hash bytea NOT NULL,
  connection_id uuid NOT NULL,
  started_by text NOT NULL,
  -- The PKCE verifier, sealed with the tenant's data key.
  verifier_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (tenant_id, state_hash),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX authorizations_by_connection ON ingest.authorizations (tenant_id, connection_id);
CALL core.protect('ingest.authorizations');
