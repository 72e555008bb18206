"""The report's further tables: weights, robustness, components, groups, townships, cohorts."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.stats import t as student

from impact.estimators.aggregate import aggregate
from impact.estimators.arrays import Bools
from impact.estimators.county import (
    Core,
    Effect,
    Options,
    as_effect,
    effect_of,
    first_beside,
    plain,
)
from impact.estimators.faults import TableRefused
from impact.estimators.imputation import impute
from impact.estimators.inference import Estimate, infer
from impact.estimators.interaction import interaction_weighted
from impact.estimators.panel import Panel
from impact.estimators.power import false_discovery

LEAST_VILLAGES, LEAST_HOUSEHOLDS = 5, 30
ALONE = "去掉同期有其他项目的村"


def row(name: str, found: Effect) -> dict[str, Any]:
    """A refused number is null with its reason, never zero."""
    answer = {
        "name": name, "att": plain(found.att), "se": plain(found.se), "low": plain(found.low),
        "high": plain(found.high), "p": plain(found.p),
    }  # fmt: skip
    return answer | ({"why": found.why} if found.why else {})


def point(found: Estimate) -> dict[str, Any]:
    low, high = found.band if np.isfinite(found.band[0]) else found.ci
    return {
        "label": int(found.label) if found.label is not None else None,
        "att": plain(found.att), "se": plain(found.se), "low": plain(found.ci[0]),
        "high": plain(found.ci[1]), "band_low": plain(low), "band_high": plain(high),
        "treated_villages": found.treated_clusters, "control_villages": found.control_clusters,
    }  # fmt: skip


def tables(core: Core, options: Options, townships: list[str]) -> dict[str, Any]:
    panel, fit = core.panel, core.fit
    cohorts = infer(fit, aggregate(fit, "group"))
    years = infer(fit, aggregate(fit, "calendar"))
    heads = panel.persons if panel.weight is None else panel.persons * panel.weight
    by_head = effect_of(panel, panel.earned, options, weight=heads)
    return {
        "weights": [row("每户同权", as_effect(core.simple.overall)), row("按人口", by_head)],
        "cohorts": [point(part) for part in cohorts.parts],
        "calendar": [point(part) for part in years.parts],
        "components": [
            row(name, effect_of(panel, values, options)) for name, values in panel.parts.items()
        ]
        + [row("转移性净收入（安慰剂）", core.transfer)],
        "groups": _groups(panel, options),
        "townships": list(_townships(panel, options, townships)),
        "robustness": list(_robustness(core, options)),
    }


def _groups(panel: Panel, options: Options) -> list[dict[str, Any]]:
    """Households of a group against households of the same group; p adjusted for the many."""
    found = [
        (name, _within(panel, options, mask)) for name, mask in panel.groups.items() if mask.any()
    ]
    adjusted = false_discovery(np.array([effect.p for _, effect in found]))
    return [
        row(name, effect) | {"p_adjusted": plain(float(p))}
        for (name, effect), p in zip(found, adjusted, strict=True)
    ]


def _within(panel: Panel, options: Options, mask: Bools) -> Effect:
    inside = panel.rows(mask)
    return effect_of(inside, inside.earned, options)


def _townships(panel: Panel, options: Options, names: list[str]) -> Iterator[dict[str, Any]]:
    """Served villages of a township against all unserved ones; few stay closed."""
    for index, name in enumerate(names):
        here = panel.treated & (panel.township == index)
        served = np.unique(panel.household[here[panel.village]])
        count = {"villages": int(here.sum()), "households": len(served)}
        if count["villages"] < LEAST_VILLAGES or count["households"] < LEAST_HOUSEHOLDS:
            yield {"name": name, "suppressed": True, "why": "不足 5 个开站村或 30 户"}
            continue
        elsewhere = panel.treated & (panel.township != index)
        rest = panel.without(elsewhere)
        yield row(name, effect_of(rest, rest.earned, options)) | count | {"suppressed": False}


def _robustness(core: Core, options: Options) -> Iterator[dict[str, Any]]:
    panel = core.panel
    df = core.simple.overall.df
    yield _try("插补估计（BJS）", lambda: impute(core.frame), df)
    yield _try("交互加权（Sun–Abraham）", lambda: interaction_weighted(core.frame), df)
    yield row("只用从未开站的村作对照", effect_of(panel, panel.earned, options, control="never"))
    nominal = np.where(panel.treated, panel.nominal, 0.0)
    yield row("按批准开站日期", effect_of(panel, panel.earned, options, cohort=nominal))
    first = panel.cohort[panel.treated].min()
    later = panel.without(np.asarray(panel.cohort == first))
    yield row(f"去掉 {first:.0f} 年开站的村", effect_of(later, later.earned, options))
    yield _one_township_out(panel, options)
    beside = np.isfinite(first_beside(panel))
    if beside.any():
        far = panel.without(np.asarray(beside))
        yield row("去掉站点相邻的未开站村", effect_of(far, far.earned, options))
    towns = np.asarray(panel.township[panel.village])
    yield row("误差按乡镇聚类", effect_of(panel, panel.earned, options, cluster=towns))
    yield _with_traits(panel, options)
    bundled = np.zeros(len(panel.cohort), dtype=bool)
    for village, year in panel.others:
        bundled[village] |= panel.treated[village] and abs(year - panel.cohort[village]) <= 1
    alone = panel.without(bundled)
    yield row(ALONE, effect_of(alone, alone.earned, options))
    positive = np.where(panel.earned > 0, panel.earned, np.nan)
    yield row("对数收入（×100 约为百分比）", effect_of(panel, np.log(positive), options))


def _with_traits(panel: Panel, options: Options) -> dict[str, Any]:
    """Doubly robust with what was known before any opening; which, stands beside the number."""
    name = "双重稳健，加基线协变量"
    if not panel.traits:
        return {"name": name, "att": None, "se": None, "why": "没有登记村和农户的基线资料"}
    found = row(name, effect_of(panel, panel.earned, options, method="dr"))
    said = found.get("why")
    return found | {"why": said or "、".join(panel.traits)}


def _try(name: str, make: Any, df: int | None) -> dict[str, Any]:
    """With the interval of as many degrees of freedom as the main estimate has."""
    try:
        found = make()
    except TableRefused as refused:
        return {"name": name, "att": None, "se": None, "why": f"{refused.code}：{refused.detail}"}
    half = float(student.ppf(0.975, df)) * found.se if df else float("nan")
    p = float(2 * student.sf(abs(found.att / found.se), df)) if df else float("nan")
    return row(name, Effect(found.att, found.se, found.att - half, found.att + half, p))


def _one_township_out(panel: Panel, options: Options) -> dict[str, Any]:
    """The smallest and the largest effect when one township is left out."""
    found = []
    for index in np.unique(panel.township[panel.treated]):
        rest = panel.without(np.asarray(panel.township == index))
        found.append(effect_of(rest, rest.earned, options).att)
    known = [att for att in found if np.isfinite(att)]
    if not known:
        return {"name": "逐个去掉一个乡镇", "att": None, "why": "只有一个乡镇有开站村"}
    return {"name": "逐个去掉一个乡镇", "att": None, "low": plain(min(known)),
            "high": plain(max(known)), "why": "列出最小与最大值"}  # fmt: skip
