"""Writes pages of Meta's daily insights as recorded answers for `tactics connector replay`, made of counted-up numbers.

usage: insights_pages.py FOLDER PAGES

One account, one window of 30 days, 500 rows a page (the connector's settings), each row one ad on one day. Prints how many rows there are."""
import json
import os
import sys

folder, pages = sys.argv[1], int(sys.argv[2])
os.makedirs(folder, exist_ok=True)
account = {"id": "act_11", "account_id": "11", "name": "Bench", "currency": "EUR", "timezone_name": "Europe/Berlin", "account_status": 1}


def row(number: int) -> dict:
    ad, day = divmod(number, 30)
    buys = number % 9
    return {
        "account_id": "11", "account_currency": "EUR", "campaign_id": str(100 + ad // 50), "adset_id": str(10_000 + ad // 10), "ad_id": str(1_000_000 + ad),
        "date_start": f"2026-10-{day + 1:02d}", "date_stop": f"2026-10-{day + 1:02d}", "impressions": str(1_000 + number % 9_000),
        "clicks": str(number % 400), "reach": str(900 + number % 8_000), "spend": f"{number % 300}.{number % 100:02d}",
        "attribution_setting": "7d_click_1d_view",
        "actions": [
            {"action_type": "link_click", "value": str(number % 380)}, {"action_type": "video_view", "value": str(number % 90)},
            {"action_type": "omni_purchase", "value": str(buys)}, {"action_type": "purchase", "value": str(buys)},
            {"action_type": "offsite_conversion.fb_pixel_purchase", "value": str(buys)},
        ],
        "action_values": [{"action_type": "omni_purchase", "value": f"{buys * 49}.90"}, {"action_type": "purchase", "value": f"{buys * 49}.90"}],
    }


def write(number: int, answer: dict) -> None:
    with open(f"{folder}/{number:03d}.json", "w") as file:
        json.dump(answer, file, separators=(",", ":"))


write(1, {"data": [account]})
for page in range(pages):
    answer = {"data": [row(page * 500 + place) for place in range(500)], "paging": {"cursors": {"before": f"i{page}", "after": f"i{page + 1}"}}}
    if page + 1 < pages:
        answer["paging"]["next"] = f"https://graph.facebook.com/v25.0/act_11/insights?after=i{page + 1}"
    write(page + 2, answer)
print(pages * 500)
