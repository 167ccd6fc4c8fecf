/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "meta",
          "name": "Meta Ads",
          "vendor": "Tactics",
          "version": "1.1.0",
          "abi": 1,
          "entry": "meta_connector_v1",
          "library": "libMetaConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "v25.0",
          "hosts": ["graph.facebook.com"],
          "auth": {
            "scheme": "query",
            "name": "access_token",
            "proof": "appsecret_proof",
            "authorization_endpoint": "https://www.facebook.com/v25.0/dialog/oauth",
            "token_endpoint": "https://graph.facebook.com/v25.0/oauth/access_token",
            "scopes": ["ads_read", "ads_management", "business_management"],
            "scope_separator": ",",
            "refresh": {"rule": "exchange", "grant_type": "fb_exchange_token", "parameter": "fb_exchange_token", "lifetime_seconds": 5184000}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "account_id": {"type": "string", "pattern": "^(act_)?[0-9]{1,30}$", "title": "Ad account", "description": "With or without act_; all accounts of the access when left out"},
              "version": {"type": "string", "pattern": "^v[0-9]{1,3}\\.[0-9]{1,2}$", "default": "v25.0", "title": "Version of the Marketing API"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync", "description": "Meta keeps about 1123 days"},
              "since_days": {"type": "integer", "minimum": 1, "maximum": 1123, "default": 400, "title": "Days of the first sync", "description": "Counts where no first day is given"},
              "look_back_days": {"type": "integer", "enum": [1, 7, 28], "default": 28, "title": "Days read again", "description": "Meta restates conversions for 28 days"},
              "page_size": {"type": "integer", "minimum": 100, "maximum": 500, "default": 500, "title": "Rows in a page of figures"},
              "window_days": {"type": "integer", "minimum": 1, "maximum": 90, "default": 30, "title": "Days in one report"},
              "conversion_type": {"type": "string", "minLength": 1, "maxLength": 200, "title": "Action type that counts as the conversion", "description": "Purchases when left out: omni_purchase first"},
              "list_deleted": {"type": "boolean", "default": true, "title": "List deleted campaigns, ad sets and ads too"},
              "creatives": {"type": "boolean", "default": false, "title": "Read what ads show too"},
              "reports": {"type": "string", "enum": ["automatic", "immediate", "asynchronous"], "default": "automatic", "title": "How reports are fetched", "description": "Asynchronous reports are prepared by Meta: for large accounts; automatic has large ones prepared"},
              "large_report_rows": {"type": "integer", "minimum": 1, "maximum": 10000000, "default": 50000, "title": "Rows that make a report large", "description": "Estimated from the report before it; counts for automatic reports"},
              "breakdowns": {"type": "array", "items": {"type": "string", "enum": ["age", "gender", "age_gender", "country", "region", "device", "placement", "hour"]}, "uniqueItems": true, "default": [], "title": "Breakdowns of the daily figures", "description": "Each is one more report of every window"},
              "attribution_windows": {"type": "array", "items": {"type": "string", "enum": ["1d_click", "7d_click", "28d_click", "1d_view", "1d_ev", "dda", "incrementality"]}, "uniqueItems": true, "default": [], "title": "Attribution windows with figures of their own"},
              "conversion_window": {"type": "string", "enum": ["1d_click", "7d_click", "28d_click", "1d_view", "1d_ev", "dda", "incrementality"], "title": "Attribution window whose conversions count", "description": "Meta's own choice when left out"},
              "action_report_time": {"type": "string", "enum": ["impression", "conversion", "mixed", "lifetime"], "title": "Day that a conversion belongs to", "description": "Meta's own choice when left out"},
              "pixel_id": {"type": "string", "pattern": "^[0-9]{1,30}$", "title": "Dataset for uploads", "description": "The number of the pixel"},
              "action_source": {"type": "string", "enum": ["website", "app", "email", "phone_call", "chat", "physical_store", "system_generated", "business_messaging", "other"], "default": "website", "title": "Where uploaded events happened"},
              "event_source_url": {"type": "string", "format": "uri", "title": "Page of uploaded events"},
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
            {"name": "meta_events", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental"], "look_back_days": 0, "settle_days": 0, "schema": {"type": "object", "properties": {"id": {"type": "string"}, "account_id": {"type": "string"}, "field": {"type": "string"}, "occurred_at": {"type": "string"}}, "required": ["id", "field"]}}
          ],
          "operations": [
            {"name": "pause", "impact": "medium", "dry_run": true, "levels": ["campaign", "ad_group", "ad"]},
            {"name": "resume", "impact": "high", "dry_run": true, "levels": ["campaign", "ad_group", "ad"]},
            {"name": "set_budget", "impact": "high", "dry_run": true, "levels": ["campaign", "ad_group"]},
            {"name": "set_bid", "impact": "high", "dry_run": true, "levels": ["ad_group"]},
            {"name": "upload_conversions", "impact": "medium", "dry_run": true}
          ],
          "webhooks": [
            {"scheme": "meta", "signature": "meta", "header": "X-Hub-Signature-256", "secret": "app_secret", "topics": ["ad_account"]}
          ],
          "limits": [
            {"scope": "account", "rate": 30, "burst": 9000, "headers": ["X-Business-Use-Case-Usage", "X-Ad-Account-Usage", "x-fb-ads-insights-throttle"]},
            {"scope": "app", "headers": ["X-App-Usage"]}
          ],
          "secret_paths": ["/paging/next", "/paging/previous"]
        }

        """##
}
