"""Writes what Shopify gives for a bulk operation of orders, as recorded answers for `tactics connector replay`, made of counted-up numbers.

usage: shop_file.py FOLDER BYTES

FOLDER gets 001.json (the shop), 002.json (the operation begins), 003.json (it is done), 004.jsonl (the file: an order, then its two lines), of
at least BYTES. Prints how many lines the file has."""
import json
import os
import sys

folder, wanted = sys.argv[1], int(sys.argv[2])
os.makedirs(folder, exist_ok=True)


def money(cents: int, code: bool = False) -> dict:
    amount = {"amount": f"{cents // 100}.{cents % 100:02d}"}
    return {"shopMoney": amount | {"currencyCode": "EUR"} if code else amount}


def order(number: int) -> list[str]:
    gid = f"gid://shopify/Order/{5_000_000_000 + number}"
    day = f"2026-{number // 2_000 % 12 + 1:02d}-{number % 28 + 1:02d}"
    cents = 1_000 + number * 37 % 20_000
    head = {
        "id": gid, "name": f"#{number}", "createdAt": f"{day}T10:00:00Z", "processedAt": f"{day}T10:00:00Z", "updatedAt": f"{day}T12:00:00Z",
        "cancelledAt": None, "test": False, "currencyCode": "EUR", "displayFinancialStatus": "PAID", "sourceName": "web",
        "subtotalLineItemsQuantity": 3, "totalPriceSet": money(cents, True), "subtotalPriceSet": money(cents - 490), "totalDiscountsSet": money(0),
        "totalTaxSet": money(cents // 6), "totalShippingPriceSet": money(490), "totalRefundedSet": money(0),
        "customer": {"id": f"gid://shopify/Customer/{number % 50_000}"},
        "customerJourneySummary": {"lastVisit": {"source": "facebook", "utmParameters": {"source": "facebook", "medium": "paid", "campaign": "Spring"}}},
        "refunds": [],
    }
    lines = [
        {
            "id": f"gid://shopify/LineItem/{9_000_000_000 + 2 * number + place}", "title": f"Bouquet {number % 300}", "sku": f"B-{number % 300}",
            "quantity": place + 1, "product": {"id": f"gid://shopify/Product/{number % 300}"},
            "variant": {"id": f"gid://shopify/ProductVariant/{number % 900}"}, "originalUnitPriceSet": money(cents // 3, True),
            "discountedTotalSet": money(cents // 3 * (place + 1)), "__parentId": gid,
        }
        for place in range(2)
    ]
    return [json.dumps(line, separators=(",", ":")) + "\n" for line in [head, *lines]]


size = count = number = 0
with open(f"{folder}/004.jsonl", "w") as file:
    while size < wanted:
        for line in order(number):
            file.write(line)
            size += len(line)
            count += 1
        number += 1

operation = "gid://shopify/BulkOperation/1"
answers = {
    "001": {"data": {"shop": {"id": "gid://shopify/Shop/1", "name": "Bench", "currencyCode": "EUR", "ianaTimezone": "Europe/Berlin", "myshopifyDomain": "bench.myshopify.com"}}},
    "002": {"data": {"bulkOperationRunQuery": {"bulkOperation": {"id": operation, "status": "CREATED", "createdAt": "2026-11-01T12:00:00Z"}, "userErrors": []}}},
    "003": {"data": {"node": {"id": operation, "status": "COMPLETED", "objectCount": str(count), "fileSize": str(size), "url": "https://storage.googleapis.com/bench/orders.jsonl"}}},
}
for name, answer in answers.items():
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump(answer, file)
print(count)
