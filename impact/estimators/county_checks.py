"""What the gates count on a county's panel: answers, other programmes, years before, controls."""

import numpy as np

from impact.estimators.attrition import Bounds, lee_bounds
from impact.estimators.faults import TableRefused
from impact.estimators.panel import Panel


def attrition(panel: Panel, seed: int) -> tuple[float, float, Bounds | None]:
    """(gap in points, overall share missing in percent, bounds of the effect).

    Rows after the first opening, served against not yet served; bounds on changes since the year
    before it, each year less its mean among the unserved.
    """
    first = panel.cohort[panel.treated].min()
    base_year = first - 1
    after = np.asarray(panel.year >= first)
    served = np.asarray(panel.since >= 0)
    lost = np.isnan(panel.earned)
    if not (after & served).any() or not (after & ~served).any():
        return float("nan"), 100 * float(lost.mean()), None
    gap = 100 * float(lost[after & served].mean() - lost[after & ~served].mean())
    before = dict(
        zip(
            panel.household[panel.year == base_year], panel.earned[panel.year == base_year],
            strict=True,
        )
    )  # fmt: skip
    base = np.array([before.get(home, np.nan) for home in panel.household])
    rows = np.flatnonzero(after & ~np.isnan(base))
    if not len(rows):
        return gap, 100 * float(lost.mean()), None
    change = panel.earned[rows] - base[rows]
    for year in np.unique(panel.year[rows]):
        here = panel.year[rows] == year
        unserved = change[here & ~served[rows]]
        change[here] -= np.nanmean(unserved) if np.isfinite(unserved).any() else 0.0
    try:
        bounds = lee_bounds(change, served[rows], cluster=panel.village[rows], draws=99, seed=seed)
    except TableRefused:
        bounds = None
    return gap, 100 * float(lost.mean()), bounds


def bundle_share(panel: Panel) -> float:
    """Percent of served villages in which another programme began within a year of the opening."""
    near = {
        int(village)
        for village, year in panel.others
        if panel.treated[village] and abs(year - panel.cohort[village]) <= 1
    }
    return 100 * len(near) / max(int(panel.treated.sum()), 1)


def pre_years(panel: Panel) -> tuple[float, float]:
    """Percent of served households seen in at least two, and in at least three years before."""
    early = panel.treated[panel.village] & (panel.since < 0) & ~np.isnan(panel.earned)
    homes = np.unique(panel.household[panel.treated[panel.village]])
    seen, counts = np.unique(panel.household[early], return_counts=True)
    del seen
    size = max(len(homes), 1)
    return 100 * float((counts >= 2).sum() / size), 100 * float((counts >= 3).sum() / size)


def controls_by_year(panel: Panel) -> dict[int, int]:
    """Villages not yet served in each year from the first opening on."""
    first = panel.cohort[panel.treated].min() if panel.treated.any() else np.inf
    years = [year for year in np.unique(panel.year) if year >= first]
    present = np.zeros(len(panel.cohort), dtype=bool)
    present[panel.village] = True
    unserved = np.where(panel.treated, panel.cohort, np.inf)
    return {int(year): int((present & (unserved > year)).sum()) for year in years}
