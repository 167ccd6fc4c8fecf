-- Ad accounts, campaigns, ad groups, ads, and their daily facts: all platforms in one shape.
-- Ids of what a platform owns are derived from tenant, platform, kind and the platform's own id, so that a row has the same id on every run.

SET LOCAL ROLE tactics_owner;

CREATE TABLE marketing.ad_accounts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  name text,
  currency text,
  time_zone text,
  status text,
  attributes jsonb,
  is_stub boolean NOT NULL DEFAULT false,
  is_deleted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, platform, external_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CALL core.protect('marketing.ad_accounts');

CREATE TABLE marketing.campaigns (
  tenant_id uuid NOT NULL REFERENCES core.tenants (id),
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid,
  account_id uuid,
  name text,
  status text CHECK (status IN ('active', 'paused', 'ended', 'removed', 'draft')),
  raw_status text,
  objective text,
  currency text,
  daily_budget_micros bigint,
  lifetime_budget_micros bigint,
  start_day date,
  end_day date,
  platform_updated_at timestamptz,
  attributes jsonb,
  is_stub boolean NOT NULL DEFAULT false,
  is_deleted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- The campaign as the API shows it. Campaigns are read a thousand times for each change, so the text is made when the row changes.
  document text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, platform, external_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CALL core.protect('marketing.campaigns');

CREATE FUNCTION marketing.campaign_document() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
SET timezone = 'UTC'
AS $$
BEGIN
  NEW.document := pg_catalog.json_build_object(
    'id', NEW.id,
    'platform', NEW.platform,
    'external_id', NEW.external_id,
    'connection_id', NEW.connection_id,
    'account_id', NEW.account_id,
    'name', NEW.name,
    'status', NEW.status,
    'raw_status', NEW.raw_status,
    'objective', NEW.objective,
    'currency', NEW.currency,
    'daily_budget', core.money(NEW.daily_budget_micros, NEW.currency),
    'lifetime_budget', core.money(NEW.lifetime_budget_micros, NEW.currency),
    'start_day', NEW.start_day,
    'end_day', NEW.end_day,
    'platform_updated_at', NEW.platform_updated_at,
    'created_at', NEW.created_at,
    'updated_at', NEW.updated_at)::text;
  RETURN NEW;
END
$$;
CREATE TRIGGER campaign_document
BEFORE INSERT OR UPDATE ON marketing.campaigns
FOR EACH ROW EXECUTE FUNCTION marketing.campaign_document();

-- What a campaign was, from when to when: one row for each version, the current one open at its end.
CREATE TABLE marketing.campaign_history (
  tenant_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  name text,
  status text,
  objective text,
  daily_budget_micros bigint,
  lifetime_budget_micros bigint,
  PRIMARY KEY (tenant_id, campaign_id, valid_from),
  FOREIGN KEY (tenant_id, campaign_id) REFERENCES marketing.campaigns (tenant_id, id) ON DELETE CASCADE
);
CALL core.protect('marketing.campaign_history');

CREATE FUNCTION marketing.keep_campaign_history() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
DECLARE
  changed_at timestamptz := pg_catalog.clock_timestamp();
BEGIN
  IF NEW.is_stub THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NOT OLD.is_stub
      AND (OLD.name, OLD.status, OLD.objective, OLD.daily_budget_micros, OLD.lifetime_budget_micros)
        IS NOT DISTINCT FROM (NEW.name, NEW.status, NEW.objective, NEW.daily_budget_micros, NEW.lifetime_budget_micros)
    THEN
      RETURN NULL;
    END IF;
    UPDATE marketing.campaign_history h
    SET valid_to = changed_at
    WHERE h.tenant_id = NEW.tenant_id
      AND h.campaign_id = NEW.id
      AND h.valid_to IS NULL;
  END IF;
  INSERT INTO marketing.campaign_history (tenant_id, campaign_id, valid_from, name, status, objective, daily_budget_micros, lifetime_budget_micros)
  VALUES (NEW.tenant_id, NEW.id, changed_at, NEW.name, NEW.status, NEW.objective, NEW.daily_budget_micros, NEW.lifetime_budget_micros);
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_campaign_history
AFTER INSERT OR UPDATE ON marketing.campaigns
FOR EACH ROW EXECUTE FUNCTION marketing.keep_campaign_history();

CREATE TABLE marketing.ad_groups (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  account_id uuid,
  campaign_id uuid,
  name text,
  status text CHECK (status IN ('active', 'paused', 'ended', 'removed', 'draft')),
  raw_status text,
  currency text,
  daily_budget_micros bigint,
  bid_micros bigint,
  platform_updated_at timestamptz,
  attributes jsonb,
  is_stub boolean NOT NULL DEFAULT false,
  is_deleted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, platform, external_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CREATE INDEX ad_groups_by_campaign ON marketing.ad_groups (tenant_id, campaign_id);
CALL core.protect('marketing.ad_groups');

CREATE TABLE marketing.ads (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  account_id uuid,
  campaign_id uuid,
  ad_group_id uuid,
  name text,
  status text CHECK (status IN ('active', 'paused', 'ended', 'removed', 'draft')),
  raw_status text,
  creative_id text,
  platform_updated_at timestamptz,
  attributes jsonb,
  is_stub boolean NOT NULL DEFAULT false,
  is_deleted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, platform, external_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CREATE INDEX ads_by_campaign ON marketing.ads (tenant_id, campaign_id);
CALL core.protect('marketing.ads');

-- Daily numbers of an entity. A day is the ad account's own. `breakdown` is '' for the whole entity, else like `age=25-34`.
CREATE TABLE marketing.ad_daily (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  account_id uuid NOT NULL,
  level text NOT NULL CHECK (level IN ('account', 'campaign', 'ad_group', 'ad')),
  entity_id uuid NOT NULL,
  breakdown text NOT NULL DEFAULT '',
  platform text NOT NULL,
  campaign_id uuid,
  currency text NOT NULL,
  time_zone text,
  spend_micros bigint NOT NULL DEFAULT 0,
  impressions bigint NOT NULL DEFAULT 0,
  clicks bigint NOT NULL DEFAULT 0,
  reach bigint,
  video_views bigint,
  conversions numeric(20, 6),
  conversion_value_micros bigint,
  attribution text,
  actions jsonb,
  settled_at timestamptz,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, account_id, level, entity_id, breakdown)
) PARTITION BY RANGE (day);
CREATE INDEX ad_daily_by_campaign ON marketing.ad_daily (tenant_id, campaign_id, day);
CALL core.protect('marketing.ad_daily');

-- Makes the monthly partitions from one day to another, each under the same policies. Partitions are never granted directly.
-- It belongs to the owner, because only an owner can add a partition; it reads and writes no rows.
CREATE FUNCTION marketing.ensure_ad_daily_partitions(first_day date, last_day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
  month date := pg_catalog.date_trunc('month', first_day::timestamp)::date;
  partition text;
  made int := 0;
BEGIN
  IF first_day > last_day OR last_day - first_day > 4000 OR first_day < '2000-01-01' OR last_day > '2100-01-01' THEN
    RAISE EXCEPTION 'partitions from % to % are out of bounds', first_day, last_day USING ERRCODE = '22023';
  END IF;
  WHILE month <= last_day LOOP
    partition := pg_catalog.format('ad_daily_%s', pg_catalog.to_char(month::timestamp, 'YYYY_MM'));
    IF pg_catalog.to_regclass('marketing.' || partition) IS NULL THEN
      PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('marketing.ad_daily'));
      IF pg_catalog.to_regclass('marketing.' || partition) IS NULL THEN
        EXECUTE pg_catalog.format(
          'CREATE TABLE marketing.%I PARTITION OF marketing.ad_daily FOR VALUES FROM (%L) TO (%L)',
          partition, month, (month + interval '1 month')::date);
        CALL core.protect(pg_catalog.format('marketing.%I', partition)::pg_catalog.regclass, '');
        made := made + 1;
      END IF;
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
  RETURN made;
END
$$;
GRANT EXECUTE ON FUNCTION marketing.ensure_ad_daily_partitions(date, date) TO tactics_app;
SELECT marketing.ensure_ad_daily_partitions('2024-01-01', (now() + interval '3 months')::date);
RESET ROLE;
