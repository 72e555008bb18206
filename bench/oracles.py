"""Asks csdid, moderndid and diff-diff and records their answers with their versions.

They stay out of the product and its tests: run this in a virtual environment of its own,
    python3.11 -m venv /tmp/oracles
    /tmp/oracles/bin/pip install csdid 'moderndid[didhonest]' diff-diff
    /tmp/oracles/bin/python -m bench.oracles tests/impact/estimators/oracles
and look at the difference before committing. `moderndid` needs minutes for HonestDiD.
"""

import json
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench.oracle_cases import CSDID_CASES, MODERNDID_CASES, PAIRS_CASES, Case
from bench.panels import Panel, panel
from bench.studies import BENDS, M_BARS, STUDIES, EventStudy

KINDS = ("simple", "dynamic", "group", "calendar")


def columns(made: Panel, case: Case) -> dict[str, Any]:
    rows = np.arange(len(made.unit)) if case.repeated else made.unit
    return {"id": rows, "t": made.time.astype(int), "g": made.cohort.astype(int)} | {
        name: getattr(made, name) for name in ("outcome", "weight", "x1", "x2", "x3", "cluster")
    }


def ask_csdid(case: Case) -> dict[str, Any]:
    import pandas as pd
    from csdid.att_gt import ATTgt

    made = panel(seed=case.seed, missing=case.missing)
    fit = ATTgt(
        yname="outcome",
        tname="t",
        idname="id",
        gname="g",
        data=pd.DataFrame(columns(made, case)),
        control_group=["nevertreated" if case.control == "never" else "notyettreated"],
        xformla=f"outcome~{'+'.join(case.covariates)}" if case.covariates else None,
        panel=not case.repeated,
        allow_unbalanced_panel=case.unbalanced == "levels",
        clustervar="cluster" if case.cluster else None,
        weights_name="weight" if case.weights else None,
        anticipation=case.anticipation,
    ).fit(
        est_method="dr" if case.method == "none" else case.method,
        base_period=case.base,
        bstrap=False,
    )
    answer = {"digest": made.digest(), "cells": _cells(fit.results)}
    for kind in KINDS:
        found = fit.aggte(kind, bstrap=False, cband=False, na_rm=True).atte
        answer[kind] = _average(found)
    return answer


def _cells(results: dict[str, Any]) -> list[list[float | None]]:
    names = ("group", "year", "att", "se")
    return [
        [_plain(value) for value in row] for row in zip(*(results[n] for n in names), strict=True)
    ]


def _average(found: Any) -> dict[str, Any]:
    read = found.get if isinstance(found, dict) else lambda name: getattr(found, name, None)
    answer: dict[str, Any] = {"att": _plain(read("overall_att")), "se": _plain(read("overall_se"))}
    for name in ("egt", "att_egt", "se_egt"):
        values = read(name)
        if values is not None:
            answer[name] = [_plain(value) for value in np.ravel(values)]
    return answer


def _plain(value: Any) -> float | None:
    number = float(np.ravel(value)[0]) if value is not None else float("nan")
    return number if np.isfinite(number) else None


def ask_moderndid(case: Case) -> dict[str, Any]:
    import polars as pl
    from moderndid import aggte, att_gt

    made = panel(seed=case.seed, missing=case.missing)
    fit = att_gt(
        pl.DataFrame(columns(made, case)),
        yname="outcome",
        tname="t",
        idname="id",
        gname="g",
        xformla=f"~{'+'.join(case.covariates)}" if case.covariates else None,
        weightsname="weight" if case.weights else None,
        est_method="dr" if case.method == "none" else case.method,
        panel=not case.repeated,
        control_group="nevertreated" if case.control == "never" else "notyettreated",
        base_period=case.base,
        cband=False,
    )
    cells = zip(fit.groups, fit.times, fit.att_gt, fit.se_gt, strict=True)
    answer = {"digest": made.digest(), "cells": [[_plain(v) for v in row] for row in cells]}
    for kind in KINDS:
        found = aggte(fit, type=kind, cband=False)
        answer[kind] = {"att": _plain(found.overall_att), "se": _plain(found.overall_se)}
    return answer


def ask_diff_diff(case: Case) -> dict[str, Any]:
    """Units used in every pair they were seen in, imputation and interaction weighting."""
    import pandas as pd
    from diff_diff import CallawaySantAnna, ImputationDiD, SunAbraham

    made = panel(seed=case.seed, missing=case.missing)
    frame, cluster = pd.DataFrame(columns(made, case)), "cluster" if case.cluster else None
    names = ("outcome", "id", "t", "g")
    cells = CallawaySantAnna(cluster=cluster, estimation_method="reg").fit(frame, *names)
    answer: dict[str, Any] = {
        "digest": made.digest(),
        "cells": [
            [float(g), float(t), _plain(cell["effect"]), _plain(cell["se"])]
            for (g, t), cell in cells.group_time_effects.items()
        ],
    }
    for name, model in (("imputation", ImputationDiD), ("interaction", SunAbraham)):
        found = model(cluster=cluster).fit(frame, *names)
        answer[name] = [_plain(found.overall_att), _plain(found.overall_se)]
    return answer


def ask_honest(study: EventStudy) -> dict[str, Any]:
    from moderndid.didhonest import sensitivity

    given = (np.array(study.betas), study.sigma(), study.pre, study.post)
    target = np.array(study.target)[:, None]
    # moderndid 0.2.0 fails on relative magnitudes with a single post-period.
    relative = (
        sensitivity.create_sensitivity_results_rm(*given, m_bar_vec=list(M_BARS), l_vec=target)
        if study.post > 1
        else None
    )
    smooth = sensitivity.create_sensitivity_results_sm(*given, m_vec=list(BENDS), l_vec=target)
    return {
        "rm": [[row["Mbar"], row["lb"], row["ub"]] for row in relative.to_dicts()]
        if relative is not None
        else [],
        "sd": [[row["m"], row["lb"], row["ub"]] for row in smooth.to_dicts()],
    }


def record(folder: Path, package: str, ask: Any, cases: tuple[Case, ...]) -> None:
    answers = {}
    for case in cases:
        print(package, case.name)
        answers[case.name] = ask(case)
    content = {"package": package, "version": version(package), "answers": answers}
    (folder / f"{package}.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    record(target, "csdid", ask_csdid, CSDID_CASES)
    record(target, "moderndid", ask_moderndid, MODERNDID_CASES)
    record(target, "diff-diff", ask_diff_diff, PAIRS_CASES)
    honest = {study.name: ask_honest(study) for study in STUDIES}
    answer = {"package": "moderndid", "version": version("moderndid"), "answers": honest}
    (target / "honest.json").write_text(json.dumps(answer, indent=1) + "\n")
