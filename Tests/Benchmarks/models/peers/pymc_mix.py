"""PyMC-Marketing's mix model on synth_mmm.csv. usage: pymc_mix.py informed|defaults|divide numpyro|nutpie FIXTURES OUT SEED | gradient FIXTURES

informed: the variant `synth_info` (priors as in MODELS.md), 4 chains of 1,000 + 1,000; OUT is a table of the draws. divide: the same fit, then its
budget optimiser, which alone is timed; OUT is the plan. defaults: the library's own priors; how many true returns lie in their 94 % interval.
gradient: its time alone, by numba."""
import json
import logging
import os
import sys
import time
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
import numpy as np
import pandas as pd
from clock import cpu, figure, spent
from pymc.blocking import DictToArrayBijection
from pymc_extras.prior import Prior
from pymc_marketing.mmm import MMM, HillSaturation, WeibullPDFAdstock

CHANNELS = ["tv", "search", "social", "display"]
CONTROLS = ["trend", "price_dev", "promo"]


def training(folder: str):
    table = pd.read_csv(os.path.join(folder, "synth_mmm.csv"), parse_dates=["date"])
    return table[table.split == "train"].drop(columns="split")


def informed() -> MMM:
    by_channel = {"dims": "channel"}
    return MMM(
        date_column="date", channel_columns=CHANNELS, control_columns=CONTROLS, target_column="y", yearly_seasonality=2,
        adstock=WeibullPDFAdstock(
            l_max=10, priors={"k": Prior("Gamma", mu=2, sigma=0.7, **by_channel), "lam": Prior("Gamma", mu=2, sigma=1, **by_channel)}
        ),
        saturation=HillSaturation(
            priors={
                "slope": Prior("Gamma", mu=1.5, sigma=0.5, **by_channel), "kappa": Prior("Beta", alpha=2, beta=3, **by_channel),
                "beta": Prior("HalfNormal", sigma=0.3, **by_channel),
            }
        ),
        model_config={
            "intercept": Prior("HalfNormal", sigma=0.5),
            "gamma_control": Prior("Normal", mu=0, sigma=0.5, dims="control"),
            "gamma_fourier": Prior("Laplace", mu=0, b=0.1, dims="fourier_mode"),
            "likelihood": Prior("Normal", sigma=Prior("HalfNormal", sigma=0.1), dims="date"),
        },
    )


def defaults() -> MMM:
    return MMM(
        date_column="date", channel_columns=CHANNELS, control_columns=CONTROLS, target_column="y", yearly_seasonality=2,
        adstock=WeibullPDFAdstock(l_max=10), saturation=HillSaturation(),
    )


def sampled(model: MMM, table, sampler: str, seed: int):
    model.fit(
        table.drop(columns="y"), table.y, nuts_sampler=sampler, chains=4, draws=1_000, tune=1_000, random_seed=seed, progressbar=False
    )
    return model.fit_result


def write(posterior, path: str) -> None:
    """Columns: chain, then parameters such as adstock_k[tv]."""
    columns = {"chain": np.repeat(posterior.chain.values, posterior.sizes["draw"])}
    for name, values in posterior.data_vars.items():
        known = name.split("_")[0] in ("adstock", "saturation", "gamma") or name in ("intercept_contribution", "y_sigma")
        if not known or "contribution" in name and name != "intercept_contribution":
            continue
        extra = [dim for dim in values.dims if dim not in ("chain", "draw")]
        if not extra:
            columns[name] = values.values.ravel()
        elif len(extra) == 1 and extra[0] != "date":
            for label in values[extra[0]].values:
                columns[f"{name}[{label}]"] = values.sel({extra[0]: label}).values.ravel()
    pd.DataFrame(columns).to_csv(path, index=False)


def divide(model: MMM, table, folder: str, path: str) -> None:
    """Eight weeks with the budget of the mean week so far; the plan is written as a document with spend per week."""
    with open(os.path.join(folder, "synth_mmm_truth.json")) as file:
        weekly = json.load(file)["steady_state"]["budget"]
    start = table.date.max() + pd.Timedelta(weeks=1)
    begun = cpu()
    optimiser = model.budget_optimizer(start, start + pd.Timedelta(weeks=7))
    plan = optimiser.allocate_budget(total_budget=weekly)
    figure("pymc optimiser cold s", cpu() - begun)
    figure("pymc optimiser warm s", np.median([spent(lambda: optimiser.allocate_budget(total_budget=weekly)) for _ in range(3)]))
    spend = [{"name": channel, "spend": float(plan.budgets.sel(channel=channel))} for channel in CHANNELS]
    with open(path, "w") as file:
        json.dump({"channels": spend}, file)


def judge(model: MMM, posterior, folder: str) -> None:
    """True returns in the 94 % interval, and the mean absolute error of the shares."""
    with open(os.path.join(folder, "synth_mmm_truth.json")) as file:
        truth = json.load(file)
    scale = truth["target_scale"]
    totals = posterior["channel_contribution"].sum("date") * scale
    inside = 0
    for place, channel in enumerate(CHANNELS):
        draws = np.sort(totals.sel(channel=channel).values.ravel() / truth["spend_total_train"][place])
        width = int(0.94 * len(draws))
        first = (draws[width:] - draws[:-width]).argmin()
        inside += draws[first] <= truth["roas_train"][place] <= draws[first + width]
    shares = (totals / totals.sum("channel")).mean(("chain", "draw")).sel(channel=CHANNELS).values
    figure("pymc defaults returns inside", inside)
    errors = np.abs(shares - truth["contribution_share_of_media"])
    figure("pymc defaults share error", errors.mean())
    figure("pymc defaults worst share error", errors.max())


def gradient(folder: str) -> None:
    table = training(folder)
    model = informed()
    model.build_model(table.drop(columns="y"), table.y)
    function = model.model.logp_dlogp_function(ravel_inputs=True, mode="NUMBA")
    function.set_extra_values({})
    # As PyMC calls it: the compiled function in a thin wrapper.
    point = DictToArrayBijection.map(model.model.initial_point())
    for _ in range(100):
        function(point)
    times = [spent(lambda: [function(point) for _ in range(2_000)]) / 2_000 for _ in range(5)]
    figure("numba gradient us", 1e6 * min(times))


what = sys.argv[1]
if what == "gradient":
    gradient(sys.argv[2])
else:
    sampler, folder, path, seed = sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
    table = training(folder)
    model = defaults() if what == "defaults" else informed()
    started, begun = time.monotonic(), cpu()
    posterior = sampled(model, table, sampler, seed)
    if what == "divide":
        divide(model, table, folder, path)
    else:
        figure(f"{sampler} {what} sampling cpu s", cpu() - begun)
        figure(f"{sampler} {what} sampling wall s", time.monotonic() - started)
        if what == "informed":
            figure(f"{sampler} divergences", int(model.idata["sample_stats"]["diverging"].sum()))
        write(posterior, path)
    if what == "defaults":
        judge(model, posterior, folder)
