-- Daily facts, completed. A search term may show in two campaigns of one account without an ad group: the campaign stands in the key. Every fact may be
-- settled, once its platform no longer changes it. What Google Analytics says of a whole report stands with its rows.

ALTER TABLE marketing.search_term_daily ADD COLUMN campaign_external_id text NOT NULL DEFAULT '';

-- By the administrator, who sees the rows of all tenants.
UPDATE marketing.search_term_daily f
SET campaign_external_id = c.external_id
FROM marketing.campaigns c
WHERE c.tenant_id = f.tenant_id
  AND c.id = f.campaign_id;

SET LOCAL ROLE tactics_owner;

-- '' stands for a campaign that the platform does not tell.
ALTER TABLE marketing.search_term_daily
  DROP CONSTRAINT search_term_daily_pkey,
  ADD PRIMARY KEY (tenant_id, day, account_id, campaign_external_id, ad_group_external_id, search_term, match_type);

ALTER TABLE marketing.search_term_daily ADD COLUMN settled_at timestamptz;
ALTER TABLE marketing.keyword_daily ADD COLUMN settled_at timestamptz;
ALTER TABLE marketing.message_daily ADD COLUMN settled_at timestamptz;
ALTER TABLE marketing.search_daily ADD COLUMN settled_at timestamptz;

-- `is_thresholded`: rows of few people were withheld. `has_other_row`: what had no room is in rows called `(other)`.
ALTER TABLE marketing.web_daily
  ADD COLUMN settled_at timestamptz,
  ADD COLUMN is_thresholded boolean NOT NULL DEFAULT false,
  ADD COLUMN has_other_row boolean NOT NULL DEFAULT false;
ALTER TABLE marketing.web_events
  ADD COLUMN settled_at timestamptz,
  ADD COLUMN is_thresholded boolean NOT NULL DEFAULT false,
  ADD COLUMN has_other_row boolean NOT NULL DEFAULT false;
ALTER TABLE marketing.web_demographics
  ADD COLUMN settled_at timestamptz,
  ADD COLUMN is_thresholded boolean NOT NULL DEFAULT false,
  ADD COLUMN has_other_row boolean NOT NULL DEFAULT false;
RESET ROLE;
