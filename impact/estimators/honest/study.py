"""An event study as HonestDiD needs it, and the intervals it gives back."""

from dataclasses import dataclass

import numpy as np

from impact.estimators.aggregate import aggregate
from impact.estimators.arrays import Floats
from impact.estimators.faults import TableRefused, some
from impact.estimators.fitting import Fit

ASYMMETRY = 1e-6


@dataclass(frozen=True, slots=True)
class Study:
    """`betas`: pre-periods in time order without the reference period, then post-periods.

    `sigma` is their covariance, (pre + post) square; `target` the weights of the post-periods whose
    sum is of interest, by default the first alone.
    """

    betas: Floats
    sigma: Floats
    pre: int
    post: int
    target: Floats

    @property
    def estimate(self) -> float:
        return float(self.target @ self.betas[self.pre :])

    @property
    def se(self) -> float:
        late = self.sigma[self.pre :, self.pre :]
        return float(np.sqrt(self.target @ late @ self.target))


@dataclass(frozen=True, slots=True)
class Interval:
    m: float
    lower: float
    upper: float

    @property
    def holds_zero(self) -> bool:
        return not (self.lower > 0 or self.upper < 0)


def study(
    betas: Floats, sigma: Floats, *, pre: int, post: int, target: Floats | None = None
) -> Study:
    """Checked; every refusal says which number does not fit."""
    if pre < 1 or post < 1:
        raise TableRefused("BAD_PERIODS", "--pre 与 --post 都至少为 1。")
    if len(betas) != pre + post:
        raise TableRefused(
            "BAD_BETAS", f"系数有 {len(betas)} 个，应为 {pre}＋{post} 个（不含基准期）。"
        )
    if sigma.shape != (pre + post, pre + post):
        raise TableRefused(
            "BAD_SIGMA",
            f"协方差矩阵为 {sigma.shape[0]}×{sigma.shape[1]}，应为 {pre + post} 阶方阵。",
        )
    skew = np.abs(sigma - sigma.T) > ASYMMETRY * max(float(np.abs(sigma).max()), 1e-300)
    if skew.any():
        places = [f"({i + 1},{j + 1})" for i, j in np.argwhere(skew) if i < j]
        raise TableRefused("BAD_SIGMA", f"协方差矩阵不对称：{some(places)}。")
    negative = np.flatnonzero(np.diag(sigma) <= 0)
    if len(negative):
        raise TableRefused("BAD_SIGMA", f"协方差矩阵第 {some(negative + 1)} 个方差不为正。")
    if np.linalg.eigvalsh(sigma).min() < -1e-8 * float(np.diag(sigma).max()):
        raise TableRefused("BAD_SIGMA", "协方差矩阵不是半正定的，请检查顺序和数值。")
    weights = np.eye(post)[0] if target is None else np.asarray(target, dtype=float)
    if len(weights) != post or not np.abs(weights).any():
        raise TableRefused("BAD_TARGET", f"--target 应为 {post} 个权重，且不全为 0。")
    return Study(betas, (sigma + sigma.T) / 2, pre, post, weights)


def study_of(fit: Fit, target: Floats | None = None) -> Study:
    """The event study of a fit with a universal base, its reference period left out."""
    if fit.spec.base != "universal":
        raise ValueError("HonestDiD needs one common reference period: Spec(base='universal')")
    parts = aggregate(fit, "dynamic").parts
    moving = [part for part in parts if part.loading @ fit.covariance @ part.loading > 0]
    loadings = np.stack([part.loading for part in moving], axis=1)
    pre = sum(1 for part in moving if (part.label or 0.0) < -fit.spec.anticipation)
    return study(
        np.array([part.att for part in moving]),
        loadings.T @ fit.covariance @ loadings,
        pre=pre,
        post=len(moving) - pre,
        target=target,
    )
