/// What both languages' new connectors have: a platform with orders, two recorded pages of it, and the rows that must come of them.
enum ConnectorTemplate {
    static let manifest = """
        {
          "id": "{{id}}",
          "name": "{{Type}}",
          "vendor": "You",
          "version": "0.1.0",
          "abi": 1,
          "entry": "{{entry}}",
          "library": "{{library}}",
          "platform_api_version": "1",
          "hosts": ["api.example.com"],
          "auth": {"scheme": "bearer"},
          "config_schema": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "page_size": {"type": "integer", "minimum": 1, "maximum": 250, "default": 100, "title": "Orders in a page"}
            }
          },
          "streams": [
            {"name": "orders", "kind": "orders", "primary_key": ["id"], "cursor_field": "after", "modes": ["incremental", "full"], "schedule": "every 1h"}
          ],
          "operations": [],
          "webhooks": [],
          "limits": [{"scope": "account", "rate": 2, "burst": 10}]
        }

        """

    static let ignored = ".build/\nbundle/\n*.tar.gz\n"
    static let config = "{\"page_size\": 2}\n"
    static let firstPage = """
        {"orders":[
          {"id":"1","placed_at":"2026-01-02T10:00:00Z","total":"12.34","currency":"EUR"},
          {"id":"2","placed_at":"2026-01-03T10:00:00Z","total":"0.5","currency":"EUR"}],
         "next":"2"}

        """
    /// The last order has no amount: it is rejected, and the others count.
    static let secondPage = """
        {"orders":[
          {"id":"3","placed_at":"2026-01-04T10:00:00Z","total":"7","currency":"USD"},
          {"id":"4","placed_at":"2026-01-05T10:00:00Z","total":"much","currency":"USD"}],
         "next":null}

        """
    static let rows = """
        {"id":"1","placed_at":"2026-01-02T10:00:00Z","day":"2026-01-02","currency":"EUR","total_micros":12340000}
        {"id":"2","placed_at":"2026-01-03T10:00:00Z","day":"2026-01-03","currency":"EUR","total_micros":500000}
        {"id":"3","placed_at":"2026-01-04T10:00:00Z","day":"2026-01-04","currency":"USD","total_micros":7000000}

        """

    /// What the conformance kit plays: the same two pages, what is behind them, and what must come of it.
    static let scenario = """
        {
          "now": "2026-01-20T12:00:00Z",
          "config": {"page_size": 2},
          "streams": [
            {
              "name": "orders",
              "rows": {"orders": 3},
              "expect": [{"where": {"id": "1"}, "values": {"total_micros": 12340000, "currency": "EUR"}}],
              "future_cursor": {"after": "9999"}
            }
          ],
          "exchanges": [
            {"url": "https://api.example.com/me", "json": {"id": "shop-1", "name": "A shop"}},
            {"url": "https://api.example.com/orders?limit=2", "file": "../Fixtures/orders/001.json"},
            {"url": "https://api.example.com/orders?limit=2&after=2", "file": "../Fixtures/orders/002.json"},
            {"url": "https://api.example.com/orders?limit=2&after=*", "json": {"orders": [], "next": null}}
          ],
          "large": {"stream": "orders", "items": "orders", "count": 20000}
        }

        """

    static let replayScript = """
        #!/bin/sh
        # Reads the recorded pages inside the seal and compares the rows with those that must come of them.
        set -eu
        cd "$(dirname "$0")/.."
        rows=$(mktemp)
        trap 'rm -f "$rows"' EXIT
        "${TACTICS:-tactics}" connector replay bundle --stream orders --config Fixtures/config.json --responses Fixtures/orders >"$rows"
        diff Fixtures/orders.ndjson "$rows" && echo "The rows are right."

        """
}
