-- Who may do what is remembered by every server for a short while. A change of it is said aloud with the commit that makes it, so that they forget at once:
-- the channel is `access`, the payload the tenant.

SET LOCAL ROLE tactics_owner;

-- The argument names the column with the tenant's id.
CREATE FUNCTION identity.announce_access() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('access', pg_catalog.to_jsonb(OLD) ->> TG_ARGV[0]);
  RETURN NULL;
END
$$;

CREATE TRIGGER announce_access
AFTER UPDATE OF state, roles, quotas ON core.tenants
FOR EACH ROW
WHEN ((OLD.state, OLD.roles, OLD.quotas) IS DISTINCT FROM (NEW.state, NEW.roles, NEW.quotas))
EXECUTE FUNCTION identity.announce_access('id');

CREATE TRIGGER announce_access
AFTER UPDATE OF role, state ON identity.users
FOR EACH ROW
WHEN ((OLD.role, OLD.state) IS DISTINCT FROM (NEW.role, NEW.state))
EXECUTE FUNCTION identity.announce_access('tenant_id');

CREATE TRIGGER announce_removal
AFTER DELETE ON identity.users
FOR EACH ROW
EXECUTE FUNCTION identity.announce_access('tenant_id');

CREATE TRIGGER announce_access
AFTER UPDATE OF revoked_at ON identity.sessions
FOR EACH ROW
WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at)
EXECUTE FUNCTION identity.announce_access('tenant_id');

-- Not for `last_used_at`, which changes all the time.
CREATE TRIGGER announce_access
AFTER UPDATE OF secret_hash, scopes, allowed_addresses, expires_at, revoked_at ON identity.api_keys
FOR EACH ROW
EXECUTE FUNCTION identity.announce_access('tenant_id');
