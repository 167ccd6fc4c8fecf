/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "search-console",
          "name": "Google Search Console",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "search_console_connector_v1",
          "library": "libSearchConsoleConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "v3",
          "hosts": ["www.googleapis.com", "searchconsole.googleapis.com"],
          "auth": {
            "scheme": "bearer",
            "authorization_endpoint": "https://accounts.google.com/o/oauth2/v2/auth",
            "authorization_parameters": {"access_type": "offline", "prompt": "consent"},
            "token_endpoint": "https://oauth2.googleapis.com/token",
            "scopes": ["https://www.googleapis.com/auth/webmasters.readonly"],
            "refresh": {"rule": "refresh_token", "grant_type": "refresh_token", "lifetime_seconds": 3600}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "site_url": {"type": "string", "pattern": "^(https?://|sc-domain:).{1,400}$", "title": "Site", "description": "As Search Console writes it: https://www.example.com/ or sc-domain:example.com; all sites of the access when left out"},
              "search_types": {"type": "array", "items": {"type": "string", "enum": ["web", "image", "video", "news", "discover", "googleNews"]}, "minItems": 1, "uniqueItems": true, "default": ["web"], "title": "Kinds of search"},
              "dimensions": {"type": "array", "items": {"type": "string", "enum": ["query", "page", "country", "device"]}, "uniqueItems": true, "default": ["query", "page", "country", "device"], "title": "What search_daily is split by", "description": "Google hides rare queries, so the finer the split, the more is missing; search_console_totals has everything"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync", "description": "Google keeps about 16 months"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 486, "default": 90, "title": "Days of the first sync", "description": "Counts where no first day is given"},
              "look_back_days": {"type": "integer", "minimum": 1, "maximum": 30, "default": 4, "title": "Days read again"},
              "final_after_days": {"type": "integer", "minimum": 1, "maximum": 10, "default": 3, "title": "Days until figures are final"},
              "fresh_days": {"type": "boolean", "default": true, "title": "Read days whose figures are not final"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 30, "default": 1, "title": "Days in one query"},
              "page_size": {"type": "integer", "minimum": 1, "maximum": 25000, "default": 25000, "title": "Rows in a page"},
              "empty_days": {"type": "integer", "minimum": 1, "maximum": 486, "default": 60, "title": "Empty days that end a backfill"},
              "host": {"type": "string", "enum": ["www.googleapis.com", "searchconsole.googleapis.com"], "default": "www.googleapis.com", "title": "Host of the API"}
            }
          },
          "streams": [
            {"name": "search_console_sites", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h", "schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "kind": {"type": "string"}, "permission": {"type": "string"}}}},
            {"name": "search_daily", "kind": "search_daily", "primary_key": ["day", "site", "search_type", "query", "page", "country", "device"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 4, "settle_days": 4, "schedule": "every 24h"},
            {"name": "search_console_totals", "primary_key": ["day", "site", "search_type"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 4, "settle_days": 4, "schedule": "every 12h", "schema": {"type": "object", "required": ["day", "site", "search_type"], "properties": {"day": {"type": "string", "format": "date"}, "site": {"type": "string"}, "search_type": {"type": "string"}, "clicks": {"type": "integer"}, "impressions": {"type": "integer"}, "position": {"type": "string"}, "is_final": {"type": "boolean"}}}}
          ],
          "operations": [],
          "webhooks": [],
          "limits": [
            {"scope": "account", "rate": 20, "burst": 1200},
            {"scope": "app", "rate": 1, "burst": 60}
          ]
        }

        """##
}
