"""Asks once for a page of campaigns and looks at it. usage: check.py URL TOKENS"""
import json
import sys
import urllib.request

url, tokens = sys.argv[1:]
with open(tokens) as file:
    token = file.readline().strip()
request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}", "Cache-Control": "no-cache"})
with urllib.request.urlopen(request, timeout=5) as response:
    campaigns = json.load(response)["data"]
if len(campaigns) != 50 or any(not campaign["name"].startswith("Campaign ") for campaign in campaigns):
    sys.exit(f"{url} answers with {len(campaigns)} campaigns")
