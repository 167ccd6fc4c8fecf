-- Ids of what a platform owns now begin with a part that grows with the platform's own id. What was stored under the former ids is emptied, and every
-- connection reads from its beginning again.

SET LOCAL ROLE tactics_owner;

TRUNCATE commerce.orders, commerce.order_lines, commerce.refunds, commerce.customers, commerce.products;
TRUNCATE marketing.ad_accounts, marketing.campaigns, marketing.campaign_history, marketing.ad_groups, marketing.ads, marketing.ad_daily;
TRUNCATE ingest.streams;

-- The id is not needed for the order: few records share an instant, and those are sorted when they are read.
DROP INDEX commerce.orders_by_time;
CREATE INDEX orders_by_time ON commerce.orders (tenant_id, placed_at);
