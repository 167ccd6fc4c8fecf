"""lifetimes: fit and scores. usage: lifetimes_clv.py cdnow FIXTURES | fit FILE | score FILE"""
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
import numpy as np
import pandas as pd
from clock import figure, spent
from lifetimes import BetaGeoFitter, GammaGammaFitter

TRUTH = {"r": 0.242593, "alpha": 4.413532, "a": 0.792886, "b": 2.425753}
SPEND = {"p": 6.248802, "q": 3.744588, "v": 15.447748}


def counts(table):
    return table.frequency, table.recency, table["T"]


def fitted(table):
    return BetaGeoFitter(penalizer_coef=0).fit(*counts(table))


def spend_fitted(table):
    buyers = table[(table.frequency > 0) & (table.monetary_value > 0)]
    return GammaGammaFitter(penalizer_coef=0).fit(buyers.frequency, buyers.monetary_value)


def at(values, fitter=BetaGeoFitter):
    """A fitter at given parameters."""
    fitter = fitter(penalizer_coef=0)
    fitter.params_ = pd.Series({name: float(value) for name, value in values.items()})
    # What its fit sets besides the parameters.
    fitter.predict = getattr(fitter, "conditional_expected_number_of_purchases_up_to_time", None)
    return fitter


def worst(found, gold) -> float:
    return float(np.nanmax(np.abs(np.asarray(found, dtype=float) - gold) / np.abs(gold)))


def scores(model, spend, table):
    value = spend.customer_lifetime_value(model, *counts(table), table.monetary_value, time=12, discount_rate=0.01, freq="W")
    alive = model.conditional_probability_alive(*counts(table))
    mean = spend.conditional_expected_average_profit(table.frequency, table.monetary_value)
    return value, alive, mean


def cdnow(folder: str) -> None:
    table = pd.read_csv(os.path.join(folder, "gold_cdnow_customers.csv"))
    with open(os.path.join(folder, "gold_cdnow.json")) as file:
        gold = json.load(file)
    fitted(table)
    times = []
    for _ in range(5):
        times.append(spent(lambda: fitted(table)))
    figure("lifetimes cdnow fit ms", 1e3 * float(np.median(times)))
    model, spend = fitted(table), spend_fitted(table)
    errors = [abs(model.params_[name] / float(gold["bgnbd"][name]) - 1) for name in gold["bgnbd"]]
    errors += [abs(spend.params_[name] / float(gold["gamma_gamma"][name]) - 1) for name in gold["gamma_gamma"]]
    figure("lifetimes fit error", max(errors))
    exact, exact_spend = at(gold["bgnbd"]), at(gold["gamma_gamma"], GammaGammaFitter)
    value, alive, mean = scores(exact, exact_spend, table)
    purchases = exact.conditional_expected_number_of_purchases_up_to_time(39, *counts(table))
    figure("lifetimes alive error", worst(alive, table.p_alive))
    figure("lifetimes customer error", max(worst(purchases, table.pred39), worst(mean, table.exp_avg_value), worst(value, table.clv12_lifetimes_convention)))
    edge(pd.read_csv(os.path.join(folder, "gold_edge_cases.csv")))


def edge(cases) -> None:
    errors = []
    for case in cases.itertuples():
        model = at({"r": case.r, "alpha": case.alpha, "a": case.a, "b": case.b})
        found = float(np.ravel(model.conditional_expected_number_of_purchases_up_to_time(case.t, case.x, case.t_x, case.T))[0])
        error = abs(found - case.E) / max(abs(case.E), 1e-290)
        errors.append(error if np.isfinite(error) else np.inf)
    figure("lifetimes edge cases above 1e-6", sum(error > 1e-6 for error in errors))
    figure("lifetimes edge cases above 1e-9", sum(error > 1e-9 for error in errors))
    figure("lifetimes worst edge case", max(errors))


what, path = sys.argv[1:]
if what == "cdnow":
    cdnow(path)
else:
    table = pd.read_csv(path)
    if what == "fit":
        figure("lifetimes million fit s", spent(lambda: fitted(table)))
    else:
        model, spend = at(TRUTH), at(SPEND, GammaGammaFitter)
        figure("lifetimes million scores per s", len(table) / spent(lambda: scores(model, spend, table)))
