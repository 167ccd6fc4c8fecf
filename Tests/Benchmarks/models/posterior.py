"""Judges the draws of anyone by the same measures. usage: posterior.py WHO DRAWS.csv GOLD.json | posterior.py WHO DRAWS.csv

DRAWS has a column `chain` and one for each parameter. With a reference posterior: the largest distance of a mean and of an end of a 94 % interval, in
standard deviations of the reference. Effective draws and R-hat are arviz's, bulk."""
import json
import sys
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np
import pandas as pd

who, path, *gold = sys.argv[1:]
draws = pd.read_csv(path)
chains = [part for _, part in draws.groupby("chain")]
reference = {}
if gold:
    with open(gold[0]) as file:
        reference = json.load(file)["posterior"]
names = [name for name in reference or draws.columns if name != "chain"]
sizes, agreements, means, ends = [], [], [0.0], [0.0]
for name in names:
    values = np.stack([part[name].to_numpy() for part in chains])
    sizes.append(float(az.ess(values)))
    agreements.append(float(az.rhat(values)))
    if reference:
        known = reference[name]
        means.append(abs(values.mean() - known["mean"]) / known["sd"])
        ordered = np.sort(values.ravel())
        width = int(0.94 * ordered.size)
        first = (ordered[width:] - ordered[:-width]).argmin()
        ends.append(max(abs(ordered[first] - known["hdi94"][0]), abs(ordered[first + width] - known["hdi94"][1])) / known["sd"])
for label, value in (
    ("min ess", min(sizes)), ("max r-hat", max(agreements)), *((("worst mean sd", max(means)), ("worst interval end sd", max(ends))) if reference else ()),
):
    print(f"{who} {label}\t{value:.10g}")
