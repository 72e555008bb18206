"""One measured run for `bench.impact`: made data first, then the clock; prints one JSON line.

Imports of each side stand inside its function: the sides live in different environments.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.county import survey
from bench.studies import STUDIES

M_BARS = (0.5, 1.0, 1.5, 2.0)
SIZES = {"20k": (20_000, 0), "200k": (200_000, 0), "200k-draws": (200_000, 999)}
EXACT = (-0.0399512751551763, 0.0120340127701854)


def memory_kb(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def timed(work: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Seconds, and how far resident memory rose above what the data already took."""
    Path("/proc/self/clear_refs").write_text("5")
    before, start = memory_kb("VmRSS"), time.perf_counter()
    found = work()
    seconds = time.perf_counter() - start
    return found | {"seconds": seconds, "megabytes": (memory_kb("VmHWM") - before) / 1024}


def ours(case: str) -> dict[str, float]:
    from impact.estimators import bootstrap
    from impact.estimators.aggregate import aggregate
    from impact.estimators.fitting import estimate
    from impact.estimators.frame import Table
    from impact.estimators.inference import infer
    from impact.estimators.report import KINDS

    households, draws = SIZES[case]
    made = survey(households)
    table = Table(made.unit, made.time, made.cohort, made.outcome, cluster=made.village)

    def work() -> dict[str, float]:
        fit = estimate(table)
        drawn = bootstrap.draw(fit, draws=draws, seed=1) if draws else None
        found = {kind: infer(fit, aggregate(fit, kind), draws=drawn) for kind in KINDS}
        return {"att": found["simple"].overall.att, "se": found["simple"].overall.se}

    return timed(work)


def diff_diff(case: str) -> dict[str, float]:
    import pandas as pd
    from diff_diff import CallawaySantAnna

    households, draws = SIZES[case]
    made = survey(households)
    frame = pd.DataFrame(
        {
            "unit": made.unit,
            "time": made.time,
            "cohort": made.cohort,
            "outcome": made.outcome,
            "village": made.village,
        }
    )

    def work() -> dict[str, float]:
        model = CallawaySantAnna(
            cluster="village", n_bootstrap=draws, seed=1, estimation_method="reg"
        )
        found = model.fit(frame, "outcome", "unit", "time", "cohort", aggregate="all")
        return {"att": float(found.overall_att), "se": float(found.overall_se)}

    return timed(work)


def honest_ours(_: str) -> dict[str, float]:
    from impact.estimators.honest import relative
    from impact.estimators.honest.study import study

    made = STUDIES[1]
    given = study(np.array(made.betas), made.sigma(), pre=made.pre, post=made.post)

    def work() -> dict[str, float]:
        return {"upper": relative.intervals(given, np.array(M_BARS))[-1].upper}

    return timed(work)


def honest_moderndid(_: str) -> dict[str, float]:
    from moderndid.didhonest.sensitivity import create_sensitivity_results_rm

    made = STUDIES[1]
    given = (np.array(made.betas), made.sigma(), made.pre, made.post)

    def work() -> dict[str, float]:
        found = create_sensitivity_results_rm(*given, m_bar_vec=list(M_BARS))
        return {"upper": float(found["ub"][-1])}

    return timed(work)


def check(_: str) -> dict[str, float]:
    from impact.estimators.aggregate import aggregate
    from impact.estimators.fitting import estimate
    from impact.estimators.inference import infer
    from tests.impact.estimators.tables import mpdta

    fit = estimate(mpdta())
    found = infer(fit, aggregate(fit, "simple")).overall
    assert abs(found.att - EXACT[0]) < 1e-9
    assert abs(found.se - EXACT[1]) < 1e-9
    return {}


SIDES: dict[str, Callable[[str], dict[str, Any]]] = {
    "ours": ours,
    "diff-diff": diff_diff,
    "check": check,
    "moderndid": honest_moderndid,
}

if __name__ == "__main__":
    side, asked = sys.argv[1:]
    run = honest_ours if (side, asked) == ("ours", "honest") else SIDES[side]
    print(json.dumps(run(asked)))
