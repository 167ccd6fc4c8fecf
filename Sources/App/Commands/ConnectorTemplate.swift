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

    static let ignored = ".build/\nbundle/\n*.tar.gz\n*.key\n"
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

    /// The chapter of both READMEs about what is not there.
    static let seal = """
        ## Inside the seal

        Each sync runs this library in a process of its own that can do nothing but compute and ask the host. It is sealed before the library is
        loaded, so that not even a constructor runs outside.

        - No network: sockets are refused. `request` goes through the host, and only to the `hosts` of connector.json.
        - No credentials: a request names a slot, and the host adds the secret after you. Never log or emit what looks like one.
        - No files: nothing can be written, and only the bundle, the system's libraries and its time zones can be read. What the next read must know is
          the cursor.
        - No programs, no other processes, no environment. Threads work, but only the first may call the host.
        - No clock: one would answer, but a read must give the same rows when it is played again. The time is what `now` says, and `wait` is how to wait.
        - No global state that the next call relies on: it may run in another process, or never.
        - 512 MiB of memory, 600 seconds of processor time, 1 MiB a row, and 120 seconds without a call to the host. What needs more is stopped.

        A call that is refused answers "not permitted"; what has no excuse (`ptrace`, `mount`) ends the process. The sync fails and says so, is tried once
        more from its last checkpoint, and then its connection is paused. Nothing else notices.

        """
}
