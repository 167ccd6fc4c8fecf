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
        {"orders":[{"id":"1","total":"12.34","currency":"EUR"},{"id":"2","total":"0.5","currency":"EUR"}],"next":"2"}

        """
    /// The last order has no amount: it is rejected, and the others count.
    static let secondPage = """
        {"orders":[{"id":"3","total":"7","currency":"USD"},{"id":"4","total":"much","currency":"USD"}],"next":null}

        """
    static let rows = """
        {"id":"1","currency":"EUR","total_micros":12340000}
        {"id":"2","currency":"EUR","total_micros":500000}
        {"id":"3","currency":"USD","total_micros":7000000}

        """

    static let replayScript = """
        #!/bin/sh
        # Reads the recorded pages inside the seal and compares the rows with those that must come of them.
        set -eu
        cd "$(dirname "$0")/.."
        rows=$(mktemp)
        trap 'rm -f "$rows"' EXIT
        tactics connector replay bundle --stream orders --config Fixtures/config.json --responses Fixtures/orders >"$rows"
        diff Fixtures/orders.ndjson "$rows" && echo "The rows are right."

        """
}
