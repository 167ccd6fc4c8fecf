"""The table: medians of what was measured, beside what they must reach. usage: table.py RESULTS

What was measured in the same rounds is compared round by round, and the median of the ratios counts: a machine that is slow for a minute is slow for
both. A row whose numbers were not measured is left out."""
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
    (f"{LIST}, 16 connections, requests/s, against pgbench", "tactics 16 requests/s", "pgbench beside 16 transactions/s", "least", 0.65),
    (f"{LIST}, 64 connections, requests/s, against pgbench", "tactics 64 requests/s", "pgbench beside 64 transactions/s", "least", 0.65),
    (f"{LIST}, 64 connections, p99 in ms, against the peer", "tactics 64 p99 ms", "peer 64 p99 ms", "most", 0.25),
    ("file to committed orders, rows/s, against COPY and merge", "ingest rows/s", "copy rows/s", "least", 0.5),
    ("the sealed connector alone, rows/s", "plugin rows/s", 150_000, "least", 1),
    ("Meta insights, decoded and emitted, rows/s, sealed against in-process", "insights sealed rows/s", "insights in-process rows/s", "least", 0.8),
    ("Shopify bulk file, decoded and emitted, rows/s, sealed against in-process", "bulk file sealed rows/s", "bulk file in-process rows/s", "least", 0.8),
    ("Shopify bulk file to committed rows, rows/s, against dlt", "shop rows/s", "dlt rows/s", "least", 5),
    ("a runner under a bulk file of 1 GB, peak MB", "runner MB", 64, "most", 1),
    ("`serve` idle, MB resident", "idle MB", 60, "most", 1),
    ("simulator, until a business of 100,000 customers is there, s", "simulator start s", 60, "most", 1),
    ("simulator, Meta insights, MB/s", "simulator insights MB/s", 20, "least", 1),
    ("simulator, Shopify orders, MB/s", "simulator orders MB/s", 20, "least", 1),
    ("simulator, Stripe charges, MB/s", "simulator charges MB/s", 20, "least", 1),
]


def shown(number: float) -> str:
    return f"{number:,.0f}" if number >= 1000 else f"{number:.1f}".removesuffix(".0")


def ratio_of(name: str, against: str) -> float:
    left, right = measured[name], measured[against]
    return statistics.median(a / b for a, b in zip(left, right)) if len(left) == len(right) else medians[name] / medians[against]


def row(title, name, against, side, ratio) -> str | None:
    limit = medians.get(against) if isinstance(against, str) else against
    if name not in medians or not limit:
        return None
    reached = ratio_of(name, against) if isinstance(against, str) else medians[name] / limit
    sign = "≥" if side == "least" else "≤"
    is_ok = reached >= ratio if side == "least" else reached <= ratio
    goal = f"{sign} {ratio:g} ×" if isinstance(against, str) else f"{sign} {limit:,}"
    return f"| {title} | {shown(medians[name])} | {shown(limit)} | {reached:.2f} | {goal} | {'yes' if is_ok else 'no'} |"


# What is worth knowing beside the rows.
for name, text in [
    ("insights sealed MB/s", "Meta insights, sealed: {} MB/s"),
    ("bulk file sealed MB/s", "Shopify bulk file, sealed: {} MB/s"),
    ("dlt MB", "dlt's peak memory: {} MB"),
]:
    if name in medians:
        print(text.format(shown(medians[name])) + "\n")

print("| what | value | held against | ratio | goal | ok |")
print("| --- | ---: | ---: | ---: | --- | --- |")
for line in filter(None, (row(*entry) for entry in ROWS)):
    print(line)
