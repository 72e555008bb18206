"""Which panels and settings other packages are asked about, and which we compare with them."""

from dataclasses import asdict, dataclass, field
from typing import Any

CSDID_CASES: tuple["Case", ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Settings by our names; `bench.oracles` translates them for each package."""

    name: str
    seed: int
    control: str = "never"
    method: str = "none"
    base: str = "varying"
    anticipation: int = 0
    missing: float = 0.0
    unbalanced: str = "balance"
    weights: bool = False
    cluster: bool = False
    repeated: bool = False
    covariates: tuple[str, ...] = field(default=())

    def settings(self) -> dict[str, Any]:
        return asdict(self)


STILL = ("x1", "x2")
CSDID_CASES = (
    Case("plain_never", 1),
    Case("plain_notyet", 2, control="notyet"),
    Case("plain_universal", 3, base="universal"),
    Case("plain_anticipation", 4, anticipation=1, control="notyet"),
    Case("plain_weights", 5, weights=True),
    Case("plain_cluster", 6, cluster=True),
    Case("plain_cluster_weights_notyet", 7, cluster=True, weights=True, control="notyet"),
    Case("reg_never", 8, method="reg", covariates=STILL),
    Case("ipw_never", 9, method="ipw", covariates=STILL),
    Case("dr_never", 10, method="dr", covariates=STILL),
    Case("dr_notyet_weights", 11, method="dr", covariates=STILL, control="notyet", weights=True),
    Case("ipw_cluster_weights", 12, method="ipw", covariates=STILL, cluster=True, weights=True),
    Case("reg_universal_moving", 13, method="reg", covariates=("x1", "x3"), base="universal"),
    Case("dr_moving_anticipation", 14, method="dr", covariates=("x3",), anticipation=1),
    Case("unbalanced_balance", 15, missing=0.08),
    Case("unbalanced_levels", 16, missing=0.08, unbalanced="levels"),
    Case("unbalanced_levels_cluster", 17, missing=0.08, unbalanced="levels", cluster=True),
    Case("unbalanced_levels_dr", 18, missing=0.08, unbalanced="levels", method="dr",
         covariates=STILL),
    Case("waves_none", 19, repeated=True),
    Case("waves_reg_notyet", 20, repeated=True, method="reg", covariates=STILL, control="notyet"),
    Case("waves_ipw_weights", 21, repeated=True, method="ipw", covariates=STILL, weights=True),
    Case("waves_dr", 22, repeated=True, method="dr", covariates=STILL),
    Case("waves_dr_weights_cluster", 23, repeated=True, method="dr", covariates=STILL,
         weights=True, cluster=True),
)  # fmt: skip
PAIRS_CASES = (
    Case("pairs", 31, missing=0.1, unbalanced="pairs"),
    Case("pairs_cluster", 32, missing=0.1, unbalanced="pairs", cluster=True),
    Case("complete_cluster", 33, cluster=True),
)
MODERNDID_CASES = tuple(
    case
    for case in CSDID_CASES
    if case.name
    in {"plain_never", "plain_notyet", "plain_weights", "dr_never", "ipw_never", "reg_never",
        "unbalanced_balance", "waves_dr"}
)  # fmt: skip
