"""Holds answers, ours and the peers', against gold values and truth. usage: check.py WHAT WHO ... ; prints figures, each "WHO name<TAB>number".

customers WHO FILE FIXTURES        a table as `model check-data clv` writes it
parameters WHO FILE FIXTURES       as `check-data params`
edge WHO FILE FIXTURES             as `check-data edge`
logp WHO FILE VARIANT FIXTURES     as `check-data logp`
forecast WHO FILE FIXTURES HELD    columns series, day, forecast, low_95, high_95
anomaly WHO FILE FIXTURES          columns series, day, score
posterior WHO FILE NAME            what `clv fit --posterior --json` says of its draws
mix WHO FILE NAME                  what `mmm fit --json` says of its draws
returns WHO FILE FIXTURES          true returns inside their intervals, from `mmm fit --json`
budget WHO FILE FIXTURES           what a plan of `mmm optimise --json` leaves of the possible gain
seconds WHO FILE NAME=KEY[*FACTOR] a number of a JSON document; KEY is a path such as cpu_seconds.fit"""
import csv
import json
import math
import os
import sys


def rows(path: str) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def document(path: str):
    with open(path) as file:
        return json.load(file)


def relative(found: str, gold: str) -> float:
    found, gold = float(found), float(gold)
    if not math.isfinite(found):
        return math.inf
    return abs(found - gold) / abs(gold) if abs(gold) > 1e-290 else 0.0


def customers(path, folder):
    gold = {row["ID"]: row for row in rows(os.path.join(folder, "gold_cdnow_customers.csv"))}
    found = {row["ID"]: row for row in rows(path)}

    def worst(name):
        return max(relative(found[customer][name], gold[customer][name]) for customer in gold)

    yield "alive error", worst("p_alive")
    yield "customer error", max(map(worst, ("pred39", "exp_avg_value", "clv12_lifetimes_convention")))


def parameters(path, folder):
    gold, found = document(os.path.join(folder, "gold_cdnow.json")), document(path)
    named = gold["bgnbd"] | gold["gamma_gamma"]
    yield "fit error", max(relative(found[name], value) for name, value in named.items())
    # An estimate cannot be better than the maximum: what is above it is rounding.
    yield "likelihood shortfall", max(0.0, float(gold["LL"]) - found["LL"], float(gold["gg_LL"]) - found["gg_LL"])


def edge(path, folder):
    pairs = list(zip(rows(path), rows(os.path.join(folder, "gold_edge_cases.csv")), strict=True))
    errors = [relative(found["E"], gold["E"]) for found, gold in pairs]
    yield "edge cases above 1e-6", sum(error > 1e-6 for error in errors)
    yield "edge cases above 1e-9", sum(error > 1e-9 for error in errors)
    yield "worst edge case", max(errors)


def logp(path, variant, folder):
    file = "gold_mmm_logp_info.json" if variant == "synth_info" else "gold_mmm_logp.json"
    pairs = list(zip(document(path)["points"], document(os.path.join(folder, file))[variant]["points"], strict=True))
    yield f"{variant} density error", max(relative(found["logp"], gold["logp"]) for found, gold in pairs)
    yield f"{variant} gradient error", max(
        abs(a - b) / (1 + abs(b)) for found, gold in pairs for a, b in zip(found["grad"], gold["grad"], strict=True)
    )


def series(folder):
    """Values and labels by series, in the order of the file."""
    table: dict[str, dict[str, tuple[float, int]]] = {}
    for row in rows(os.path.join(folder, "forecast_series.csv")):
        table.setdefault(row["unique_id"], {})[row["ds"]] = (float(row["y"]), int(row["anomaly"]))
    return table


def forecast(path, folder, held):
    """MASE with the seasonal naive error (52 weeks) of the weeks before, and how many held-back values lie in the 95 % interval."""
    errors: dict[str, list[float]] = {}
    inside, count = 0, 0
    table = series(folder)
    for row in rows(path):
        value, _ = table[row["series"]][row["day"]]
        errors.setdefault(row["series"], []).append(abs(value - float(row["forecast"])))
        inside += float(row["low_95"]) <= value <= float(row["high_95"])
        count += 1
    if count != int(held) * len(table):
        sys.exit(f"check.py: {count} forecasts for {len(table)} series")
    scaled = []
    for name, found in errors.items():
        past = [value for value, _ in table[name].values()][: -int(held)]
        naive = sum(abs(now - before) for now, before in zip(past[52:], past)) / (len(past) - 52)
        scaled.append(sum(found) / len(found) / naive)
    yield "mase", sum(scaled) / len(scaled)
    yield "coverage", inside / count


def anomaly(path, folder):
    """Average precision of the labelled spikes over all series together."""
    table = series(folder)
    ranked = sorted(rows(path), key=lambda row: -float(row["score"] or 0))
    hits, total = 0, 0.0
    for place, row in enumerate(ranked, 1):
        if table[row["series"]][row["day"]][1]:
            hits += 1
            total += hits / place
    yield "average precision", total / sum(label for part in table.values() for _, label in part.values())


def posterior(path, name):
    found = document(path)["posterior"]["parameters"]
    purchases = [found[parameter] for parameter in ("r", "alpha", "a", "b")]
    yield f"{name} min ess", min(min(part["bulk_ess"], part["tail_ess"]) for part in purchases)
    yield f"{name} max r-hat", max(part["r_hat"] for part in purchases)


def mix(path, name):
    found = document(path)["diagnosis"]
    yield f"{name} own min ess", min(found["bulk_ess"], found["tail_ess"])
    yield f"{name} own max r-hat", found["r_hat"]
    yield f"{name} divergences", found["divergences"]


def returns(path, folder):
    found, truth = document(path), document(os.path.join(folder, "synth_mmm_truth.json"))
    channels = {part["name"]: part for part in found["channels"]}
    pairs = [(channels[name], roas, share) for name, roas, share in zip(truth["channels"], truth["roas_train"], truth["contribution_share_of_media"])]
    yield "returns inside", sum(part["roas"]["low"] <= roas <= part["roas"]["high"] for part, roas, _ in pairs)
    errors = [abs(part["share_of_media"]["mean"] - share) for part, _, share in pairs]
    yield "share error", sum(errors) / len(errors)
    yield "worst share error", max(errors)


def hill(truth, channel, scaled) -> float:
    """What an adstocked spend, as part of the channel's largest week, brings in truth."""
    half, slope = truth["hill_kappa_on_maxscaled"][channel], truth["hill_slope"][channel]
    return truth["beta_original"][channel] / (1 + (scaled / half) ** -slope) if scaled > 0 else 0.0


def steady_response(truth, channel, spend) -> float:
    """What a weekly budget brings in a week, once adstock has settled."""
    return hill(truth, channel, spend / truth["channel_scale"][channel])


def response_of_weeks(truth, channel, spend, before, count=8) -> float:
    """What a budget of `count` weeks brings in these and in the silence that follows, with what earlier spend carries in."""
    weights = truth["adstock_weights"][channel]
    weeks = [*before[-len(weights) + 1 :], *[spend] * count, *[0.0] * (len(weights) - 1)]
    return sum(
        hill(truth, channel, sum(weight * weeks[week - lag] for lag, weight in enumerate(weights)) / truth["channel_scale"][channel])
        for week in range(len(weights) - 1, len(weeks))
    )


def most_to_gain(response, channels, budget, parts=400) -> float:
    """The response to the best division of a budget, in steps of a part of it: dynamic programming, channel after channel."""
    best = [0.0] + [-math.inf] * parts
    for channel in range(channels):
        own = [response(channel, budget * part / parts) for part in range(parts + 1)]
        best = [max(best[total - taken] + own[taken] for taken in range(total + 1)) for total in range(parts + 1)]
    return best[parts]


def budget(path, folder):
    """Judged by the question that it answers, eight weeks and the silence after them, and by a long run of equal weeks, once adstock has settled."""
    found, truth = document(path), document(os.path.join(folder, "synth_mmm_truth.json"))
    spent = {part["name"]: part["spend"] for part in found["channels"]}
    names, steady = truth["channels"], truth["steady_state"]
    weeks = [row for row in rows(os.path.join(folder, "synth_mmm.csv")) if row["split"] == "train"]
    before = [[float(row[name]) for row in weeks] for name in names]

    def regret(response, best=None) -> float:
        def total(spends) -> float:
            return sum(response(channel, spend) for channel, spend in enumerate(spends))

        now, best = total(steady["mean_weekly_spend"]), best or most_to_gain(response, len(names), steady["budget"])
        return (best - total(spent[name] for name in names)) / (best - now)

    yield "regret", regret(lambda channel, spend: steady_response(truth, channel, spend), steady["response_optimal"])
    yield "weeks regret", regret(lambda channel, spend: response_of_weeks(truth, channel, spend, before[channel]))
    if "residual" in found:
        yield "residual", found["residual"]


def seconds(path, *wanted):
    found = document(path)
    for item in wanted:
        name, _, key = item.partition("=")
        key, _, factor = key.partition("*")
        value = found
        for step in key.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            print(f"bench-models: {path} has no {key}", file=sys.stderr)
        else:
            yield name, float(value) * float(factor or 1)


what, who, *rest = sys.argv[1:]
for name, value in globals()[what](*rest):
    print(f"{who} {name}\t{value:.10g}")
