-- The tenant of a transaction as an expression that PostgreSQL puts into the plan: every statement asks for it, and was a call into PL/pgSQL with a search
-- path of its own. The same answers as before: the tenant, or the error.
SET LOCAL ROLE tactics_owner;

CREATE FUNCTION core.no_tenant() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = ''
AS $$
BEGIN
  RAISE EXCEPTION 'no tenant is set for this transaction' USING ERRCODE = '42501';
END
$$;
GRANT EXECUTE ON FUNCTION core.no_tenant() TO tactics_app, tactics_definer;

-- Without a search path of its own, which would keep it out of the plan: the names of such a body are bound here, once.
CREATE OR REPLACE FUNCTION core.tenant() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN current_setting('tactics.tenant_id', true) <> '' THEN current_setting('tactics.tenant_id', true)::uuid
  ELSE core.no_tenant()
END;
RESET ROLE;
