/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "shopify",
          "name": "Shopify",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "shopify_connector_v1",
          "library": "libShopifyConnector.so",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "2026-07",
          "hosts": ["{shop}.myshopify.com", "storage.googleapis.com"],
          "auth": {
            "scheme": "header",
            "name": "X-Shopify-Access-Token",
            "authorization_endpoint": "https://{shop}.myshopify.com/admin/oauth/authorize",
            "token_endpoint": "https://{shop}.myshopify.com/admin/oauth/access_token",
            "scopes": ["read_orders", "read_all_orders", "read_customers", "read_products", "read_inventory"],
            "scope_separator": ",",
            "refresh": {"rule": "none"}
          },
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "required": ["shop"],
            "properties": {
              "shop": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,59}$", "title": "Shop", "description": "The part before .myshopify.com"},
              "version": {"type": "string", "pattern": "^20[0-9]{2}-(01|04|07|10)$", "default": "2026-07", "title": "Version of the Admin API"},
              "since": {"type": "string", "format": "date", "title": "First day of the first sync", "description": "Orders, customers and products that changed since then; everything when left out"},
              "orders_page_size": {"type": "integer", "minimum": 1, "maximum": 250, "default": 150, "title": "Orders in a page"},
              "page_size": {"type": "integer", "minimum": 1, "maximum": 250, "default": 250, "title": "Customers and products in a page"},
              "overlap_minutes": {"type": "integer", "minimum": 0, "maximum": 1440, "default": 5, "title": "Minutes read again"},
              "contact_fields": {"type": "string", "enum": ["default_contact", "plain"], "default": "default_contact", "title": "Where customers' addresses stand", "description": "plain: the older fields email and phone"},
              "bulk": {"type": "string", "enum": ["large", "always", "never"], "default": "large", "title": "Bulk operations", "description": "When full reads and backfills run as one operation of Shopify instead of page by page; always: the first read too"},
              "bulk_from": {"type": "integer", "minimum": 1, "maximum": 10000000, "default": 10000, "title": "Objects from which a read is large"}
            }
          },
          "streams": [
            {"name": "orders", "kind": "orders", "primary_key": ["id"], "cursor_field": "updated_at", "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 15m"},
            {"name": "order_lines", "kind": "order_lines", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "comes_with": "orders"},
            {"name": "refunds", "kind": "refunds", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "comes_with": "orders"},
            {"name": "customers", "kind": "customers", "primary_key": ["id"], "cursor_field": "updated_at", "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 1h"},
            {"name": "products", "kind": "products", "primary_key": ["id"], "cursor_field": "updated_at", "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 6h"}
          ],
          "operations": [],
          "webhooks": [
            {"scheme": "hmac_sha256_base64", "signature": "hmac_sha256_base64", "header": "x-shopify-hmac-sha256", "topic_header": "x-shopify-topic", "id_header": "x-shopify-webhook-id", "secret": "webhook_secret", "topics": ["orders/create", "orders/updated", "orders/paid", "orders/fulfilled", "orders/cancelled", "orders/delete", "refunds/create", "customers/create", "customers/update", "customers/enable", "customers/disable", "customers/delete", "customers/redact", "customers/data_request", "products/create", "products/update", "products/delete", "app/uninstalled", "shop/redact"]}
          ],
          "limits": [
            {"scope": "account", "rate": 100, "burst": 1000, "unit": "points", "reported_at": "/extensions/cost/throttleStatus"}
          ]
        }

        """##
}
