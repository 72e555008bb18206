"""A run's numbers as plain data; a number that may not be said is None beside its gates."""

from typing import Any

import numpy as np

from impact.estimators.county import Core, as_effect, plain
from impact.estimators.county_tables import ALONE, point, row
from impact.estimators.power import minimum_detectable
from impact.rules import verdicts
from impact.rules.gates import Gate, Judged, Thresholds

WINDOW = 5
LEAST_YEARS = 2
INTERVALS = {
    "t": "按村聚类",
    "randomised": "随机化推断",
    "honest": "按平行趋势偏离 Mbar = 1 放宽",
}


def results_of(core: Core, judged: Judged, *, base_year: int, limits: Thresholds) -> dict[str, Any]:
    """Headline, event study, sensitivity, placebos, answers: what the report's page is made of."""
    headline = headline_of(core, judged, base_year=base_year, limits=limits)
    return {
        "headline": _as_data(headline),
        "headline_text": verdicts.headline_text(headline),
        "verdict_text": verdicts.verdict_text(judged.verdict, judged.gates),
        "pretrend_text": verdicts.pretrend_text(
            plain(core.randomised.pretrend_p), plain(core.breakdown), plain(core.mean_breakdown)
        ),
        "branch_text": verdicts.branch_text(judged.gates),
        "event": [
            point(part) | {"few": (part.treated_clusters or 0) < limits.pre_point_villages}
            for part in core.dynamic.parts
            if part.label is not None and abs(part.label) <= WINDOW
        ],
        "sup_t": plain(core.dynamic.critical),
        "honest": {
            "mbar": [
                {"m": m, "low": plain(low), "high": plain(high)} for m, low, high in core.mbar
            ],
            "breakdown": plain(core.breakdown), "mean_breakdown": plain(core.mean_breakdown),
        },
        "randomisation": {
            "p": plain(core.randomised.p), "low": plain(core.randomised.ci[0]),
            "high": plain(core.randomised.ci[1]), "pretrend_p": plain(core.randomised.pretrend_p),
            "draws": core.randomised.draws,
        },
        "placebos": [
            row("转移性净收入", core.transfer), row("假定提前两年开站", core.faked),
            *([row("相邻的未开站村", core.spillover)] if core.spillover else []),
        ],
        "donut": core.donut,
        "attrition": {
            "gap": plain(core.gap), "missing": plain(core.missing),
            "lower": plain(core.bounds.lower) if core.bounds else None,
            "upper": plain(core.bounds.upper) if core.bounds else None,
        },
        "unrestricted": row("未按门槛取舍的估计（内部核对用）", as_effect(core.simple.overall)),
    }  # fmt: skip


def bars_of(core: Core, found: dict[str, Any], persons: float) -> dict[str, Any]:
    """What stands beside the estimate, yuan a head and year; none of it is ever added to it.

    `overlap` is how far the estimate falls without villages that had another programme;
    `common_trend` the yearly change in villages never served; both say nothing of causes.
    """
    rows: list[dict[str, Any]] = found["tables"]["robustness"]
    alone: dict[str, Any] = next((one for one in rows if one["name"] == ALONE), {})
    att, rest = core.simple.overall.att, alone.get("att")
    return {
        "persons": plain(persons),
        "transfers": row("转移性净收入", core.transfer),
        "overlap": plain(att - rest) if rest is not None and np.isfinite(att) else None,
        "common_trend": plain(_common_trend(core)),
    }


def _common_trend(core: Core) -> float:
    """Mean change from year to year of real income in villages never served."""
    panel = core.panel
    never = ~panel.treated[panel.village] & ~np.isnan(panel.earned)
    years = np.unique(panel.year[never])
    if len(years) < LEAST_YEARS:
        return float("nan")
    first, last = (
        float(panel.earned[never & (panel.year == year)].mean()) for year in (years[0], years[-1])
    )
    return (last - first) / float(years[-1] - years[0])


def headline_of(
    core: Core, judged: Judged, *, base_year: int, limits: Thresholds
) -> verdicts.Headline:
    """Refused: no number. Few villages: randomisation. Fragile: the interval at Mbar = 1."""
    found = core.simple.overall
    refused = judged.verdict == "NOT_IDENTIFIED"
    kind, low, high = _interval(core, judged.gates, limits)
    counted = not refused and np.isfinite(low) and np.isfinite(high)
    detectable = minimum_detectable(found.se, df=found.df)
    share = 100 * found.att / core.baseline_mean if core.baseline_mean else float("nan")
    return verdicts.Headline(
        att=plain(found.att) if counted else None,
        low=plain(low) if counted else None,
        high=plain(high) if counted else None,
        share=plain(share) if counted else None,
        base_year=base_year,
        treated_villages=int(core.panel.treated.sum()),
        control_villages=found.control_clusters or 0,
        households=core.fit.n_units,
        detectable=plain(detectable),
        distinct=bool(counted and verdicts.is_distinct(low, high)),
        label=verdicts.label_of(judged.gates),
        interval=INTERVALS[kind],
    )


def _interval(core: Core, gates: tuple[Gate, ...], limits: Thresholds) -> tuple[str, float, float]:
    found = core.simple.overall
    warned = {gate.code for gate in gates if gate.state == "warn"}
    if int(core.panel.treated.sum()) < limits.randomised_below:
        return "randomised", *core.randomised.ci
    one = [(low, high) for m, low, high in core.mbar if m == 1.0]
    if "G5 FRAGILE" in warned and one:
        return "honest", *one[0]
    return "t", *found.ci


def _as_data(found: verdicts.Headline) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__}
