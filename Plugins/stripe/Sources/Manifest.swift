/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "stripe",
          "name": "Stripe",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "stripe_connector_v1",
          "library": "libStripeConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "2026-06-24.dahlia",
          "hosts": ["api.stripe.com"],
          "auth": {
            "scheme": "bearer",
            "authorization_endpoint": "https://connect.stripe.com/oauth/authorize",
            "token_endpoint": "https://connect.stripe.com/oauth/token",
            "scopes": ["read_only"],
            "refresh": {"rule": "none"}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "account": {"type": "string", "pattern": "^acct_[A-Za-z0-9]{1,64}$", "title": "Connected account", "description": "For a platform's key: the account that is read; the key's own when left out"},
              "version": {"type": "string", "pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}(\\.[a-z]{1,30})?$", "default": "2026-06-24.dahlia", "title": "Version of the API"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync", "description": "Everything when left out"},
              "time_zone": {"type": "string", "minLength": 1, "maxLength": 64, "title": "Time zone of the days", "description": "That of the account's dashboard when left out"},
              "page_size": {"type": "integer", "minimum": 1, "maximum": 100, "default": 100, "title": "Objects in a page"},
              "overlap_minutes": {"type": "integer", "minimum": 0, "maximum": 1440, "default": 5, "title": "Minutes read again"},
              "pending_days": {"type": "integer", "minimum": 0, "maximum": 365, "default": 35, "title": "Days for which a pending transaction is read again"},
              "event_hours": {"type": "integer", "minimum": 1, "maximum": 720, "default": 24, "title": "Hours of events between two checkpoints"},
              "order_key": {"type": "string", "minLength": 1, "maxLength": 40, "default": "order_id", "title": "Metadata that names the order"},
              "expand_source": {"type": "boolean", "default": true, "title": "Read what stands behind a transaction", "description": "Needs the right to read charges, refunds, disputes and payouts"},
              "payout_links": {"type": "boolean", "default": true, "title": "Note the payout of each transaction", "description": "One more call for each payout"},
              "zero_decimal": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{3}$"}, "uniqueItems": true, "title": "Currencies counted in whole units", "description": "Stripe's own list when left out"},
              "three_decimal": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{3}$"}, "uniqueItems": true, "title": "Currencies counted in thousandths", "description": "Stripe's own list when left out"}
            }
          },
          "streams": [
            {"name": "transactions", "kind": "transactions", "primary_key": ["id"], "cursor_field": "created", "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 35, "schedule": "every 1h"},
            {"name": "stripe_charges", "primary_key": ["id"], "cursor_field": "events", "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 1h", "schema": {"type": "object", "required": ["id", "created_at"], "properties": {"id": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"}, "status": {"type": "string"}, "currency": {"type": "string"}, "amount_micros": {"type": "integer"}, "captured_micros": {"type": "integer"}, "refunded_micros": {"type": "integer"}, "application_fee_micros": {"type": "integer"}, "is_paid": {"type": "boolean"}, "is_captured": {"type": "boolean"}, "is_refunded": {"type": "boolean"}, "is_disputed": {"type": "boolean"}, "is_test": {"type": "boolean"}, "failure_code": {"type": "string"}, "updated_at": {"type": "string", "format": "date-time"}, "order_id": {"type": "string"}, "customer_id": {"type": "string"}, "payment_intent_id": {"type": "string"}, "invoice_id": {"type": "string"}, "transaction_id": {"type": "string"}, "description": {"type": "string"}, "method": {"type": "string"}, "card_brand": {"type": "string"}, "card_country": {"type": "string"}, "metadata": {"type": "object"}}}},
            {"name": "stripe_refunds", "primary_key": ["id"], "cursor_field": "events", "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 1h", "schema": {"type": "object", "required": ["id", "created_at"], "properties": {"id": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"}, "status": {"type": "string"}, "currency": {"type": "string"}, "amount_micros": {"type": "integer"}, "reason": {"type": "string"}, "failure_reason": {"type": "string"}, "updated_at": {"type": "string", "format": "date-time"}, "order_id": {"type": "string"}, "charge_id": {"type": "string"}, "payment_intent_id": {"type": "string"}, "transaction_id": {"type": "string"}, "metadata": {"type": "object"}}}},
            {"name": "stripe_payouts", "primary_key": ["id"], "cursor_field": "events", "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h", "schema": {"type": "object", "required": ["id", "created_at"], "properties": {"id": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"}, "status": {"type": "string"}, "currency": {"type": "string"}, "amount_micros": {"type": "integer"}, "arrives_on": {"type": "string", "format": "date"}, "is_automatic": {"type": "boolean"}, "is_test": {"type": "boolean"}, "method": {"type": "string"}, "updated_at": {"type": "string", "format": "date-time"}, "type": {"type": "string"}, "reconciliation_status": {"type": "string"}, "failure_code": {"type": "string"}, "destination_id": {"type": "string"}, "transaction_id": {"type": "string"}, "metadata": {"type": "object"}}}},
            {"name": "stripe_disputes", "primary_key": ["id"], "cursor_field": "events", "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h", "schema": {"type": "object", "required": ["id", "created_at"], "properties": {"id": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"}, "status": {"type": "string"}, "currency": {"type": "string"}, "amount_micros": {"type": "integer"}, "reason": {"type": "string"}, "is_charge_refundable": {"type": "boolean"}, "is_test": {"type": "boolean"}, "evidence_due_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}, "order_id": {"type": "string"}, "charge_id": {"type": "string"}, "payment_intent_id": {"type": "string"}, "transaction_ids": {"type": "array", "items": {"type": "string"}}, "metadata": {"type": "object"}}}}
          ],
          "operations": [],
          "webhooks": [
            {"scheme": "stripe", "signature": "stripe", "header": "Stripe-Signature", "secret": "webhook_secret", "tolerance_seconds": 300, "topics": ["charge.succeeded", "charge.failed", "charge.pending", "charge.captured", "charge.expired", "charge.refunded", "charge.updated", "refund.created", "refund.updated", "refund.failed", "charge.refund.updated", "payout.created", "payout.updated", "payout.paid", "payout.failed", "payout.canceled", "payout.reconciliation_completed", "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated"]}
          ],
          "limits": [
            {"scope": "account", "rate": 25, "burst": 100, "headers": ["Retry-After", "Stripe-Rate-Limited-Reason", "Stripe-Should-Retry"]}
          ]
        }

        """##
}
