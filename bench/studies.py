"""Event studies for comparing sensitivity analysis: pre-periods first, in time order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
M_BARS = (0.5, 1.0, 2.0)
BENDS = (0.0, 0.005, 0.02)


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Errors fall off with distance: covariance sd_i sd_j rho^|i-j|."""

    name: str
    pre: int
    betas: tuple[float, ...]
    sd: tuple[float, ...]
    rho: float
    target: tuple[float, ...]

    @property
    def post(self) -> int:
        return len(self.betas) - self.pre

    def sigma(self) -> Array:
        sd, at = np.array(self.sd), np.arange(len(self.sd))
        return np.outer(sd, sd) * self.rho ** np.abs(at[:, None] - at[None, :])


STUDIES = (
    EventStudy("one_post", 3, (0.004, -0.006, 0.009, 0.052), (0.011, 0.010, 0.009, 0.012),
               0.4, (1.0,)),
    EventStudy("medicaid_like", 5, (-0.0053, -0.0113, -0.0027, 0.0013, -0.0050, 0.0462, 0.0681),
               (0.0085, 0.0081, 0.0070, 0.0073, 0.0068, 0.0090, 0.0100), 0.6, (1.0, 0.0)),
    EventStudy("average_of_three", 2, (0.003, -0.008, 0.030, 0.045, 0.050),
               (0.010, 0.009, 0.010, 0.012, 0.013), 0.5, (1 / 3, 1 / 3, 1 / 3)),
    EventStudy("second_period", 4, (0.010, 0.002, 0.012, -0.004, 0.020, -0.015, 0.033),
               (0.012, 0.011, 0.010, 0.009, 0.011, 0.012, 0.013), 0.3, (0.0, 1.0, 0.0)),
    EventStudy("falling", 3, (0.012, 0.009, 0.015, -0.040, -0.060), (0.008, 0.009, 0.008, 0.010,
               0.012), 0.5, (1.0, 0.0)),
)  # fmt: skip
