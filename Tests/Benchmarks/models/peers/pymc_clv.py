"""PyMC-Marketing: BG/NBD on CDNOW. usage: pymc_clv.py map|posterior FILE SEED

map: the second of two fits counts, the first one compiles. posterior: 4 chains of 1,000 + 1,000 with nutpie; then scores of the customers."""
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
import arviz as az
import numpy as np
import pandas as pd
from clock import cpu, figure, spent
from pymc_marketing.clv import BetaGeoModel
from pymc_marketing.clv.utils import customer_lifetime_value

what, path, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
table = pd.read_csv(path).rename(columns={"ID": "customer_id"})[["customer_id", "frequency", "recency", "T"]]
if what == "map":
    times = [spent(lambda: BetaGeoModel().fit(table, method="map", progressbar=False)) for _ in range(3)]
    figure("pymc map cold ms", 1e3 * times[0])
    figure("pymc map warm ms", 1e3 * float(np.median(times[1:])))
else:
    model = BetaGeoModel()
    model.fit(table, method="mcmc", nuts_sampler="nutpie", chains=4, draws=1_000, tune=1_000, random_seed=seed, progressbar=False)
    figure("nutpie clv fit cpu s", cpu())
    names = ["r", "alpha", "a", "b"]
    posterior = model.fit_result
    figure("nutpie clv min ess", min(float(az.ess(posterior[name].values)) for name in names))
    # A tenth of the draws: the whole set takes gigabytes here. Value of twelve months, as a sum over draws; spend is taken as known.
    thin = model.thin_fit_result(keep_every=10)
    draws = thin.fit_result.sizes["chain"] * thin.fit_result.sizes["draw"]
    start = cpu()
    value = customer_lifetime_value(thin, table.assign(future_spend=30.0), future_t=12, discount_rate=0.01, time_unit="W")
    value.mean(("chain", "draw"))
    thin.expected_probability_alive(table).mean(("chain", "draw"))
    figure("pymc customer-draws per s", draws * len(table) / (cpu() - start))
