"""Plays Shopify for one sync, from recorded answers (shop_file.py): the questions about the shop and its bulk operation, and the file.

usage: shop_desk.py PORT FOLDER"""
import http.server
import json
import os
import shutil
import sys

port, folder = int(sys.argv[1]), sys.argv[2]
OTHER = "gid://shopify/BulkOperation/2"  # of customers and products: nothing is found
EMPTY = {
    "bulk_run": {"data": {"bulkOperationRunQuery": {"bulkOperation": {"id": OTHER, "status": "CREATED", "createdAt": "2026-11-01T12:00:00Z"}, "userErrors": []}}},
    "bulk_state": {"data": {"node": {"id": OTHER, "status": "COMPLETED", "objectCount": "0", "fileSize": None, "url": None}}},
}


class Desk(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        query, variables = question["query"], question.get("variables") or {}
        if "bulk_run" in query:
            asks_orders = variables["query"].lstrip().startswith("{orders")
            self.give("002.json" if asks_orders else EMPTY["bulk_run"], "application/json")
        elif "bulk_state" in query:
            self.give("003.json" if variables["id"] != OTHER else EMPTY["bulk_state"], "application/json")
        else:
            self.give("001.json" if "query Shop" in query else None, "application/json")

    def do_GET(self):
        self.give("004.jsonl" if self.path.endswith(".jsonl") else None, "application/jsonl")

    def give(self, name, kind):
        if name is None:
            self.send_error(404)
            return
        if isinstance(name, dict):
            body = json.dumps(name).encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        with open(f"{folder}/{name}", "rb") as file:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(os.fstat(file.fileno()).st_size))
            self.end_headers()
            shutil.copyfileobj(file, self.wfile, 1 << 20)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Desk).serve_forever()
