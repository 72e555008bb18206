"""What plain two-way fixed effects would have said; shown beside the estimate, never as it.

One dummy for treated rows beside period effects and unit effects (cross-sections: cohort effects).
"""

import numpy as np

from impact.estimators.arrays import Floats
from impact.estimators.frame import Frame
from impact.estimators.two_way import Regression, least_squares, two_way


def plain_two_way(frame: Frame) -> Regression:
    """Errors by cluster, else by unit; classical for cross-sections without clusters."""
    unit, period = np.nonzero(~np.isnan(frame.y))
    y, cohort = frame.y[unit, period], frame.cohort[unit]
    weight = frame.weight[unit] if frame.weight.ndim == 1 else frame.weight[unit, period]
    starts = np.append(frame.cohorts, np.inf)[cohort]
    treated = (frame.times[period] >= starts).astype(float)
    cluster = None if frame.cluster is None else frame.cluster[unit]
    if not frame.repeated:
        return two_way(
            y,
            treated[:, None],
            unit=unit,
            time=period,
            weight=weight,
            cluster=unit if cluster is None else cluster,
        )
    columns: list[Floats] = [treated, np.ones(len(y))]
    columns += [(cohort == index).astype(float) for index in np.unique(cohort)[1:]]
    columns += [(period == at).astype(float) for at in np.unique(period)[1:]]
    return least_squares(y, np.stack(columns, axis=1), weight=weight, cluster=cluster)
