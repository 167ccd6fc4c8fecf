"""dlt over the same file of a Shopify bulk operation: orders and their lines into two tables, merged by primary key.

usage: dlt_shop.py FILE ADDRESS      prints rows a second, and the peak of its memory in MB

dlt's own defaults, but for the writers' buffers, which are not limited here; telemetry is off."""
import json
import os
import resource
import sys
import time

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
import dlt

path, address = sys.argv[1:]
rows = 0


def batches():
    """Lists of 500 lines as Python objects, each with the table that it belongs to."""
    global rows
    batch = []
    with open(path) as file:
        for line in file:
            batch.append(json.loads(line))
            if len(batch) == 500:
                rows += len(batch)
                yield batch
                batch = []
    rows += len(batch)
    yield batch


@dlt.resource(primary_key="id", write_disposition="merge")
def orders():
    for batch in batches():
        heads = [line for line in batch if "__parentId" not in line]
        lines = [line for line in batch if "__parentId" in line]
        yield heads
        yield dlt.mark.with_hints(lines, dlt.mark.make_hints("order_lines", primary_key="id", write_disposition="merge"), create_table_variant=True)


pipeline = dlt.pipeline(
    "bench_shop", destination=dlt.destinations.postgres(address), dataset_name="dlt_shop", pipelines_dir=os.path.join(os.path.dirname(path), "dlt"))
start = time.time()
pipeline.run(orders())
seconds = time.time() - start
with pipeline.sql_client() as client:
    stored = sum(client.execute_sql(f"SELECT count(*) FROM dlt_shop.{table}")[0][0] for table in ("orders", "order_lines"))
if stored != rows:
    sys.exit(f"dlt stored {stored} of {rows} rows")
print(round(rows / seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
