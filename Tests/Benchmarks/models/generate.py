"""Draws the large files, the same ones each time. usage: generate.py customers|orders|purchases FILE [COUNT]

customers: drawn from BG/NBD and Gamma-Gamma with the parameters of CDNOW, purchases on whole days, times in weeks with two decimals (as in the CDNOW
file), first purchases spread over twelve weeks, 39 weeks observed.
orders: one line each, amounts in whole units; channel, product, country and day are independent.
purchases: a log of COUNT customers, two purchases each on average, the rows of one customer together."""
import random
import sys


def customers(count: int, out) -> None:
    draw = random.Random(7741)
    out.write("ID,frequency,recency,T,monetary_value\n")
    for number in range(1, count + 1):
        age = 273 - draw.randrange(84)
        rate = draw.gammavariate(0.242593, 1 / 4.413532) / 7
        leaving = draw.betavariate(0.792886, 2.425753)
        repeats, last, now = 0, 0, 0.0
        while rate > 0:
            now += draw.expovariate(rate)
            day = int(now) + 1
            if day > age:
                break
            if day > last:
                repeats, last = repeats + 1, day
            if draw.random() < leaving:
                break
        level = draw.gammavariate(3.744588, 1 / 15.447748)
        value = draw.gammavariate(6.248802 * repeats, 1 / (level * repeats)) if repeats else 0.0
        out.write(f"{number},{repeats},{last / 7:.2f},{age / 7:.2f},{value:.2f}\n")


CHANNELS = ["google", "meta", "tiktok", "pinterest", "snapchat", "linkedin", "microsoft", "email", "affiliate", "organic", "direct", "print"]
COUNTRIES = [a + b for a in "ABCDE" for b in "ABCDEFGH"]


def orders(count: int, out) -> None:
    from datetime import date, timedelta

    draw = random.Random(7742)
    days = [(date(2024, 1, 1) + timedelta(days=day)).isoformat() for day in range(730)]
    out.write("order,customer,day,channel,product,country,gross,refunds,fees,tax,cogs,shipping\n")
    number = draw.random
    for order in range(1, count + 1):
        gross = 500 + int(19_500 * number())
        refund = gross if number() < 0.04 else 0
        out.write(
            f"o{order},c{int(300_000 * number())},{days[int(730 * number())]},{CHANNELS[int(12 * number())]},p{int(2_000 * number())},"
            f"{COUNTRIES[int(40 * number())]},{gross},{refund},{gross * 3 // 100},{gross * 16 // 100},{gross * (25 + int(25 * number())) // 100},"
            f"{300 + int(500 * number())}\n"
        )


def purchases(count: int, out) -> None:
    from datetime import date, timedelta

    draw = random.Random(7743)
    days = [(date(2024, 1, 1) + timedelta(days=day)).isoformat() for day in range(730)]
    out.write("customer,day,value\n")
    number = draw.random
    for customer in range(1, count + 1):
        while True:
            out.write(f"c{customer},{days[int(730 * number())]},{5 + int(19_500 * number()) / 100:.2f}\n")
            if number() < 0.5:
                break


what, path, *count = sys.argv[1:]
with open(path, "w", buffering=1 << 20) as out:
    {"customers": customers, "orders": orders, "purchases": purchases}[what](int(count[0]) if count else 1_000_000, out)
