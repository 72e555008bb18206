"""A county's study: from households by year to everything the gates and the headline look at.

The same path serves the report and the simulation, so what is promised is what is tried.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t as student

from impact.estimators.aggregate import aggregate
from impact.estimators.arrays import Bools, Floats, Ints
from impact.estimators.attrition import Bounds
from impact.estimators.bootstrap import draw
from impact.estimators.cells import cells_of
from impact.estimators.checks import check_one_unit
from impact.estimators.county_checks import attrition
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Fit, Method, Spec, fit_frame, read_for
from impact.estimators.frame import Frame, Table
from impact.estimators.honest import relative
from impact.estimators.honest.study import study_of
from impact.estimators.inference import Estimate, Inferred, infer
from impact.estimators.moments import GroupedUnits
from impact.estimators.panel import Panel
from impact.estimators.plan import Control
from impact.estimators.randomise import Randomised, randomise

NEVER = 0.0
OUTCOME = "人均实际收入"
MBAR = np.array([0.5, 1.0, 1.5, 2.0])
FAKED_YEARS = 2.0


@dataclass(frozen=True, slots=True)
class Options:
    control: Control = "notyet"
    draws: int = 999
    randomisations: int = 499
    seed: int = 1
    spillover_p: float = 0.05
    least_controls: int = 10


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect with its interval and p; NaN where it could not be estimated, `why` says so."""

    att: float
    se: float
    low: float
    high: float
    p: float
    why: str = ""


NOTHING = (float("nan"),) * 5


@dataclass(frozen=True)
class Core:
    """What every gate needs. `donut` says that controls beside stations were left out."""

    panel: Panel
    fit: Fit
    frame: Frame
    simple: Inferred
    dynamic: Inferred
    randomised: Randomised
    mbar: tuple[tuple[float, float, float], ...]
    breakdown: float | None
    mean_breakdown: float | None
    transfer: Effect
    faked: Effect
    spillover: Effect | None
    donut: bool
    donut_controls: int | None
    gap: float
    missing: float
    bounds: Bounds | None
    baseline_mean: float


def frame_of(panel: Panel, values: Floats, *, cohort: Floats | None = None,
             weight: Floats | None = None, spec: Spec | None = None,
             cluster: Ints | None = None) -> Frame:  # fmt: skip
    """Checked arrays of one outcome; villages are the clusters, traits enter if the spec asks."""
    starts = panel.cohort if cohort is None else cohort
    weight = panel.weight if weight is None else weight
    spec = spec or Spec(control="notyet")
    traits = list(panel.traits) if spec.method != "none" else []
    table = Table(
        unit=panel.household, time=panel.year, cohort=starts[panel.village], outcome=values,
        cluster=panel.village if cluster is None else cluster, weight=weight,
        covariates=np.stack([panel.traits[name] for name in traits], axis=1) if traits else None,
        covariate_names=tuple(traits), names={"outcome": OUTCOME},
    )  # fmt: skip
    return read_for(table, spec)


def effect_of(panel: Panel, values: Floats, options: Options, *, cohort: Floats | None = None,
              weight: Floats | None = None, control: Control | None = None,
              method: Method = "none", cluster: Ints | None = None) -> Effect:  # fmt: skip
    """The simple average of one outcome, or why there is none."""
    spec = Spec(control=control or options.control, method=method)
    try:
        frame = frame_of(panel, values, cohort=cohort, weight=weight, spec=spec, cluster=cluster)
        fit = fit_frame(frame, spec)
    except TableRefused as refused:
        return Effect(*NOTHING, why=f"{refused.code}：{refused.detail}")
    return as_effect(infer(fit, aggregate(fit, "simple")).overall)


def as_effect(found: Estimate) -> Effect:
    df = found.df or 0
    p = float(2 * student.sf(abs(found.att / found.se), df)) if df >= 1 else float("nan")
    return Effect(found.att, found.se, *found.ci, p)


def study_county(panel: Panel, options: Options | None = None) -> Core:
    """Refuses by name (TableRefused) where nothing can be estimated at all."""
    options = options or Options()
    if not panel.treated.any():
        raise TableRefused("NO_TREATED", "没有一个村的服务站达到有效开站标准，没有可以评估的村。")
    spilled, beside = _spillover(panel, options)
    far = ~panel.treated & ~beside
    donut = bool(
        spilled and spilled.p < options.spillover_p and far.sum() >= options.least_controls
    )
    used = panel.without(beside) if donut else panel
    spec = Spec(control=options.control)
    frame = frame_of(used, used.earned, spec=spec)
    check_one_unit(frame, OUTCOME)
    fit = fit_frame(frame, spec)
    drawn = draw(fit, draws=options.draws, seed=options.seed)
    mbar, breakdown, mean_breakdown = _honest(used, options)
    gap, missing, bounds = attrition(used, options.seed)
    return Core(
        panel=used, fit=fit, frame=frame,
        simple=infer(fit, aggregate(fit, "simple")),
        dynamic=infer(fit, aggregate(fit, "dynamic"), draws=drawn),
        randomised=randomise(
            cells_of(GroupedUnits.of(frame)), spec, draws=options.randomisations, seed=options.seed
        ),
        mbar=mbar, breakdown=breakdown, mean_breakdown=mean_breakdown,
        transfer=effect_of(used, used.transfer, options),
        faked=fake_date(used, options),
        spillover=spilled, donut=donut,
        donut_controls=int(far.sum()) if spilled else None,
        gap=gap, missing=missing, bounds=bounds,
        baseline_mean=baseline_mean(used),
    )  # fmt: skip


def baseline_mean(panel: Panel) -> float:
    """Mean income of served households before their station opened."""
    early = panel.treated[panel.village] & (panel.since < 0)
    values = panel.earned[early]
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


def fake_date(panel: Panel, options: Options) -> Effect:
    """Openings faked two years earlier, on the years before the real ones alone."""
    before = panel.rows(np.asarray(panel.since < 0))
    shifted = np.where(panel.treated, panel.cohort - FAKED_YEARS, NEVER)
    return effect_of(before, before.earned, options, cohort=shifted)


def first_beside(panel: Panel) -> Floats:
    """Year in which an unserved village first had a station next door; infinity: never."""
    exposed = np.full(len(panel.cohort), np.inf)
    for near, far in np.concatenate([panel.neighbours, panel.neighbours[:, ::-1]]):
        if not panel.treated[near] and panel.treated[far]:
            exposed[near] = min(exposed[near], panel.cohort[far])
    return exposed


def _spillover(panel: Panel, options: Options) -> tuple[Effect | None, Bools]:
    """Untreated villages beside a station, from the year the first neighbour opened."""
    exposed = first_beside(panel)
    beside = np.asarray(np.isfinite(exposed))
    if not len(panel.neighbours) or not beside.any() or not (~panel.treated & ~beside).any():
        return None, beside
    never = panel.without(panel.treated)
    starts = np.where(beside, exposed, NEVER)
    found = effect_of(never, never.earned, options, cohort=starts)
    return (None if found.why else found), beside


def _honest(
    panel: Panel, options: Options
) -> tuple[tuple[tuple[float, float, float], ...], float | None, float | None]:
    """Intervals of the mean of the years after opening; the breakdown of the opening year's effect,
    as is usual, and that of the mean. Nothing below two pre-steps."""
    spec = Spec(control=options.control, base="universal")
    fit = fit_frame(frame_of(panel, panel.earned, spec=spec), spec)
    try:
        first = study_of(fit)
        target = np.full(first.post, 1 / first.post)
        mean = study_of(fit, target)
        found = relative.intervals(mean, MBAR)
        # No magnitude up to a thousand lets zero in: more robust than anybody asks.
        edges = [
            relative.LARGEST if edge is None else edge
            for edge in map(relative.breakdown, (first, mean))
        ]
    except TableRefused:
        return (), None, None
    return tuple((row.m, row.lower, row.upper) for row in found), edges[0], edges[1]


def largest_pre(core: Core, villages: int) -> float:
    """The largest difference before opening among points that stand on enough villages."""
    early = [
        abs(part.att)
        for part in core.dynamic.parts
        if (part.label or 0.0) < 0 and (part.treated_clusters or 0) >= villages
        and np.isfinite(part.se)
    ]  # fmt: skip
    return max(early, default=float("nan"))


def plain(value: Any) -> Any:
    """Numbers for JSON: NaN and infinity are null."""
    if isinstance(value, float):
        return round(value, 6) if np.isfinite(value) else None
    return value
