"""The public door: a table in, every ATT(g,t) with what inference needs out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from impact.estimators import att
from impact.estimators.arrays import Bools, Floats
from impact.estimators.faults import TableRefused
from impact.estimators.frame import Dropped, Frame, Table, Unbalanced
from impact.estimators.moments import GroupedUnits, Moments, UnitMoments
from impact.estimators.plan import Base, Comparison, Control, check_controls, comparisons
from impact.estimators.reading import read

Method = Literal["none", "reg", "ipw", "dr"]
NEGLIGIBLE = 10 * np.sqrt(np.finfo(float).eps)


@dataclass(frozen=True, slots=True)
class Spec:
    """How to estimate; frozen before outcomes are seen (IMPACT section 1.4)."""

    control: Control = "never"
    method: Method = "none"
    base: Base = "varying"
    anticipation: float = 0
    repeated: bool = False
    unbalanced: Unbalanced = "pairs"


@dataclass(frozen=True, slots=True)
class Fit:
    """ATT(g,t) in the order of `comparisons`; NaN with a reason where there is none.

    `covariance` is of the columns (each ATT, then each cohort's mass); `influence` has the same
    columns and one row per cluster (or unit); it is None when only second moments were given.
    `presence` (clusters, cohorts + 1) says which cohorts live in a cluster; None without clusters.
    """

    spec: Spec
    comparisons: tuple[Comparison, ...]
    att: Floats
    reasons: tuple[str, ...]
    mass: Floats
    cohorts: Floats
    covariance: Floats
    influence: Floats | None
    presence: Bools | None
    n_units: int
    n_clusters: int | None
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def estimated(self) -> Bools:
        return np.asarray(~np.isnan(self.att))

    @property
    def se(self) -> Floats:
        """Standard error of each ATT(g,t); NaN for a reference period."""
        return errors_of(np.diag(self.covariance)[: len(self.att)])


def errors_of(variance: Floats) -> Floats:
    """Standard errors; NaN where nothing varies but the last digits, as the R package `did` has it.

    A reference period, or a cell whose units all moved alike, has no error to divide by.
    """
    error = np.sqrt(np.maximum(variance, 0))
    return np.where(error > NEGLIGIBLE, error, np.nan)


def estimate(table: Table, spec: Spec | None = None) -> Fit:
    """Callaway & Sant'Anna (2021) ATT(g,t) from a long table (see `Table` for shapes and units)."""
    spec = spec or Spec()
    return fit_frame(read_for(table, spec), spec)


def read_for(table: Table, spec: Spec) -> Frame:
    """The checked data of a table, as `spec` needs it."""
    return read(
        table,
        anticipation=spec.anticipation,
        repeated=spec.repeated,
        unbalanced=spec.unbalanced,
    )


def fit_frame(frame: Frame, spec: Spec) -> Fit:
    moments = moments_of(frame)
    if spec.method == "none" or frame.covariates is None:
        return fit_moments(moments, frame.times, frame.cohorts, spec, frame=frame)
    planned = _planned(moments, frame.times, frame.cohorts, spec)
    effects = [att.adjusted(frame, comparison, spec.method) for comparison in planned]
    return _assemble(moments, planned, effects, frame.cohorts, spec, frame)


def moments_of(frame: Frame) -> Moments:
    return UnitMoments.of(frame) if frame.cluster is None else GroupedUnits.of(frame)


def fit_moments(
    moments: Moments, times: Floats, cohorts: Floats, spec: Spec, *, frame: Frame | None = None
) -> Fit:
    """Without covariates; `moments` may come from households or from village and year cells."""
    planned = _planned(moments, times, cohorts, spec)
    effects = [att.plain(moments, comparison) for comparison in planned]
    return _assemble(moments, planned, effects, cohorts, spec, frame)


def _planned(moments: Moments, times: Floats, cohorts: Floats, spec: Spec) -> list[Comparison]:
    present = np.bincount(moments.cohort, minlength=len(cohorts) + 1) > 0
    check_controls(present, spec.control)
    return comparisons(
        times, cohorts, control=spec.control, base=spec.base, anticipation=spec.anticipation
    )


def _assemble(
    moments: Moments,
    planned: list[Comparison],
    effects: list[att.Effect],
    cohorts: Floats,
    spec: Spec,
    frame: Frame | None,
) -> Fit:
    check_some_effect(planned, [effect.reason for effect in effects])
    clustered = frame is None or frame.cluster is not None
    size, width = moments.n_owners, len(cohorts)
    influence = _influence(moments, effects, width)
    # Villages are few and unequal: sums, with G/(G-1), never means of means (IMPACT section 9).
    factor = size / (size - 1) if clustered and size > 1 else 1.0
    return Fit(
        spec=spec,
        comparisons=tuple(planned),
        att=np.array([effect.att for effect in effects]),
        reasons=tuple(effect.reason for effect in effects),
        mass=influence[:, len(planned) :].sum(axis=0),
        cohorts=cohorts,
        covariance=factor * (influence.T @ influence),
        influence=influence,
        presence=_presence(moments, width) if clustered else None,
        n_units=moments.n_units,
        n_clusters=size if clustered else None,
        dropped=frame.dropped if frame is not None else (),
        notes=frame.notes if frame is not None else (),
    )


def check_some_effect(planned: list[Comparison], reasons: list[str]) -> None:
    pairs = zip(planned, reasons, strict=True)
    if not any(comparison.t >= comparison.g and not reason for comparison, reason in pairs):
        why = "；".join(sorted({reason for reason in reasons if reason}))
        raise TableRefused("NO_EFFECT", f"没有一个处理后时期可以估计：{why}。")


def _influence(moments: Moments, effects: list[att.Effect], width: int) -> Floats:
    """One row an owner: its influence on each effect, then its weight in each cohort."""
    planned = len(effects)
    influence = np.zeros((moments.n_owners, planned + width), order="F")
    for column, effect in enumerate(effects):
        if effect.influence is not None:
            influence[:, column] = effect.influence
    treated = moments.cohort < width
    place = (moments.owner[treated], planned + moments.cohort[treated])
    np.add.at(influence, place, moments.mass[treated])
    return influence


def _presence(moments: Moments, width: int) -> Bools:
    presence = np.zeros((moments.n_owners, width + 1), dtype=bool)
    presence[moments.owner, moments.cohort] = True
    return presence
