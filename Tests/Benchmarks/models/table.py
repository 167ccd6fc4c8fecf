"""The table: medians of what was measured, beside what must be reached and beside the peers. usage: table.py RESULTS

A row that was not measured is left out. The ratio says how many times better ours is: below 1 the peer is. A figure marked † is that of the whole
process (its start, reading and writing included) where the engine's own clock was not at hand, held against the peer's bare step."""
import statistics
import sys
from collections import defaultdict
from typing import NamedTuple

measured: dict[str, list[float]] = defaultdict(list)
with open(sys.argv[1]) as file:
    for line in file:
        name, value = line.rstrip("\n").split("\t")
        measured[name].append(float(value))
found = {name: statistics.median(values) for name, values in measured.items()}
# Bounds must hold in every run, not in the median one.
WORST = {name: max(values) for name, values in measured.items()}
LEAST = {name: min(values) for name, values in measured.items()}


def derive(name, function, *sources) -> None:
    if all(source in found for source in sources):
        found[name] = function(*(found[source] for source in sources))


VARIANTS = ("example", "synth", "synth_geo", "synth_logistic", "synth_info")
for part in ("density", "gradient"):
    derive(f"ours {part} error", max, *(f"ours {variant} {part} error" for variant in VARIANTS))
for who in ("ours synth_info", "numpyro", "nutpie"):
    sizes = f"{who} min ess"
    if sizes not in found and who.startswith("ours"):
        sizes = f"{who} own min ess"
    derive(f"{who} ess per s", lambda size, wall: size / wall, sizes, f"{who} wall s")
    derive(f"{who} ess per cpu s", lambda size, cpu: size / cpu, sizes, f"{who} cpu s")
derive("ours million scores per s", lambda seconds: 1e6 / seconds, "ours million score s")
derive("ours million scores per s, process", lambda seconds: 1e6 / seconds, "ours million score cpu s")
DRAWS = 2_357 * 200  # customers of CDNOW, draws that `clv fit --posterior` keeps
derive("ours customer-draws per s", lambda seconds: DRAWS / seconds, "ours clv posterior score s")
derive("ours customer-draws per s, process", lambda seconds: DRAWS / seconds, "ours clv posterior score cpu s")
for what in ("forecast", "anomaly"):
    derive(f"ours {what} ms a series", lambda seconds: 1e3 * seconds / 300, f"ours {what} s")
    derive(f"ours {what} ms a series, process", lambda seconds: 1e3 * seconds / 300, f"ours {what} cpu s")
for source, target in (("cdnow process cpu s", "cdnow fit ms, process"), ("profit cpu s", "channel by country ms, process")):
    derive(f"ours {target}", lambda seconds: 1e3 * seconds, f"ours {source}")


class Row(NamedTuple):
    title: str
    ours: str  # without "ours "
    sign: str = ""
    goal: float = 0
    peers: tuple[str, ...] = ()
    process: str = ""  # what stands in for `ours` where it was not measured


ROWS = {
    "Customer value": [
        Row("maximum likelihood on CDNOW, largest relative error", "fit error", "≤", 1e-6, ("lifetimes fit error",)),
        Row("log-likelihood short of the maximum by", "likelihood shortfall", "≤", 1e-6),
        Row("2,357 customers, P(alive), largest relative error", "alive error", "≤", 1e-10, ("lifetimes alive error",)),
        Row("2,357 customers, purchases, spend, value, largest relative error", "customer error", "≤", 1e-9, ("lifetimes customer error",)),
        Row("200 edge cases, how many are off by more than 1e-9", "edge cases above 1e-9", "≤", 0, ("lifetimes edge cases above 1e-9",)),
        Row("200 edge cases, worst relative error", "worst edge case", "≤", 1e-9, ("lifetimes worst edge case",)),
        Row("CDNOW, BG/NBD fit, CPU ms", "cdnow fit ms", "≤", 5, ("lifetimes cdnow fit ms", "pymc map warm ms"), "cdnow fit ms, process"),
        Row("1e6 customers, ours: reading and both fits; lifetimes: its BG/NBD fit alone, CPU s", "million fit cpu s", "≤", 0.8, ("lifetimes million fit s",)),
        Row("1e6 customers, fit, peak MB", "million fit MB", "≤", 120, ("lifetimes million fit MB",)),
        Row(
            "1e6 customers, value of 12 months, P(alive), E[M], customers per CPU s", "million scores per s", "≥", 2e6,
            ("lifetimes million scores per s",), "million scores per s, process",
        ),
        Row("1e6 customers, scores, the whole process, CPU s", "million score cpu s", "", 0, ("lifetimes million score cpu s",)),
        Row("1e6 customers, scores, peak MB", "million score MB", "≤", 120, ("lifetimes million score MB",)),
    ],
    "Posterior of customer value": [
        Row("BG/NBD on CDNOW, 4 × (1,000 + 1,000), CPU s", "clv posterior s", "≤", 2.5, ("nutpie clv fit cpu s",), "clv posterior cpu s"),
        Row("the same, least effective draws", "clv min ess", "≥", 1_000, ("nutpie clv min ess",)),
        Row(
            "value of 12 months by draws, customer-draws per CPU s", "customer-draws per s", "≥", 2e6, ("pymc customer-draws per s",),
            "customer-draws per s, process",
        ),
    ],
    "Marketing mix": [
        Row("5 variants × 20 points, log density, largest relative error", "density error", "≤", 1e-12),
        Row("5 variants × 20 points, gradient, largest error by 1 + its size", "gradient error", "≤", 1e-10),
        Row("`synth_info`, one gradient, CPU µs", "gradient us", "≤", 12, ("numba gradient us",)),
        Row("`synth_info`, largest distance of a mean from the reference, sd", "synth_info worst mean sd", "≤", 0.10, ("numpyro worst mean sd", "nutpie worst mean sd")),
        Row(
            "`synth_info`, largest distance of an interval's end, sd", "synth_info worst interval end sd", "≤", 0.35,
            ("numpyro worst interval end sd", "nutpie worst interval end sd"),
        ),
        Row("`synth_info`, largest R-hat", "synth_info max r-hat", "≤", 1.01, ("numpyro max r-hat", "nutpie max r-hat")),
        Row("`synth_info`, least effective draws", "synth_info min ess", "≥", 400, ("numpyro min ess", "nutpie min ess")),
        Row("`synth_info`, divergences", "synth_info divergences", "≤", 0, ("numpyro divergences", "nutpie divergences")),
        Row("`example`, largest distance of a mean from the reference, sd", "example worst mean sd", "≤", 0.10),
        Row("`example`, largest distance of an interval's end, sd", "example worst interval end sd", "≤", 0.35),
        Row("`synth_info` from start to end, CPU s", "synth_info cpu s", "≤", 12, ("numpyro cpu s", "nutpie cpu s")),
        Row("the same, least effective draws per CPU s", "synth_info ess per cpu s", "", 0, ("numpyro ess per cpu s", "nutpie ess per cpu s")),
        Row("the same, wall s", "synth_info wall s", "≤", 6, ("numpyro wall s", "nutpie wall s")),
        Row("the same, least effective draws per wall s", "synth_info ess per s", "≥", 150, ("numpyro ess per s", "nutpie ess per s")),
        Row("the same, peak MB", "synth_info MB", "≤", 100, ("numpyro MB", "nutpie MB")),
        Row("default priors, true returns of 4 in their 94 % interval", "returns inside", "≥", 4, ("pymc defaults returns inside",)),
        Row("default priors, mean error of the channels' shares", "share error", "≤", 0.022, ("pymc defaults share error",)),
        Row("default priors, worst error of the channels' shares", "worst share error", "", 0, ("pymc defaults worst share error",)),
    ],
    "Budget": [
        Row("4 channels × 8 weeks, 4,000 draws, CPU ms", "optimiser ms", "≤", 20, ("pymc optimiser warm ms", "pymc optimiser cold ms")),
        Row("distance from the conditions of an optimum (KKT)", "residual", "≤", 1e-6),
        Row("what the plan of eight weeks leaves of their possible gain", "weeks regret", "≤", 0.12, ("pymc weeks regret",)),
        Row("what a plan for the long run leaves of the long run's possible gain", "long run regret", "≤", 0.12),
        Row("the plan of eight weeks, judged by the long run", "regret", "", 0, ("pymc regret",)),
    ],
    "Tables and series": [
        Row("1e6 order lines, channel × country, CPU ms", "channel by country ms", "≤", 55, ("pandas channel by country first ms", "pandas channel by country ms"), "channel by country ms, process"),
        Row("the same, the whole process, CPU s", "profit cpu s", "", 0, ("pandas profit cpu s",)),
        Row("1e6 customers, RFM scores and segments, CPU s", "rfm s", "≤", 0.1, ("pandas rfm first s", "pandas rfm s"), "rfm cpu s"),
        Row("2e6 purchases to RFM, the whole process, CPU s", "rfm cpu s", "", 0, ("pandas rfm cpu s",)),
        Row("300 weekly series, 26 weeks ahead, MASE", "mase", "≤", 0.60, ("mstl mase",)),
        Row("the same, weeks in the 95 % band", "coverage", "≥", 0.92, ("mstl coverage",)),
        Row("the same, CPU ms a series", "forecast ms a series", "≤", 1, ("mstl ms a series",), "forecast ms a series, process"),
        Row("anomalies, average precision", "average precision", "≥", 0.98, ("mad average precision",)),
        Row("the same, CPU ms a series", "anomaly ms a series", "", 0, ("mad ms a series",), "anomaly ms a series, process"),
    ],
}
for name in ("warm", "cold"):
    derive(f"pymc optimiser {name} ms", lambda seconds: 1e3 * seconds, f"pymc optimiser {name} s")
HIGHER = {"synth_info ess per cpu s"}  # more is better, without a goal


def shown(number: float) -> str:
    if number == 0:
        return "0"
    if number >= 1000:
        return f"{number:,.0f}"
    if number < 1e-3:
        return f"{number:.1e}"
    if 1 < number < 1.1:
        return f"{number:.3f}"
    return f"{number:.3g}"


def limit(number: float) -> str:
    return f"{number:,.0f}" if number >= 1000 else f"{number:.0e}".replace("e-0", "e-") if 0 < number < 1e-3 else f"{number:g}"


def times(row: Row, own: float, other: float) -> str:
    if own <= 0 or other <= 0 or row.ours in ("coverage", "synth_info max r-hat"):
        return "–"
    ratio = own / other if row.sign == "≥" or row.ours in HIGHER else other / own
    if ratio > 1e4:
        return "> 10,000"
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2g}"


def line(row: Row) -> str | None:
    mark, key = "", f"ours {row.ours}"
    if key not in found:
        mark, key = " †", f"ours {row.process}"
        if key not in found:
            return None
    # Of accuracies the worst run counts, of costs the median one.
    worse = row.ours.endswith(("error", "sd", "r-hat", "divergences", "residual", "regret", "case"))
    values = WORST if worse else LEAST if row.ours.endswith(("min ess", "inside")) else found
    own = values.get(key, found[key])
    goal = f"{row.sign} {limit(row.goal)}" if row.sign else "–"
    verdict = "–"
    if row.ours == "coverage":
        goal, verdict = ".92 to .98", "yes" if 0.92 <= own <= 0.98 else "no"
    elif row.sign:
        verdict = "yes" if (own <= row.goal if row.sign == "≤" else own >= row.goal) else "no"
    peers = [(name, values.get(name, found[name])) for name in row.peers if name in found]
    others = ", ".join(f"{who(name)} {shown(value)}" for name, value in peers) or "–"
    ratios = ", ".join(times(row, own, value) for _, value in peers) or "–"
    return f"| {row.title} | {shown(own)}{mark} | {goal} | {verdict} | {others} | {ratios} |"


NAMES = {"pymc map": "PyMC MAP", "pymc": "PyMC-Marketing", "nutpie": "nutpie", "numpyro": "numpyro", "mstl": "MSTL", "mad": "rolling median", "numba": "numba"}


def who(name: str) -> str:
    short = name.split()[0]
    if short == "pymc" and ("warm" in name or "cold" in name):
        return f"{'PyMC MAP' if 'map' in name else 'PyMC-Marketing'} {'warm' if 'warm' in name else 'cold'}"
    if short == "pandas" and not name.endswith("cpu s"):
        return "pandas first" if "first" in name else "pandas again"
    return NAMES.get(short, short)


print("| what | ours | goal | reached | peers | times better |")
print("| --- | ---: | --- | --- | --- | --- |")
for title, part in ROWS.items():
    lines = [text for row in part if (text := line(row))]
    if lines:
        print(f"| **{title}** | | | | | |")
        print("\n".join(lines))
if any(f"ours {row.ours}" not in found and f"ours {row.process}" in found for part in ROWS.values() for row in part):
    print("\n† the whole process, its start, reading and writing included, beside the peer's bare step.")
