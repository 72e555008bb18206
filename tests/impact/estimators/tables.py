"""Tables the tests estimate on, and what other packages said of them."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.oracle_cases import Case
from bench.panels import Panel, panel
from impact.estimators.csv_table import Columns, read_table
from impact.estimators.fitting import Fit, Spec, estimate
from impact.estimators.frame import Table

HERE = Path(__file__).parent
# `make slow` asks the peers anew and names the folder of their answers.
ORACLES = Path(os.environ.get("ORACLES", str(HERE / "oracles")))
MPDTA = HERE / "data" / "mpdta.csv"
MPDTA_COLUMNS = Columns(unit="countyreal", time="year", cohort="first.treat", outcome="lemp")


def recorded(package: str) -> dict[str, Any]:
    """What the peer answered, by the name of the case."""
    answers: dict[str, Any] = json.loads((ORACLES / f"{package}.json").read_text())["answers"]
    return answers


def mpdta() -> Table:
    return read_table(MPDTA, MPDTA_COLUMNS)


def castle() -> Table:
    columns = Columns(unit="sid", time="year", cohort="g", outcome="l_homicide")
    return read_table(HERE / "data" / "castle.csv", columns)


def table_of(made: Panel, *, cluster: bool = False, weights: bool = False) -> Table:
    return Table(
        unit=made.unit,
        time=made.time,
        cohort=made.cohort,
        outcome=made.outcome,
        cluster=made.cluster if cluster else None,
        weight=made.weight if weights else None,
    )


def fit_of(case: Case) -> Fit:
    made = panel(seed=case.seed, missing=case.missing)
    table = table_of(made, cluster=case.cluster, weights=case.weights)
    if case.covariates:
        columns = [getattr(made, name) for name in case.covariates]
        table = replace(table, covariates=np.stack(columns, axis=1))
    return estimate(
        table,
        Spec(
            control=case.control,  # type: ignore[arg-type]
            method=case.method,  # type: ignore[arg-type]
            base=case.base,  # type: ignore[arg-type]
            anticipation=case.anticipation,
            repeated=case.repeated,
            unbalanced=case.unbalanced,  # type: ignore[arg-type]
        ),
    )
