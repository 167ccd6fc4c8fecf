-- What else platforms have to say: creatives and keywords, payments, people on lists, messages, visits, searches, exchange rates, and what a connector
-- calls its own. Ids are derived, as in 0006; days are those of the account, property or shop.

SET LOCAL ROLE tactics_owner;

CREATE TABLE marketing.creatives (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  account_id uuid,
  name text,
  kind text CHECK (kind IN ('image', 'video', 'carousel', 'text', 'product', 'other')),
  title text,
  body text,
  call_to_action text,
  link_url text,
  image_url text,
  video_id text,
  status text CHECK (status IN ('active', 'paused', 'ended', 'removed', 'draft')),
  raw_status text,
  platform_updated_at timestamptz,
  attributes jsonb,
  is_deleted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, platform, external_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CREATE INDEX creatives_by_account ON marketing.creatives (tenant_id, account_id);
CALL core.protect('marketing.creatives');

CREATE TABLE marketing.keywords (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  account_id uuid,
  campaign_id uuid,
  ad_group_id uuid,
  text text,
  match_type text CHECK (match_type IN ('exact', 'phrase', 'broad', 'other')),
  is_negative boolean NOT NULL DEFAULT false,
  status text CHECK (status IN ('active', 'paused', 'ended', 'removed', 'draft')),
  raw_status text,
  bid_micros bigint,
  currency text,
  quality_score bigint CHECK (quality_score BETWEEN 1 AND 10),
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
CREATE INDEX keywords_by_ad_group ON marketing.keywords (tenant_id, ad_group_id);
CREATE INDEX keywords_by_campaign ON marketing.keywords (tenant_id, campaign_id);
CALL core.protect('marketing.keywords');

CREATE TABLE marketing.keyword_daily (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  account_id uuid NOT NULL,
  keyword_id uuid NOT NULL,
  platform text NOT NULL,
  campaign_id uuid,
  ad_group_id uuid,
  currency text NOT NULL,
  time_zone text,
  spend_micros bigint NOT NULL DEFAULT 0,
  impressions bigint NOT NULL DEFAULT 0,
  clicks bigint NOT NULL DEFAULT 0,
  conversions numeric(20, 6),
  conversion_value_micros bigint,
  quality_score bigint CHECK (quality_score BETWEEN 1 AND 10),
  impression_share numeric(7, 6),
  top_impression_share numeric(7, 6),
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, account_id, keyword_id)
);
CREATE INDEX keyword_daily_by_keyword ON marketing.keyword_daily (tenant_id, keyword_id, day);
CREATE INDEX keyword_daily_by_campaign ON marketing.keyword_daily (tenant_id, campaign_id, day);
CALL core.protect('marketing.keyword_daily');

-- What people typed. '' stands for an ad group or a way of matching that the platform does not tell.
CREATE TABLE marketing.search_term_daily (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  account_id uuid NOT NULL,
  ad_group_external_id text NOT NULL DEFAULT '',
  search_term text NOT NULL,
  match_type text NOT NULL DEFAULT '' CHECK (match_type IN ('', 'exact', 'phrase', 'broad', 'other')),
  platform text NOT NULL,
  campaign_id uuid,
  ad_group_id uuid,
  keyword_id uuid,
  currency text NOT NULL,
  time_zone text,
  spend_micros bigint NOT NULL DEFAULT 0,
  impressions bigint NOT NULL DEFAULT 0,
  clicks bigint NOT NULL DEFAULT 0,
  conversions numeric(20, 6),
  conversion_value_micros bigint,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, account_id, ad_group_external_id, search_term, match_type)
);
CREATE INDEX search_term_daily_by_campaign ON marketing.search_term_daily (tenant_id, campaign_id, day);
CALL core.protect('marketing.search_term_daily');

-- Campaigns and flows of e-mail, text messages and push.
CREATE TABLE marketing.messages (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  -- Unknown for a stub alone.
  kind text CHECK (kind IN ('campaign', 'flow', 'other')),
  channel text CHECK (channel IN ('email', 'sms', 'push', 'other')),
  name text,
  subject text,
  status text CHECK (status IN ('active', 'paused', 'ended', 'removed', 'draft')),
  raw_status text,
  flow_external_id text,
  sent_at timestamptz,
  platform_created_at timestamptz,
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
CREATE INDEX messages_by_time ON marketing.messages (tenant_id, sent_at);
CALL core.protect('marketing.messages');

CREATE TABLE marketing.message_daily (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  message_id uuid NOT NULL,
  channel text NOT NULL DEFAULT '' CHECK (channel IN ('', 'email', 'sms', 'push', 'other')),
  platform text NOT NULL,
  time_zone text,
  currency text,
  recipients bigint,
  delivered bigint,
  opens bigint,
  unique_opens bigint,
  clicks bigint,
  unique_clicks bigint,
  bounces bigint,
  unsubscribes bigint,
  spam_complaints bigint,
  conversions numeric(20, 6),
  revenue_micros bigint,
  attribution text,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, message_id, channel)
);
CREATE INDEX message_daily_by_message ON marketing.message_daily (tenant_id, message_id, day);
CALL core.protect('marketing.message_daily');

-- Visits of a web site or app. '' stands for what the platform leaves out.
CREATE TABLE marketing.web_daily (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  platform text NOT NULL,
  property_id text NOT NULL,
  source text NOT NULL DEFAULT '',
  medium text NOT NULL DEFAULT '',
  campaign text NOT NULL DEFAULT '',
  connection_id uuid NOT NULL,
  time_zone text,
  currency text,
  sessions bigint,
  users bigint,
  new_users bigint,
  engaged_sessions bigint,
  conversions numeric(20, 6),
  revenue_micros bigint,
  is_sampled boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, platform, property_id, source, medium, campaign),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CALL core.protect('marketing.web_daily');

CREATE TABLE marketing.web_events (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  platform text NOT NULL,
  property_id text NOT NULL,
  event_name text NOT NULL,
  source text NOT NULL DEFAULT '',
  medium text NOT NULL DEFAULT '',
  campaign text NOT NULL DEFAULT '',
  connection_id uuid NOT NULL,
  time_zone text,
  currency text,
  event_count bigint,
  users bigint,
  value_micros bigint,
  is_sampled boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, platform, property_id, event_name, source, medium, campaign),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CREATE INDEX web_events_by_name ON marketing.web_events (tenant_id, event_name, day);
CALL core.protect('marketing.web_events');

CREATE TABLE marketing.web_demographics (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  platform text NOT NULL,
  property_id text NOT NULL,
  dimension text NOT NULL CHECK (dimension IN ('age', 'gender', 'country', 'city', 'device', 'language')),
  value text NOT NULL,
  connection_id uuid NOT NULL,
  time_zone text,
  sessions bigint,
  users bigint,
  new_users bigint,
  engaged_sessions bigint,
  conversions numeric(20, 6),
  is_sampled boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, platform, property_id, dimension, value),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CALL core.protect('marketing.web_demographics');

-- How a site stood in the results of a search engine. Queries and addresses of pages are too long for an index, so the key holds a hash of the five texts.
CREATE TABLE marketing.search_daily (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  platform text NOT NULL,
  site text NOT NULL,
  facet_id uuid NOT NULL,
  search_type text NOT NULL DEFAULT '',
  query text NOT NULL DEFAULT '',
  page text NOT NULL DEFAULT '',
  country text NOT NULL DEFAULT '',
  device text NOT NULL DEFAULT '',
  connection_id uuid NOT NULL,
  clicks bigint NOT NULL DEFAULT 0,
  impressions bigint NOT NULL DEFAULT 0,
  position numeric(20, 6),
  is_final boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, platform, site, facet_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CALL core.protect('marketing.search_daily');

-- What one unit of `base` cost in `quote`.
CREATE TABLE marketing.fx_rates (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  base text NOT NULL CHECK (base ~ '^[A-Z]{3}$'),
  quote text NOT NULL CHECK (quote ~ '^[A-Z]{3}$'),
  rate numeric(20, 10) NOT NULL CHECK (rate > 0),
  source text,
  connection_id uuid NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, day, base, quote),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CREATE INDEX fx_rates_by_pair ON marketing.fx_rates (tenant_id, base, quote, day);
CALL core.protect('marketing.fx_rates');

-- Movements of money at a payment provider. Amounts carry their sign. Orders and customers are those of the shop, by the provider's word.
CREATE TABLE commerce.transactions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('charge', 'refund', 'fee', 'payout', 'dispute', 'transfer', 'adjustment', 'other')),
  source_external_id text,
  order_external_id text,
  customer_external_id text,
  payout_external_id text,
  occurred_at timestamptz NOT NULL,
  day date NOT NULL,
  available_at timestamptz,
  currency text NOT NULL,
  gross_micros bigint NOT NULL,
  fee_micros bigint,
  net_micros bigint NOT NULL,
  exchange_rate numeric(20, 10),
  status text,
  description text,
  is_test boolean NOT NULL DEFAULT false,
  platform_updated_at timestamptz,
  extra jsonb,
  is_deleted boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX transactions_by_time ON commerce.transactions (tenant_id, occurred_at);
CREATE INDEX transactions_by_day ON commerce.transactions (tenant_id, day);
CREATE INDEX transactions_by_payout ON commerce.transactions (tenant_id, payout_external_id) WHERE payout_external_id IS NOT NULL;
CALL core.protect('commerce.transactions');

-- People on lists. Personal fields are sealed, and found by the same indexes as those of customers.
CREATE TABLE commerce.profiles (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  email_sealed bytea,
  email_index bytea,
  phone_sealed bytea,
  phone_index bytea,
  first_name_sealed bytea,
  last_name_sealed bytea,
  -- A keyed hash of the personal fields: tells that they changed without opening them.
  personal_digest bytea,
  customer_external_id text,
  country text,
  city text,
  -- NULL where the platform does not say.
  is_email_subscribed boolean,
  is_sms_subscribed boolean,
  platform_created_at timestamptz,
  platform_updated_at timestamptz,
  last_event_at timestamptz,
  extra jsonb,
  is_deleted boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX profiles_by_email ON commerce.profiles (tenant_id, email_index);
CALL core.protect('commerce.profiles');

-- Rows of streams that a connector calls its own, as it sent them. The key is the text of the member that the manifest names, or a JSON list of several.
CREATE TABLE ingest.records (
  tenant_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  stream text NOT NULL,
  key text NOT NULL,
  document jsonb NOT NULL,
  is_deleted boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, connection_id, stream, key),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES ingest.connections (tenant_id, id)
);
CREATE INDEX records_by_stream ON ingest.records (tenant_id, stream, stored_at);
CALL core.protect('ingest.records');
RESET ROLE;
