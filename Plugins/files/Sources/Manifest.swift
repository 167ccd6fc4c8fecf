/// The very bytes of `connector.json`, which stands beside this folder; a test compares them.
enum ManifestText {
    static let text = ##"""
        {
          "id": "files",
          "name": "Files",
          "vendor": "Tactics",
          "version": "1.0.0",
          "abi": 1,
          "entry": "files_connector_v1",
          "toolchain": "swift-6.3.1",
          "platform_api_version": "RFC 4180",
          "hosts": ["upload:current", "config:url"],
          "auth": {"scheme": "none"},
          "config_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "required": ["maps_to"],
            "properties": {
              "source": {"type": "string", "enum": ["upload", "url"], "default": "upload", "title": "Where the file comes from"},
              "url": {"type": "string", "format": "uri", "pattern": "^https://", "maxLength": 2048, "title": "Address of the file"},
              "format": {"type": "string", "enum": ["csv", "delimited", "fixed"], "default": "csv", "title": "Format", "description": "csv: commas and quotes; delimited: another delimiter; fixed: columns with blanks between them"},
              "delimiter": {"type": "string", "enum": [",", ";", "|", "\t", "tab"], "title": "Delimiter", "description": "Found in the first line when left out"},
              "header": {"type": "boolean", "default": true, "title": "The first line holds headings"},
              "encoding": {"type": "string", "enum": ["auto", "utf-8", "latin-1"], "default": "auto", "title": "Encoding"},
              "time_zone": {"type": "string", "maxLength": 64, "title": "Time zone", "description": "Of times without an offset; the tenant's when left out"},
              "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "title": "Currency", "description": "Where no column says it; the tenant's when left out"},
              "maps_to": {"type": "string", "enum": ["orders", "customers", "products", "ad_daily"], "title": "What a row is"},
              "columns": {
                "type": "object",
                "title": "Columns",
                "description": "For each field the number of its column (from 1) or its heading; headings that are named like fields need no entry",
                "additionalProperties": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"type": "string", "minLength": 1, "maxLength": 200}]}
              },
              "date_format": {"type": "string", "enum": ["auto", "YYYYMMDD", "YYYY-MM-DD", "YYYY/MM/DD", "DD.MM.YYYY", "DD/MM/YYYY", "DD-MM-YYYY", "MM/DD/YYYY"], "default": "auto", "title": "Dates", "description": "auto takes the forms that start with the year"},
              "decimal": {"type": "string", "enum": [".", ","], "default": ".", "title": "Decimal sign"},
              "account_id": {"type": "string", "minLength": 1, "maxLength": 100, "default": "files", "title": "Ad account", "description": "For ad_daily, where no column says it"}
            }
          },
          "streams": [
            {"name": "orders", "kind": "orders", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "customers", "kind": "customers", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "products", "kind": "products", "primary_key": ["id"], "cursor_field": null, "modes": ["incremental", "full"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"},
            {"name": "ad_daily", "kind": "ad_daily", "primary_key": ["account_id", "level", "entity_id", "day", "breakdown"], "cursor_field": null, "modes": ["incremental", "full", "backfill"], "look_back_days": 0, "settle_days": 0, "schedule": "every 24h"}
          ],
          "operations": [],
          "webhooks": [],
          "limits": []
        }

        """##
}
