/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "google-analytics",
          "name": "Google Analytics 4",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "google_analytics_connector_v1",
          "library": "libGoogleAnalyticsConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "v1beta",
          "hosts": ["analyticsdata.googleapis.com", "analyticsadmin.googleapis.com"],
          "auth": {
            "scheme": "bearer",
            "authorization_endpoint": "https://accounts.google.com/o/oauth2/v2/auth",
            "authorization_parameters": {"access_type": "offline", "prompt": "consent"},
            "token_endpoint": "https://oauth2.googleapis.com/token",
            "scopes": ["https://www.googleapis.com/auth/analytics.readonly"],
            "refresh": {"rule": "refresh_token", "grant_type": "refresh_token", "lifetime_seconds": 3600}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "property_id": {"type": "string", "pattern": "^(properties/)?[0-9]{1,20}$", "title": "Property", "description": "Its number; all properties of the access when left out"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 3650, "default": 400, "title": "Days of the first sync", "description": "Counts where no first day is given"},
              "look_back_days": {"type": "integer", "minimum": 1, "maximum": 60, "default": 14, "title": "Days read again", "description": "Key events may move for up to 12 days"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 90, "default": 7, "title": "Days in one report"},
              "page_size": {"type": "integer", "minimum": 1, "maximum": 250000, "default": 100000, "title": "Rows in a page"},
              "conversion_metric": {"type": "string", "enum": ["keyEvents", "conversions"], "default": "keyEvents", "title": "What counts as a conversion", "description": "conversions is the older name"},
              "revenue_metric": {"type": "string", "enum": ["purchaseRevenue", "totalRevenue"], "default": "purchaseRevenue", "title": "What counts as revenue"},
              "event_value_metric": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9]{0,59}$", "default": "eventValue", "title": "What an event was worth"},
              "demographics": {"type": "array", "items": {"type": "string", "enum": ["age", "gender", "country", "city", "device", "language"]}, "uniqueItems": true, "default": ["age", "gender", "country", "city", "device", "language"], "title": "Traits that are read"},
              "halve_sampled": {"type": "boolean", "default": true, "title": "Ask for fewer days where Google would estimate"},
              "token_reserve": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 200, "title": "Tokens left to others", "description": "With fewer left in the hour or the day the sync waits for the next one"},
              "time_zone": {"type": "string", "minLength": 1, "maxLength": 64, "title": "Time zone of the property", "description": "Only where the access may not read the property itself"}
            }
          },
          "streams": [
            {"name": "ga4_properties", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h", "schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "account_id": {"type": "string"}, "time_zone": {"type": "string"}, "currency": {"type": "string"}, "service_level": {"type": "string"}, "industry": {"type": "string"}, "type": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}}},
            {"name": "web_daily", "kind": "web_daily", "primary_key": ["day", "property_id", "source", "medium", "campaign"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 14, "settle_days": 14, "schedule": "every 6h"},
            {"name": "web_events", "kind": "web_events", "primary_key": ["day", "property_id", "event_name", "source", "medium", "campaign"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 14, "settle_days": 14, "schedule": "every 12h"},
            {"name": "web_demographics", "kind": "web_demographics", "primary_key": ["day", "property_id", "dimension", "value"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 14, "settle_days": 14, "schedule": "every 24h"}
          ],
          "operations": [],
          "webhooks": [],
          "limits": [
            {"scope": "account", "rate": 10, "burst": 40000, "unit": "tokens", "reported_at": "/propertyQuota"}
          ]
        }

        """##
}
