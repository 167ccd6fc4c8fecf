"""The table: medians of what was measured, beside what they must reach. usage: table.py RESULTS

A row whose numbers were not measured is left out."""
import statistics
import sys
from collections import defaultdict

measured: dict[str, list[float]] = defaultdict(list)
with open(sys.argv[1]) as file:
    for line in file:
        name, value = line.rstrip("\n").split("\t")
        measured[name].append(float(value))
medians = {name: statistics.median(values) for name, values in measured.items()}

LIST = "`GET /campaigns?limit=50`"
# What it is called, what was measured, what it is held against (a measurement or a number), whether at least or at most, and the ratio.
ROWS = [
    (f"{LIST}, 16 connections, requests/s, against the peer", "tactics 16 requests/s", "peer 16 requests/s", "least", 2.5),
    (f"{LIST}, 64 connections, requests/s, against the peer", "tactics 64 requests/s", "peer 64 requests/s", "least", 2.5),
    (f"{LIST}, 16 connections, requests/s, against pgbench", "tactics 16 requests/s", "pgbench transactions/s", "least", 0.65),
    (f"{LIST}, 64 connections, requests/s, against pgbench", "tactics 64 requests/s", "pgbench transactions/s", "least", 0.65),
    (f"{LIST}, 64 connections, p99 in ms, against the peer", "tactics 64 p99 ms", "peer 64 p99 ms", "most", 0.25),
    ("file to committed orders, rows/s, against COPY and merge", "ingest rows/s", "copy rows/s", "least", 0.5),
    ("the sealed connector alone, rows/s", "plugin rows/s", 150_000, "least", 1),
    ("`serve` idle, MB resident", "idle MB", 60, "most", 1),
]


def shown(number: float) -> str:
    return f"{number:,.0f}" if number >= 1000 else f"{number:.1f}".removesuffix(".0")


def row(title, name, against, side, ratio) -> str | None:
    limit = medians.get(against) if isinstance(against, str) else against
    if name not in medians or not limit:
        return None
    reached = medians[name] / limit
    sign = "≥" if side == "least" else "≤"
    is_ok = reached >= ratio if side == "least" else reached <= ratio
    goal = f"{sign} {ratio:g} ×" if isinstance(against, str) else f"{sign} {limit:,}"
    return f"| {title} | {shown(medians[name])} | {shown(limit)} | {reached:.2f} | {goal} | {'yes' if is_ok else 'no'} |"


print("| what | value | held against | ratio | goal | ok |")
print("| --- | ---: | ---: | ---: | --- | --- |")
for line in filter(None, (row(*entry) for entry in ROWS)):
    print(line)
