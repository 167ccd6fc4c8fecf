/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "tiktok",
          "name": "TikTok Ads",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "tiktok_connector_v1",
          "library": "libTikTokConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "v1.3",
          "hosts": ["business-api.tiktok.com", "sandbox-ads.tiktok.com"],
          "auth": {
            "scheme": "header",
            "name": "Access-Token",
            "authorization_endpoint": "https://business-api.tiktok.com/portal/auth",
            "token_endpoint": "https://business-api.tiktok.com/open_api/v1.3/oauth2/access_token/",
            "client_id_parameter": "app_id",
            "code_parameter": "auth_code",
            "token_request": {"encoding": "json", "client_id": "app_id", "client_secret": "secret", "code": "auth_code"},
            "token_path": "/data/access_token",
            "scopes": [],
            "refresh": {"rule": "none"},
            "slots": {"app": {"scheme": "query", "name": "secret", "member": "app_secret"}}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "advertiser_ids": {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{1,30}$"}, "minItems": 1, "maxItems": 1000, "uniqueItems": true, "title": "Advertisers", "description": "The numbers of the ad accounts; the sign-in names those that it allows"},
              "app_id": {"type": "string", "pattern": "^[0-9]{1,30}$", "title": "Developer application", "description": "Finds the advertisers where none is named; needs the application's secret in the credential"},
              "sandbox": {"type": "boolean", "default": false, "title": "Use the sandbox"},
              "version": {"type": "string", "pattern": "^v[0-9]{1,3}\\.[0-9]{1,2}$", "default": "v1.3", "title": "Version of the API for Business"},
              "time_zone": {"type": "string", "minLength": 1, "maxLength": 64, "title": "Zone of the days", "description": "Counts where TikTok does not tell the advertiser's own"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 1095, "default": 365, "title": "Days of the first sync", "description": "Counts where no first day is given"},
              "look_back_days": {"type": "integer", "minimum": 0, "maximum": 90, "default": 28, "title": "Days read again", "description": "Conversions come up to 28 days after the click"},
              "page_size": {"type": "integer", "minimum": 10, "maximum": 1000, "default": 1000, "title": "Rows in a page"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 30, "default": 30, "title": "Days in one report"},
              "reports": {"type": "string", "enum": ["immediate", "asynchronous"], "default": "immediate", "title": "How reports are fetched", "description": "Asynchronous reports are prepared by TikTok: for very large accounts"},
              "service_types": {"type": "array", "items": {"type": "string", "enum": ["AUCTION", "RESERVATION"]}, "minItems": 1, "uniqueItems": true, "default": ["AUCTION"], "title": "Ways of buying in the daily figures"},
              "levels": {"type": "array", "items": {"type": "string", "enum": ["account", "campaign", "ad_group", "ad"]}, "minItems": 1, "uniqueItems": true, "default": ["ad"], "title": "Levels of the daily figures"},
              "breakdowns": {"type": "array", "items": {"type": "string", "enum": ["age", "gender", "age_gender", "country", "region", "device", "hour"]}, "uniqueItems": true, "default": [], "title": "Breakdowns of the daily figures", "description": "Of the lowest level; by the hour takes a call per day"},
              "conversion_metric": {"type": "string", "pattern": "^[a-z0-9_]{1,64}$", "default": "complete_payment", "title": "Metric that counts as the conversion"},
              "value_metric": {"type": "string", "pattern": "^[a-z0-9_]{0,64}$", "default": "total_complete_payment_rate", "title": "Metric of what conversions are worth", "description": "Empty for none"},
              "metrics": {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_]{1,64}$"}, "maxItems": 40, "uniqueItems": true, "default": ["reach", "video_play_actions", "conversion", "real_time_conversion", "result", "purchase", "total_purchase", "total_purchase_value", "registration", "likes", "shares", "follows"], "title": "Further metrics", "description": "One that TikTok does not know is left out"},
              "attribution": {"type": "string", "pattern": "^[a-z0-9_]{1,60}$", "title": "Attribution setting", "description": "As chosen in the ads manager, such as 7d_click_1d_view: reports do not say it"},
              "list_deleted": {"type": "boolean", "default": true, "title": "List deleted campaigns, ad groups and ads too"},
              "list_smart_plus": {"type": "boolean", "default": false, "title": "List Smart+ campaigns by their own calls too"},
              "list_top_view": {"type": "boolean", "default": false, "title": "List TopView campaigns too"},
              "store_ids": {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{1,30}$"}, "maxItems": 100, "uniqueItems": true, "default": [], "title": "Shops of GMV Max"},
              "gmv_metrics": {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_]{1,64}$"}, "minItems": 1, "maxItems": 40, "uniqueItems": true, "default": ["cost", "orders", "gross_revenue"], "title": "Metrics of GMV Max"},
              "event_source": {"type": "string", "enum": ["web", "app", "offline", "crm"], "default": "web", "title": "Source of uploaded events"},
              "event_source_id": {"type": "string", "minLength": 1, "maxLength": 100, "title": "Pixel for uploads", "description": "The pixel's code, or the number of the app or event set"},
              "event_page_url": {"type": "string", "format": "uri", "title": "Page of uploaded events"},
              "event_batch": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000, "title": "Events in one upload"}
            }
          },
          "streams": [
            {"name": "ad_accounts", "kind": "ad_accounts", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "campaigns", "kind": "campaigns", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ad_groups", "kind": "ad_groups", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ads", "kind": "ads", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "creatives", "kind": "creatives", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "ad_daily", "kind": "ad_daily", "primary_key": ["account_id", "level", "entity_id", "day", "breakdown"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 28, "settle_days": 28, "schedule": "every 6h"},
            {"name": "tiktok_pixels", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h", "schema": {"type": "object", "properties": {"id": {"type": "string"}, "account_id": {"type": "string"}, "code": {"type": "string"}, "name": {"type": "string"}, "attributes": {"type": "object"}}, "required": ["id"]}},
            {"name": "tiktok_gmv_max", "primary_key": ["id"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 28, "settle_days": 28, "schedule": "every 24h", "schema": {"type": "object", "properties": {"id": {"type": "string"}, "campaign_id": {"type": "string"}, "day": {"type": "string"}, "account_id": {"type": "string"}, "currency": {"type": "string"}, "time_zone": {"type": "string"}, "metrics": {"type": "object"}}, "required": ["id", "campaign_id", "day"]}},
            {"name": "tiktok_events", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental"], "look_back_days": 0, "settle_days": 0, "schema": {"type": "object", "properties": {"id": {"type": "string"}, "event": {"type": "string"}, "occurred_at": {"type": "string"}}, "required": ["id", "event"]}}
          ],
          "operations": [
            {"name": "pause", "impact": "medium", "dry_run": true, "levels": ["campaign", "ad_group", "ad"]},
            {"name": "resume", "impact": "high", "dry_run": true, "levels": ["campaign", "ad_group", "ad"]},
            {"name": "set_budget", "impact": "high", "dry_run": true, "levels": ["campaign", "ad_group"]},
            {"name": "set_bid", "impact": "high", "dry_run": true, "levels": ["ad_group"]},
            {"name": "upload_conversions", "impact": "medium", "dry_run": true}
          ],
          "webhooks": [
            {"scheme": "tiktok", "signature": "tiktok", "header": "TikTok-Signature", "secret": "client_secret", "tolerance_seconds": 300, "topics": []}
          ],
          "limits": [
            {"scope": "token", "rate": 10, "burst": 10, "daily": 864000, "headers": []}
          ]
        }

        """##
}
