/// The manifest: the very text of `connector.json`, with its last line break.
enum ManifestText {
    static let text = ##"""
        {
          "id": "google-ads",
          "name": "Google Ads",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "google_ads_connector_v1",
          "library": "libGoogleAdsConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "v25",
          "hosts": ["googleads.googleapis.com", "datamanager.googleapis.com"],
          "auth": {
            "scheme": "bearer",
            "headers": {"developer-token": "developer_token"},
            "authorization_endpoint": "https://accounts.google.com/o/oauth2/v2/auth",
            "authorization_parameters": {"access_type": "offline", "prompt": "consent"},
            "token_endpoint": "https://oauth2.googleapis.com/token",
            "scopes": ["https://www.googleapis.com/auth/adwords", "https://www.googleapis.com/auth/datamanager"],
            "refresh": {"rule": "refresh_token", "grant_type": "refresh_token", "lifetime_seconds": 3600}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "customer_id": {"type": "string", "pattern": "^[0-9]{3}-?[0-9]{3}-?[0-9]{4}$", "title": "Account", "description": "Ten digits; all accounts that the access reaches when left out"},
              "login_customer_id": {"type": "string", "pattern": "^[0-9]{3}-?[0-9]{3}-?[0-9]{4}$", "title": "Manager account", "description": "The manager through whom the account is reached; found when both are left out"},
              "version": {"type": "string", "pattern": "^v[0-9]{1,3}$", "default": "v25", "title": "Version of the Google Ads API"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 4015, "default": 400, "title": "Days of the first sync", "description": "Counts where no first day is given"},
              "history_days": {"type": "integer", "minimum": 1, "maximum": 4015, "default": 1100, "title": "Days that may be asked for at all"},
              "look_back_days": {"type": "integer", "minimum": 0, "maximum": 90, "default": 30, "title": "Days read again", "description": "As long as the conversion window: 1 to 30, 60 or 90"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 90, "default": 14, "title": "Days in one report"},
              "levels": {"type": "array", "items": {"type": "string", "enum": ["campaign", "ad_group", "ad"]}, "minItems": 1, "uniqueItems": true, "default": ["campaign", "ad_group", "ad"], "title": "Levels of the daily figures"},
              "conversion_date": {"type": "string", "enum": ["click", "conversion"], "default": "click", "title": "Day of a conversion", "description": "click: the day of the click, as Google's own reports; conversion: the day it happened"},
              "list_removed": {"type": "boolean", "default": true, "title": "List removed campaigns, ad groups, ads and keywords too"},
              "keyword_details": {"type": "boolean", "default": true, "title": "Ask for quality score and impression share"},
              "upload_api": {"type": "string", "enum": ["google_ads", "data_manager"], "default": "google_ads", "title": "Where conversions are uploaded to"},
              "conversion_action": {"type": "string", "pattern": "^[0-9]{1,20}$", "title": "Conversion action for uploads", "description": "Its id; counts for events whose name has none of its own"},
              "conversion_actions": {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9]{1,20}$"}, "title": "Conversion actions by the name of the event"},
              "upload_batch": {"type": "integer", "minimum": 1, "maximum": 2000, "default": 2000, "title": "Events in one upload"},
              "consent_ad_user_data": {"type": "string", "enum": ["GRANTED", "DENIED"], "title": "Consent to use uploaded data for ads", "description": "Left out: unspecified"},
              "consent_ad_personalization": {"type": "string", "enum": ["GRANTED", "DENIED"], "title": "Consent to personalised ads", "description": "Left out: unspecified"}
            }
          },
          "streams": [
            {"name": "ad_accounts", "kind": "ad_accounts", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "campaigns", "kind": "campaigns", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ad_groups", "kind": "ad_groups", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ads", "kind": "ads", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "keywords", "kind": "keywords", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 12h"},
            {"name": "ad_daily", "kind": "ad_daily", "primary_key": ["account_id", "level", "entity_id", "day", "breakdown"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 30, "settle_days": 90, "schedule": "every 6h"},
            {"name": "keyword_daily", "kind": "keyword_daily", "primary_key": ["day", "account_id", "keyword_id"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 30, "settle_days": 90, "schedule": "every 12h"},
            {"name": "search_term_daily", "kind": "search_term_daily", "primary_key": ["day", "account_id", "campaign_id", "ad_group_id", "search_term", "match_type"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 30, "settle_days": 90, "schedule": "every 24h"}
          ],
          "operations": [
            {"name": "pause", "impact": "medium", "dry_run": true, "levels": ["campaign", "ad_group", "ad", "keyword"]},
            {"name": "resume", "impact": "high", "dry_run": true, "levels": ["campaign", "ad_group", "ad", "keyword"]},
            {"name": "set_budget", "impact": "high", "dry_run": true, "levels": ["campaign"]},
            {"name": "set_bid", "impact": "medium", "dry_run": true, "levels": ["ad_group", "keyword"]},
            {"name": "upload_conversions", "impact": "medium", "dry_run": true, "batch": 2000}
          ],
          "webhooks": [],
          "limits": [
            {"scope": "app", "unit": "operations", "per_day": 15000, "reported_at": "/error/details/*/errors/*/details/quotaErrorDetails"}
          ],
          "secret_paths": []
        }

        """##
}
