"""Reads a large simulated business and prints a measurement a line: its name, a tab, its value. usage: simulator.py PORT SECONDS STARTED

The business has two years, 100,000 customers and 40 campaigns on each of five ad platforms (simulator.sh). STARTED is when the simulator was started,
in seconds since 1970. First each of the ten platforms is asked something that it can only answer when its part of the business is there; then
Meta's insights, Shopify's orders and Stripe's charges are read page by page for SECONDS each, over one connection, by a client that looks at nothing
but the cursor. MB are 1,000,000 bytes of bodies."""
import datetime
import http.client
import json
import re
import sys
import time
import urllib.parse

SEED = 7
TOKEN = f"sim-{SEED}-benchmark"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SHOPIFY = {"X-Shopify-Access-Token": TOKEN}
TODAY = datetime.datetime.now(datetime.timezone.utc).date()


def day(ago: int) -> str:
    return str(TODAY - datetime.timedelta(ago))


class Client:
    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str, query: dict | None = None, headers: dict | None = None) -> bytes:
        return self.send("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""), None, headers or BEARER)

    def post(self, path: str, body: dict, headers: dict | None = None) -> bytes:
        return self.send("POST", path, json.dumps(body), (headers or BEARER) | {"Content-Type": "application/json"})

    def send(self, method: str, target: str, body: str | None, headers: dict) -> bytes:
        self.connection.request(method, target, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != 200 or b'"errors":' in answer[:200]:
            sys.exit(f"{method} {target}: {response.status} {answer[:300]!r}")
        return answer


# Each of these yields the bodies of one page after the other, and begins again behind the last one.

FIELDS = "account_id,account_currency,campaign_id,adset_id,ad_id,date_start,date_stop,impressions,clicks,reach,spend,actions,action_values"


def insights(client: Client):
    account = json.loads(client.get("/meta/v25.0/me/adaccounts", {"access_token": TOKEN}))["data"][0]["id"]
    while True:
        for start in range(720, 0, -30):
            query = {"access_token": TOKEN, "level": "ad", "time_increment": 1, "limit": 500, "fields": FIELDS,
                     "time_range": json.dumps({"since": day(start), "until": day(start - 29)})}
            while True:
                page = client.get(f"/meta/v25.0/{account}/insights", query)
                yield page
                tail = page[-4096:]  # cursors stand behind the rows
                if b'"next":' not in tail:
                    break
                query["after"] = re.search(rb'"after":"([^"]*)"', tail)[1].decode()


MONEY = "{shopMoney{amount currencyCode}}"
ORDERS = f"""query($after: String) {{ orders(first: 100, after: $after, sortKey: UPDATED_AT) {{ pageInfo {{ hasNextPage endCursor }} nodes {{
  id name createdAt processedAt updatedAt cancelledAt test currencyCode displayFinancialStatus sourceName subtotalLineItemsQuantity
  totalPriceSet{MONEY} subtotalPriceSet{MONEY} totalDiscountsSet{MONEY} totalTaxSet{MONEY} totalShippingPriceSet{MONEY} totalRefundedSet{MONEY}
  customer {{ id }} customerJourneySummary {{ lastVisit {{ source utmParameters {{ source medium campaign }} }} }}
  lineItems(first: 10) {{ nodes {{ id title quantity sku originalUnitPriceSet{MONEY} product {{ id }} }} }} }} }} }}"""


def orders(client: Client):
    after = None
    while True:
        page = client.post("/shopify/big/admin/api/2026-07/graphql.json", {"query": ORDERS, "variables": {"after": after}}, SHOPIFY)
        yield page
        head = page[:512]  # the cursor stands in front of the rows
        after = re.search(rb'"endCursor":"([^"]*)"', head)[1].decode() if b'"hasNextPage":true' in head else None


def charges(client: Client):
    query = {"limit": 100}
    while True:
        page = client.get("/stripe/v1/charges", query)
        yield page
        last = re.findall(rb'"id":"(ch_[^"]*)"', page[-2048:])[-1].decode()
        query = {"limit": 100} | ({"starting_after": last} if b'"has_more":true' in page[:256] else {})


def build(client: Client) -> None:
    """Asks each platform once for something of its figures. The ids are those of SEED."""
    for pages in (insights, orders, charges):
        next(pages(client))
    terms = f"""SELECT search_term_view.search_term, segments.date, metrics.clicks FROM search_term_view
      WHERE segments.date BETWEEN '{day(3)}' AND '{day(2)}'"""
    google = BEARER | {"developer-token": "benchmark", "login-customer-id": "9000071111"}
    client.post("/google-ads/v25/customers/4000071111/googleAds:search", {"query": terms}, google)
    client.get("/tiktok/open_api/v1.3/report/integrated/get/", {
        "advertiser_id": "1750000000070000016", "report_type": "BASIC", "service_type": "AUCTION", "data_level": "AUCTION_AD",
        "dimensions": '["ad_id","stat_time_day"]', "metrics": '["spend"]', "start_date": day(3), "end_date": day(2)}, {"Access-Token": TOKEN})
    account = json.loads(client.get("/snapchat/v1/me/organizations", {"with_ad_accounts": "true"}))
    client.get(f"/snapchat/v1/organizations/{account['organizations'][0]['organization']['id']}/adaccounts")
    linkedin = BEARER | {"LinkedIn-Version": "202603", "X-Restli-Protocol-Version": "2.0.0"}
    month, number = map(int, day(2)[5:].split("-"))
    date = f"(year:{day(2)[:4]},month:{month},day:{number})"
    client.get("/linkedin/rest/adAnalytics?q=analytics&pivot=(value:CREATIVE)&timeGranularity=(value:DAILY)&fields=pivotValues,clicks"
               f"&accounts=List(urn%3Ali%3AsponsoredAccount%3A500000701)&dateRange=(start:{date},end:{date})", None, linkedin)
    client.get("/klaviyo/api/events", {"page[size]": 100}, BEARER | {"Revision": "2026-07-15"})
    report = {"dateRanges": [{"startDate": day(8), "endDate": day(2)}], "metrics": [{"name": "sessions"}]}
    for dimension in ("date", "country"):
        client.post("/google-analytics/v1beta/properties/310000071:runReport", report | {"dimensions": [{"name": dimension}]})
    sites = json.loads(client.get("/search-console/webmasters/v3/sites"))["siteEntry"]
    site = next(site["siteUrl"] for site in sites if site["siteUrl"].startswith("https"))
    client.post(f"/search-console/webmasters/v3/sites/{urllib.parse.quote(site, safe='')}/searchAnalytics/query",
                {"startDate": day(10), "endDate": day(5), "dimensions": ["date", "query"]})


def rate(pages, seconds: float) -> float:
    next(pages)
    size, start = 0, time.monotonic()
    while (elapsed := time.monotonic() - start) < seconds:
        size += len(next(pages))
    return size / 1_000_000 / elapsed


port, seconds, started = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
client = Client(port)
build(client)
print(f"simulator start s\t{time.time() - started:.1f}")
for name, read in (("insights", insights), ("orders", orders), ("charges", charges)):
    print(f"simulator {name} MB/s\t{rate(read(client), seconds):.1f}")
