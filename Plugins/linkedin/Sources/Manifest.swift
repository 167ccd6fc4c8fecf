/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "linkedin",
          "name": "LinkedIn Ads",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "linkedin_connector_v1",
          "library": "libLinkedInConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "202603",
          "hosts": ["api.linkedin.com"],
          "auth": {
            "scheme": "bearer",
            "authorization_endpoint": "https://www.linkedin.com/oauth/v2/authorization",
            "token_endpoint": "https://www.linkedin.com/oauth/v2/accessToken",
            "scopes": ["r_ads", "r_ads_reporting"],
            "write_scopes": ["rw_ads", "rw_conversions"],
            "refresh": {"rule": "refresh_token", "grant_type": "refresh_token", "client": "form", "lifetime_seconds": 5184000, "refresh_lifetime_seconds": 31536000}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "account_id": {"type": "string", "pattern": "^[0-9]{1,20}$", "title": "Ad account", "description": "Its number; all accounts of the access when left out"},
              "version": {"type": "string", "pattern": "^20[0-9]{2}(0[1-9]|1[0-2])$", "default": "202603", "title": "Version of the Marketing API", "description": "Year and month; each lives about a year"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync", "description": "LinkedIn keeps about ten years"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 3650, "default": 400, "title": "Days of the first sync", "description": "Counts where no first day is given"},
              "look_back_days": {"type": "integer", "minimum": 0, "maximum": 180, "default": 30, "title": "Days read again", "description": "Conversions are restated for up to 90 days, at most 180"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 90, "default": 30, "title": "Days in one report"},
              "time_zone": {"type": "string", "minLength": 1, "maxLength": 64, "default": "UTC", "title": "Zone of LinkedIn's days"},
              "levels": {"type": "array", "items": {"type": "string", "enum": ["account", "campaign", "ad_group", "ad"]}, "minItems": 1, "uniqueItems": true, "default": ["ad"], "title": "Levels of the daily figures"},
              "breakdowns": {"type": "array", "items": {"type": "string", "enum": ["device", "placement", "country", "region", "seniority", "industry", "job_function", "job_title", "company", "company_size"]}, "uniqueItems": true, "default": [], "title": "Breakdowns of the daily figures", "description": "What describes people is approximate and of the whole account"},
              "conversion_metric": {"type": "string", "enum": ["externalWebsiteConversions", "externalWebsitePostClickConversions", "externalWebsitePostViewConversions", "oneClickLeads"], "default": "externalWebsiteConversions", "title": "Metric that counts as the conversion"},
              "metrics": {"type": "array", "items": {"type": "string", "pattern": "^[a-zA-Z]{1,64}$"}, "maxItems": 12, "uniqueItems": true, "default": ["externalWebsitePostClickConversions", "externalWebsitePostViewConversions", "landingPageClicks", "oneClickLeads", "oneClickLeadFormOpens", "likes", "comments", "shares", "follows", "totalEngagements", "videoViews", "approximateMemberReach"], "title": "Further metrics", "description": "A call takes 20 fields, of which 8 are spoken for"},
              "finder": {"type": "string", "enum": ["statistics", "analytics"], "default": "statistics", "title": "Finder of the report", "description": "analytics takes one pivot only: figures of ads then do not name their campaign"},
              "page_size": {"type": "integer", "minimum": 10, "maximum": 1000, "default": 100, "title": "Objects in a page"},
              "report_rows": {"type": "integer", "minimum": 100, "maximum": 15000, "default": 10000, "title": "Most rows of a report", "description": "A report with as many is asked for in halves"},
              "calls_per_10s": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 6, "title": "Reports asked for in ten seconds"},
              "conversion_rule": {"type": "string", "pattern": "^[0-9]{1,20}$", "title": "Conversion rule for uploads", "description": "The number of a rule whose method is CONVERSIONS_API"},
              "conversions_batch": {"type": "integer", "minimum": 1, "maximum": 5000, "default": 1000, "title": "Conversions in one call"}
            }
          },
          "streams": [
            {"name": "ad_accounts", "kind": "ad_accounts", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "campaigns", "kind": "campaigns", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ad_groups", "kind": "ad_groups", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ads", "kind": "ads", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"},
            {"name": "ad_daily", "kind": "ad_daily", "primary_key": ["account_id", "level", "entity_id", "day", "breakdown"], "cursor_field": "day", "modes": ["incremental", "full", "backfill"], "look_back_days": 30, "settle_days": 90, "schedule": "every 6h"}
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
            {"scope": "token", "rate": 0.6, "burst": 6, "path": "/rest/adAnalytics"},
            {"scope": "app", "rate": 10, "burst": 600, "path": "/rest/conversionEvents", "daily": 300000}
          ]
        }

        """##
}
