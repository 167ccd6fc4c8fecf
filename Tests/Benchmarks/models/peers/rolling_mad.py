"""Rolling median and MAD, as most people look for outliers. usage: rolling_mad.py FILE OUT.csv HALF

OUT: series, day, score. Each point is held against the median of the weeks around it (HALF on either side, itself left out); the distance counts
in median absolute distances of its series."""
import sys

import numpy as np
import pandas as pd
from clock import cpu, figure

path, out, half = sys.argv[1], sys.argv[2], int(sys.argv[3])
table = pd.read_csv(path)
start = cpu()
scores = []
for _, part in table.groupby("unique_id", sort=False):
    values = part.y.to_numpy(dtype=float)
    around = (np.r_[values[max(0, week - half) : week], values[week + 1 : week + 1 + half]] for week in range(len(values)))
    distance = np.abs(values - np.array([np.median(window) for window in around]))
    scores.append(distance / (1.4826 * np.median(distance)))
figure("mad ms a series", 1e3 * (cpu() - start) / len(scores))
table = table.rename(columns={"unique_id": "series", "ds": "day"}).assign(score=np.concatenate(scores))
table[["series", "day", "score"]].to_csv(out, index=False)
