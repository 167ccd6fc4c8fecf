-- People, their sessions, and API keys. E-mail addresses are sealed; a keyed blind index finds them.

SET LOCAL ROLE tactics_owner;

CREATE TABLE identity.users (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  id uuid NOT NULL,
  email_sealed bytea NOT NULL,
  email_index bytea NOT NULL,
  -- The same for all tenants: finds the one tenant of an address at a sign-in that names none (identity.tenants_of_email).
  email_locator bytea NOT NULL,
  name_sealed bytea,
  role text NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'invited', 'disabled')),
  password_hash text,
  locale text NOT NULL DEFAULT 'en',
  preferences jsonb NOT NULL DEFAULT '{}',
  last_login_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email_index)
);
CREATE INDEX users_by_locator ON identity.users (email_locator);
CALL core.protect('identity.users');

-- One sign-in: the family of its refresh tokens.
CREATE TABLE identity.sessions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('api', 'console')),
  address text,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_because text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES identity.users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_user ON identity.sessions (tenant_id, user_id);
CALL core.protect('identity.sessions');

CREATE TABLE identity.refresh_tokens (
  tenant_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  session_id uuid NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  -- When it was exchanged, and for which token: a lost answer may be asked for again within the grace.
  used_at timestamptz,
  successor_hash bytea,
  successor_sealed bytea,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, session_id) REFERENCES identity.sessions (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_by_session ON identity.refresh_tokens (tenant_id, session_id);
CALL core.protect('identity.refresh_tokens');

CREATE TABLE identity.api_keys (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  secret_hash bytea NOT NULL,
  -- The secret before the last rotation, and how long it still opens.
  previous_hash bytea,
  previous_until timestamptz,
  scopes text[] NOT NULL,
  allowed_addresses text[] NOT NULL DEFAULT '{}',
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CALL core.protect('identity.api_keys');

CREATE FUNCTION identity.tenants_of_email(locator bytea)
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT u.tenant_id
  FROM identity.users u
  WHERE u.email_locator = locator
  LIMIT 2
$$;
GRANT EXECUTE ON FUNCTION identity.tenants_of_email(bytea) TO tactics_platform;
GRANT SELECT (tenant_id, email_locator) ON identity.users TO tactics_definer;
RESET ROLE;
ALTER FUNCTION identity.tenants_of_email(bytea) OWNER TO tactics_definer;
