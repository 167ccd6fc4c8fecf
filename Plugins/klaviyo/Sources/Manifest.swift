/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "klaviyo",
          "name": "Klaviyo",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "klaviyo_connector_v1",
          "library": "libKlaviyoConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "2026-07-15",
          "hosts": ["a.klaviyo.com"],
          "auth": {
            "scheme": "header",
            "name": "Authorization",
            "prefix": "Klaviyo-API-Key ",
            "authorization_endpoint": "https://www.klaviyo.com/oauth/authorize",
            "token_endpoint": "https://a.klaviyo.com/oauth/token",
            "scopes": ["accounts:read", "profiles:read", "lists:read", "events:read", "metrics:read", "campaigns:read", "flows:read"],
            "refresh": {"rule": "none"},
            "oauth": {"scheme": "bearer", "pkce": "S256", "client": "basic", "grant_type": "refresh_token"}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "revision": {"type": "string", "pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", "default": "2026-07-15", "title": "Revision of the API"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync", "description": "Of events and figures, and of changes to profiles"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 3650, "default": 60, "title": "Days of the first sync", "description": "Of events and figures, where no first day is given"},
              "look_back_days": {"type": "integer", "minimum": 0, "maximum": 90, "default": 14, "title": "Days of figures read again", "description": "Conversions are attributed for some days"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 365, "default": 30, "title": "Days in one report", "description": "Of flows and metrics; campaigns are asked for day by day"},
              "overlap_minutes": {"type": "integer", "minimum": 0, "maximum": 1440, "default": 60, "title": "Minutes read again"},
              "time_zone": {"type": "string", "minLength": 1, "maxLength": 64, "title": "Zone of the days", "description": "That of the Klaviyo account when left out"},
              "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "title": "Currency of the figures", "description": "That of the Klaviyo account when left out"},
              "channels": {"type": "array", "items": {"type": "string", "enum": ["email", "sms", "mobile_push"]}, "minItems": 1, "uniqueItems": true, "default": ["email", "sms", "mobile_push"], "title": "Channels of the campaigns"},
              "conversion_metric_id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$", "title": "Metric that counts as the conversion", "description": "Its id; found by its name when left out"},
              "conversion_metric": {"type": "string", "minLength": 1, "maxLength": 200, "default": "Placed Order", "title": "Name of the metric that counts as the conversion"},
              "aggregate_metrics": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 200}, "maxItems": 50, "uniqueItems": true, "default": ["Placed Order"], "title": "Metrics whose daily sums are read", "description": "Names; Klaviyo has no sums of custom metrics"},
              "aggregate_by": {"type": "string", "minLength": 1, "maxLength": 100, "default": "$attributed_channel", "title": "What daily sums are broken down by"},
              "event_metric_id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$", "title": "Only events of this metric"},
              "event_properties": {"type": "boolean", "default": false, "title": "Keep the properties of events", "description": "They may hold personal data"},
              "profile_properties": {"type": "boolean", "default": false, "title": "Keep the properties of profiles", "description": "They may hold personal data"},
              "predictions": {"type": "boolean", "default": false, "title": "Read Klaviyo's predictions", "description": "The limits are then five times tighter"},
              "sparse_fields": {"type": "boolean", "default": true, "title": "Ask for the needed fields only"},
              "campaign_messages": {"type": "boolean", "default": true, "title": "Read the messages of campaigns", "description": "They hold the subject"},
              "profiles_page_size": {"type": "integer", "minimum": 1, "maximum": 100, "default": 100, "title": "Profiles in a page"},
              "events_page_size": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000, "title": "Events in a page"}
            }
          },
          "streams": [
            {"name": "profiles", "kind": "profiles", "primary_key": ["id"], "cursor_field": "updated_at", "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 1h"},
            {"name": "messages", "kind": "messages", "primary_key": ["id"], "cursor_field": "updated_at", "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "message_daily", "kind": "message_daily", "primary_key": ["day", "message_id", "channel"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 14, "settle_days": 14, "schedule": "every 24h"},
            {"name": "klaviyo_lists", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h", "schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "opt_in_process": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}}},
            {"name": "klaviyo_events", "primary_key": ["id"], "cursor_field": "occurred_at", "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 1h", "schema": {"type": "object", "required": ["id", "occurred_at"], "properties": {"id": {"type": "string"}, "uuid": {"type": "string"}, "metric_id": {"type": "string"}, "metric": {"type": "string"}, "profile_id": {"type": "string"}, "occurred_at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"}, "time_zone": {"type": "string"}, "value_micros": {"type": "integer"}, "value_text": {"type": "string"}, "currency": {"type": "string"}, "order_id": {"type": "string"}, "message_id": {"type": "string"}, "flow_id": {"type": "string"}, "properties": {"type": "object"}}}},
            {"name": "klaviyo_metrics", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h", "schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "integration": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}}},
            {"name": "klaviyo_metric_daily", "primary_key": ["day", "metric_id", "dimension", "value"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 14, "settle_days": 14, "schedule": "every 24h", "schema": {"type": "object", "required": ["day", "metric_id", "dimension", "value"], "properties": {"day": {"type": "string", "format": "date"}, "metric_id": {"type": "string"}, "metric": {"type": "string"}, "dimension": {"type": "string"}, "value": {"type": "string"}, "time_zone": {"type": "string"}, "currency": {"type": "string"}, "count": {"type": "string"}, "unique": {"type": "string"}, "sum_micros": {"type": "integer"}, "sum_text": {"type": "string"}}}}
          ],
          "operations": [],
          "webhooks": [
            {"scheme": "klaviyo", "signature": "klaviyo", "header": "Klaviyo-Signature", "timestamp_header": "Klaviyo-Timestamp", "secret": "webhook_secret", "tolerance_seconds": 300, "topics": ["event:klaviyo.email_delivered"]}
          ],
          "limits": [
            {"scope": "account", "rate": 12.5, "burst": 75, "path": "/api/profiles", "headers": ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"]},
            {"scope": "account", "rate": 58.3, "burst": 350, "path": "/api/events"},
            {"scope": "account", "rate": 12.5, "burst": 75, "path": "/api/lists"},
            {"scope": "account", "rate": 2.5, "burst": 10, "path": "/api/metrics"},
            {"scope": "account", "rate": 2.5, "burst": 10, "path": "/api/campaigns"},
            {"scope": "account", "rate": 1, "burst": 3, "path": "/api/flows"},
            {"scope": "account", "rate": 1, "burst": 3, "path": "/api/metric-aggregates"},
            {"scope": "account", "rate": 0.0333, "burst": 1, "path": "/api/campaign-values-reports", "daily": 225},
            {"scope": "account", "rate": 0.0333, "burst": 1, "path": "/api/flow-series-reports", "daily": 225},
            {"scope": "account", "rate": 0.25, "burst": 1, "path": "/api/accounts"}
          ]
        }

        """##
}
