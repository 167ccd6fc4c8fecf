-- Orders, their lines and refunds, customers and products. Ids are derived, as in 0006. Personal fields are sealed.

SET LOCAL ROLE tactics_owner;

CREATE TABLE commerce.orders (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  number text,
  -- The platform's own id of the customer; commerce.customers may not know them.
  customer_external_id text,
  placed_at timestamptz NOT NULL,
  -- The calendar day in the shop's zone.
  day date NOT NULL,
  currency text NOT NULL,
  total_micros bigint NOT NULL,
  subtotal_micros bigint,
  discount_micros bigint,
  tax_micros bigint,
  shipping_micros bigint,
  refunded_micros bigint,
  quantity bigint,
  status text,
  source text,
  is_test boolean NOT NULL DEFAULT false,
  cancelled_at timestamptz,
  platform_updated_at timestamptz,
  extra jsonb,
  is_deleted boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX orders_by_time ON commerce.orders (tenant_id, placed_at, id);
CALL core.protect('commerce.orders');

CREATE TABLE commerce.order_lines (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  external_id text NOT NULL,
  product_external_id text,
  variant_external_id text,
  sku text,
  title text,
  quantity bigint NOT NULL,
  unit_micros bigint,
  total_micros bigint,
  currency text NOT NULL,
  is_deleted boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX order_lines_by_order ON commerce.order_lines (tenant_id, order_id);
CALL core.protect('commerce.order_lines');

CREATE TABLE commerce.refunds (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  external_id text NOT NULL,
  amount_micros bigint NOT NULL,
  currency text NOT NULL,
  refunded_at timestamptz NOT NULL,
  day date NOT NULL,
  is_deleted boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX refunds_by_order ON commerce.refunds (tenant_id, order_id);
CALL core.protect('commerce.refunds');

CREATE TABLE commerce.customers (
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
  orders_count bigint,
  spent_micros bigint,
  currency text,
  country text,
  platform_created_at timestamptz,
  platform_updated_at timestamptz,
  extra jsonb,
  is_deleted boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX customers_by_email ON commerce.customers (tenant_id, email_index);
CALL core.protect('commerce.customers');

CREATE TABLE commerce.products (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  external_id text NOT NULL,
  connection_id uuid NOT NULL,
  title text,
  handle text,
  status text,
  vendor text,
  product_type text,
  variants jsonb,
  platform_created_at timestamptz,
  platform_updated_at timestamptz,
  extra jsonb,
  is_deleted boolean NOT NULL DEFAULT false,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CALL core.protect('commerce.products');
RESET ROLE;
