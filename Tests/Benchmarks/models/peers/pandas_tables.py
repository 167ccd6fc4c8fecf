"""pandas: the profit matrix of a file of order lines, and RFM of the customers of a log. usage: pandas_tables.py profit FILE | rfm FILE

The clock runs once the columns are in memory, texts as categories; the first call counts for itself, the others by their median."""
import statistics
import sys

import pandas as pd
from clock import figure, spent

AMOUNTS = ["gross", "refunds", "fees", "tax", "cogs", "shipping"]


def profit(path: str) -> None:
    lines = pd.read_csv(path, dtype={name: "category" for name in ("channel", "product", "country", "day", "customer", "order")})

    def matrix(rows: str, columns: str):
        cells = lines.groupby([rows, columns], observed=True, sort=False)[AMOUNTS].sum()
        return (cells.gross - cells.refunds - cells.fees - cells.tax - cells.cogs - cells.shipping).unstack()

    for rows, columns in (("channel", "country"), ("product", "country")):
        figure(f"pandas {rows} by {columns} first ms", 1e3 * spent(lambda: matrix(rows, columns)))
        times = [spent(lambda: matrix(rows, columns)) for _ in range(5)]
        figure(f"pandas {rows} by {columns} ms", 1e3 * statistics.median(times))
    net = lines.gross - lines.refunds - lines.fees - lines.tax - lines.cogs - lines.shipping
    figure("pandas profit left over", matrix("channel", "country").to_numpy().sum() - net.sum())


def rfm(path: str) -> None:
    log = pd.read_csv(path, dtype={"customer": "category", "day": "category"})
    days = pd.to_datetime(log.day.cat.categories)
    log["number"] = (days - days.min()).days.to_numpy()[log.day.cat.codes]

    def summary():
        orders = log.drop_duplicates(["customer", "number"]).groupby("customer", observed=True, sort=False).size()
        by_customer = log.groupby("customer", observed=True, sort=False).agg(last=("number", "max"), money=("value", "sum"))
        return pd.DataFrame({"recency": log.number.max() - by_customer["last"], "orders": orders, "money": by_customer.money})

    customers = summary()

    def scores():
        fifths = {
            name: pd.qcut((sign * customers[name]).rank(method="first"), 5, labels=False) + 1
            for name, sign in (("recency", -1), ("orders", 1), ("money", 1))
        }
        return pd.DataFrame(fifths).groupby(["recency", "orders", "money"]).size()

    figure("pandas rfm summary s", spent(summary))
    figure("pandas rfm first s", spent(scores))
    figure("pandas rfm s", statistics.median(spent(scores) for _ in range(3)))


{"profit": profit, "rfm": rfm}[sys.argv[1]](sys.argv[2])
