-- The peer's tenants and campaigns (peer/schema.sql) in the schema of Tactics, and somebody signed in at each tenant. Runs as the administrator.
INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone, quotas)
SELECT md5('t' || t)::uuid, 'tenant-' || t, 'Tenant ' || t, 'enterprise', 'USD', 'UTC', '{"api_per_minute": 10000000, "seats": 10}'
FROM generate_series(1, 1000) t;

INSERT INTO identity.users (tenant_id, id, email_sealed, email_index, email_locator, role)
SELECT md5('t' || t)::uuid, md5('u' || t)::uuid, '\x00', sha256(('u' || t)::bytea), sha256(('l' || t)::bytea), 'viewer'
FROM generate_series(1, 1000) t;

INSERT INTO identity.sessions (tenant_id, id, user_id, kind, expires_at)
SELECT md5('t' || t)::uuid, md5('s' || t)::uuid, md5('u' || t)::uuid, 'api', now() + interval '1 day'
FROM generate_series(1, 1000) t;

INSERT INTO marketing.campaigns (
  tenant_id, id, platform, external_id, name, status, objective, currency, daily_budget_micros, start_day)
SELECT md5('t' || t)::uuid, md5('c' || t || '-' || c)::uuid, (ARRAY['meta', 'google', 'tiktok', 'snapchat', 'linkedin'])[1 + c % 5], (c * 7919)::text,
  'Campaign ' || c, 'active', 'sales', 'USD', 50000000, '2026-01-01'
FROM generate_series(1, 1000) t, generate_series(1, 60) c
-- As a sync stores them (CampaignMerge): a batch in the order of its ids.
ORDER BY 1, 2;
