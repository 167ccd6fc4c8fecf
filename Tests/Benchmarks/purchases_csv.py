"""The purchases as CSV with the columns of peer/copy_merge.sql. usage: purchases_csv.py LOG CSV"""
import sys
import uuid
from collections import Counter

tenant = uuid.uuid4()
seen: Counter = Counter()
log, path = sys.argv[1:]
with open(log) as source, open(path, "w") as target:
    next(source)
    for line in source:
        customer, day, _, value = line.split()
        seen[customer, day] += 1
        at = f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00Z"
        micros = int(value.replace(".", "")) * 10_000
        # tenant, id, name, created, updated, currency, total, subtotal, tax, shipping, status, customer, e-mail, source, note, cancelled
        target.write(f"{tenant},{customer}-{day}-{seen[customer, day]},,{at},,USD,{micros},,,,,{customer},,,,\n")
