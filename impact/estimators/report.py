"""A fit as plain numbers for JSON; what could not be estimated is null with its reason."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from impact.estimators.aggregate import Kind, aggregate
from impact.estimators.bootstrap import Draws, Multiplier, draw
from impact.estimators.fitting import Fit
from impact.estimators.inference import Estimate, Inferred, infer, quantile
from impact.estimators.power import minimum_detectable
from impact.estimators.pretrend import Wald, pretrend

KINDS: tuple[Kind, ...] = ("simple", "dynamic", "group", "calendar")
PART_NAMES = {"dynamic": ("event", "e"), "group": ("groups", "g"), "calendar": ("periods", "t")}


def describe(
    fit: Fit,
    *,
    draws: int = 0,
    seed: int = 0,
    multiplier: Multiplier | None = None,
    level: float = 0.95,
    balance: float | None = None,
) -> dict[str, Any]:
    """Everything `manage.py estimate` prints."""
    drawn = draw(fit, draws=draws, seed=seed, multiplier=multiplier) if draws else None
    answer: dict[str, Any] = {}
    for kind in KINDS:
        found = aggregate(fit, kind, balance=balance if kind == "dynamic" else None)
        answer[kind] = _aggregation(kind, infer(fit, found, level=level, draws=drawn))
    return answer | {
        "n_units": fit.n_units,
        "n_clusters": fit.n_clusters,
        "pretrend": _pretrend(fit),
        "att_gt": _cells(fit, level),
        "dropped": [
            {"reason": line.reason, "rows": line.rows, "examples": list(line.examples)}
            for line in fit.dropped
        ],
        "notes": list(fit.notes),
        "inference": _inference(fit, drawn, draws, seed, level),
    }


def number(value: float | None) -> float | int | None:
    """NaN has no place in JSON; whole labels print without a point."""
    if value is None or not np.isfinite(value):
        return None
    return float(value)


def label(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _estimate(found: Estimate, *, band: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "att": number(found.att),
        "se": number(found.se),
        "ci": pair(found.ci),
    }
    if band:
        answer["band"] = pair(found.band)
    if found.df is not None:
        answer["df"] = found.df
        answer["treated_clusters"] = found.treated_clusters
        answer["control_clusters"] = found.control_clusters
    return answer


def pair(values: Sequence[float]) -> list[float | int | None] | None:
    ends = [number(value) for value in values]
    return None if None in ends else ends


def _aggregation(kind: Kind, found: Inferred) -> dict[str, Any]:
    answer = _estimate(found.overall, band=False)
    detectable = minimum_detectable(found.overall.se, df=found.overall.df)
    answer["minimum_detectable"] = number(detectable)
    if kind == "simple":
        return answer
    name, key = PART_NAMES[kind]
    band = bool(np.isfinite(found.critical))
    answer[name] = [{key: label(part.label)} | _estimate(part, band=band) for part in found.parts]
    if band:
        answer["sup_t"] = number(found.critical)
    return answer


def _cells(fit: Fit, level: float) -> list[dict[str, Any]]:
    critical = quantile(None, level)
    rows: list[dict[str, Any]] = []
    for comparison, att, se, reason in zip(
        fit.comparisons, fit.att, fit.se, fit.reasons, strict=True
    ):
        ends = (att - critical * se, att + critical * se)
        row: dict[str, Any] = {
            "g": label(comparison.g),
            "t": label(comparison.t),
            "att": number(att),
        }
        row |= {"se": number(se), "ci": pair(ends)}
        rows.append(row | ({"reason": reason} if reason else {}))
    return rows


def _pretrend(fit: Fit) -> dict[str, Any]:
    found = pretrend(fit)
    return _wald(found.cells) | {
        "event": _wald(found.event),
        "largest": number(found.largest),
    }


def _wald(found: Wald) -> dict[str, Any]:
    return {
        "wald": number(found.statistic),
        "df": found.df,
        "p": number(found.p),
        "p_small_sample": number(found.p_small),
        "pre_differences": found.count,
    }


def _inference(
    fit: Fit, drawn: Draws | None, draws: int, seed: int, level: float
) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "level": level,
        "errors": "analytic" if drawn is None else "multiplier bootstrap",
        "distribution": "normal" if fit.n_clusters is None else "t(min(treated, control) - 1)",
    }
    if drawn is not None:
        answer |= {"draws": draws, "seed": seed, "multiplier": drawn.multiplier}
    return answer
