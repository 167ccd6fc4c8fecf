/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "snapchat",
          "name": "Snapchat Ads",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "snapchat_connector_v1",
          "library": "libSnapchatConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "v1",
          "hosts": ["adsapi.snapchat.com", "tr.snapchat.com"],
          "auth": {
            "scheme": "bearer",
            "authorization_endpoint": "https://accounts.snapchat.com/login/oauth2/authorize",
            "token_endpoint": "https://accounts.snapchat.com/login/oauth2/access_token",
            "scopes": ["snapchat-marketing-api"],
            "refresh": {"rule": "refresh_token", "grant_type": "refresh_token", "client": "form", "lifetime_seconds": 3600},
            "slots": {"conversions": {"scheme": "query", "name": "access_token", "member": "conversions_token"}}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "account_id": {"type": "string", "pattern": "^[0-9a-fA-F-]{8,64}$", "title": "Ad account", "description": "All accounts of the access when left out"},
              "organization_id": {"type": "string", "pattern": "^[0-9a-fA-F-]{8,64}$", "title": "Organisation", "description": "All organisations of the access when left out"},
              "version": {"type": "string", "pattern": "^v[0-9]{1,3}$", "default": "v1", "title": "Version of the Marketing API"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 1095, "default": 365, "title": "Days of the first sync", "description": "Counts where no first day is given"},
              "look_back_days": {"type": "integer", "minimum": 0, "maximum": 90, "title": "Days read again", "description": "The longer of the two attribution windows when left out"},
              "page_size": {"type": "integer", "minimum": 50, "maximum": 1000, "default": 1000, "title": "Objects in a page"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 31, "default": 30, "title": "Days in one report"},
              "levels": {"type": "array", "items": {"type": "string", "enum": ["account", "campaign", "ad_group", "ad"]}, "minItems": 1, "uniqueItems": true, "default": ["ad"], "title": "Levels of the daily figures", "description": "Accounts have spend only"},
              "breakdowns": {"type": "array", "items": {"type": "string", "enum": ["age", "gender", "country", "region", "dma", "device", "make", "hour"]}, "uniqueItems": true, "default": [], "title": "Breakdowns of the daily figures", "description": "Of campaigns; by the hour there are no conversions"},
              "dimension_parameter": {"type": "string", "enum": ["report_dimension", "pivot"], "default": "report_dimension", "title": "Name of a breakdown in a call"},
              "swipe_window": {"type": "string", "enum": ["1_DAY", "7_DAY", "28_DAY"], "default": "28_DAY", "title": "Attribution window of swipes"},
              "view_window": {"type": "string", "enum": ["1_HOUR", "3_HOUR", "6_HOUR", "1_DAY", "7_DAY", "28_DAY"], "default": "1_DAY", "title": "Attribution window of views"},
              "action_report_time": {"type": "string", "enum": ["conversion", "impression"], "default": "conversion", "title": "Which day a conversion counts for"},
              "conversion_source_types": {"type": "string", "pattern": "^[a-z,]{1,40}$", "title": "Sources of conversions", "description": "web, app, offline or total; left to Snapchat when left out"},
              "conversion_field": {"type": "string", "pattern": "^[a-z0-9_]{1,64}$", "default": "conversion_purchases", "title": "Field that counts as the conversion"},
              "value_field": {"type": "string", "pattern": "^[a-z0-9_]{0,64}$", "default": "conversion_purchases_value", "title": "Field of what conversions are worth", "description": "Empty for none"},
              "fields": {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_]{1,64}$"}, "maxItems": 40, "uniqueItems": true, "default": ["video_views", "uniques", "conversion_sign_ups", "conversion_sign_ups_value", "conversion_add_cart", "conversion_add_cart_value", "total_installs"], "title": "Further fields", "description": "One that Snapchat does not know is left out"},
              "list_deleted": {"type": "boolean", "default": true, "title": "List deleted objects too", "description": "Without them the figures of a window are added to and never replaced"},
              "asset_id": {"type": "string", "pattern": "^[0-9A-Za-z.-]{1,100}$", "title": "Pixel or app for uploads"},
              "action_source": {"type": "string", "enum": ["WEB", "OFFLINE"], "default": "WEB", "title": "Source of uploaded events"},
              "event_page_url": {"type": "string", "format": "uri", "title": "Page of uploaded events"},
              "event_batch": {"type": "integer", "minimum": 1, "maximum": 2000, "default": 2000, "title": "Events in one upload"}
            }
          },
          "streams": [
            {"name": "ad_accounts", "kind": "ad_accounts", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "campaigns", "kind": "campaigns", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ad_groups", "kind": "ad_groups", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ads", "kind": "ads", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "creatives", "kind": "creatives", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "ad_daily", "kind": "ad_daily", "primary_key": ["account_id", "level", "entity_id", "day", "breakdown"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 28, "settle_days": 28, "schedule": "every 6h"},
            {"name": "snapchat_pixels", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h", "schema": {"type": "object", "properties": {"id": {"type": "string"}, "account_id": {"type": "string"}, "name": {"type": "string"}, "status": {"type": "string"}, "attributes": {"type": "object"}}, "required": ["id"]}}
          ],
          "operations": [
            {"name": "pause", "impact": "medium", "dry_run": true, "levels": ["campaign", "ad_group", "ad"]},
            {"name": "resume", "impact": "high", "dry_run": true, "levels": ["campaign", "ad_group", "ad"]},
            {"name": "set_budget", "impact": "high", "dry_run": true, "levels": ["campaign", "ad_group"]},
            {"name": "set_bid", "impact": "high", "dry_run": true, "levels": ["ad_group"]},
            {"name": "upload_conversions", "impact": "medium", "dry_run": true}
          ],
          "webhooks": [],
          "limits": [
            {"scope": "app", "rate": 20, "burst": 20, "headers": []},
            {"scope": "token", "rate": 10, "burst": 10, "headers": ["X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"]}
          ]
        }

        """##
}
