-- A consent is finished in the browser that began it: a cookie there holds a random value, and only its hash is here.

SET LOCAL ROLE tactics_owner;

-- Those that are under way were begun without one; they live for minutes and are begun again.
TRUNCATE ingest.authorizations;
-- SHA-256 of the value of the cookie.
ALTER TABLE ingest.authorizations ADD COLUMN browser_hash bytea NOT NULL;
