"""Writes diagnostics.json: small chains and what arviz says of them. Needs numpy and arviz."""
import json
import warnings

import arviz as az
import numpy as np

warnings.filterwarnings("ignore")
random = np.random.default_rng(20_240_917)


def autoregressive(chains, count, rho):
    x = np.zeros((chains, count))
    x[:, 0] = random.normal(size=chains)
    for t in range(1, count):
        x[:, t] = rho * x[:, t - 1] + np.sqrt(1 - rho * rho) * random.normal(size=chains)
    return x


apart = autoregressive(4, 100, 0.3)
apart[2] += 1.5
spread = autoregressive(4, 100, 0.1)
spread[1] *= 3
shapes = {
    "independent": random.normal(size=(4, 250)),
    "slow": autoregressive(4, 200, 0.95),
    "antithetic": autoregressive(4, 100, -0.6),
    "odd count": autoregressive(3, 101, 0.6),
    "one chain apart": apart,
    "one chain wider": spread,
    "heavy tails": random.standard_t(1.2, size=(4, 100)),
    "ties": random.poisson(2.5, size=(4, 100)).astype(float),
    "two chains": autoregressive(2, 60, 0.8),
}
cases = []
for name, draws in shapes.items():
    draws = np.round(draws, 5)
    low, high = az.hdi(draws.ravel(), hdi_prob=0.94)
    narrow, wide = az.hdi(draws.ravel(), hdi_prob=0.5)
    cases.append({
        "name": name, "chains": draws.tolist(),
        "rhat": float(az.rhat(draws)), "bulk": float(az.ess(draws, method="bulk")), "tail": float(az.ess(draws, method="tail")),
        "essMean": float(az.ess(draws, method="mean")), "essSD": float(az.ess(draws, method="sd")),
        "essQ30": float(az.ess(draws, method="quantile", prob=0.3)),
        "mcseMean": float(az.mcse(draws, method="mean")), "mcseSD": float(az.mcse(draws, method="sd")),
        "mcseQ10": float(az.mcse(draws, method="quantile", prob=0.1)), "mcseMedian": float(az.mcse(draws, method="quantile", prob=0.5)),
        "hdi94": [float(low), float(high)], "hdi50": [float(narrow), float(wide)],
        "bfmi": [float(v) for v in az.bfmi(draws)],
    })

observed = np.array([0.3, -1.1, 0.8, 0.1, 5.5, -0.4])
location = 0.85 + 0.42 * random.normal(size=(2, 150))
scale = 1.6 * np.exp(0.25 * random.normal(size=(2, 150)))
likelihood = -0.5 * ((observed - location[..., None]) / scale[..., None]) ** 2 - np.log(scale[..., None]) - 0.5 * np.log(2 * np.pi)
likelihood = np.round(likelihood, 6)
data = az.from_dict(posterior={"m": location, "s": scale}, log_likelihood={"y": likelihood})
loos = []
for efficiency in [1.0, 0.4]:
    loo = az.loo(data, pointwise=True, reff=efficiency)
    loos.append({
        "efficiency": efficiency, "elpd": float(loo.elpd_loo), "se": float(loo.se), "p": float(loo.p_loo), "goodK": float(loo.good_k),
        "pointwise": loo.loo_i.values.tolist(), "k": loo.pareto_k.values.tolist(),
    })
ensemble = np.round(random.normal(size=40), 5)
crps = {"draws": ensemble.tolist(), "observed": 0.7, "score": float(np.abs(ensemble - 0.7).mean() - np.abs(ensemble[:, None] - ensemble).mean() / 2)}
json.dump({
    "arviz": az.__version__, "cases": cases,
    "loo": {"likelihood": likelihood.reshape(-1, len(observed)).tolist(), "results": loos}, "crps": crps,
}, open("diagnostics.json", "w"), separators=(",", ":"))
