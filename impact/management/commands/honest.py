"""`manage.py honest`: sensitivity of an event study to failing parallel trends, JSON out."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from impact.estimators.arrays import Floats
from impact.estimators.csv_table import numbers, read_matrix, read_vector
from impact.estimators.faults import TableRefused
from impact.estimators.honest import relative, smooth
from impact.estimators.honest.study import Study, study
from impact.estimators.report import number

METHODS = {"rm": relative, "sd": smooth}


class Command(BaseCommand):
    help = "HonestDiD intervals for each M of the grid, and the M at which zero enters; JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--betas",
            required=True,
            type=Path,
            help="one number per line, pre-periods in time order without the reference period, "
            "then post-periods",
        )
        parser.add_argument("--sigma", required=True, type=Path, help="square covariance matrix")
        parser.add_argument("--pre", required=True, type=int, metavar="K")
        parser.add_argument("--post", required=True, type=int, metavar="L")
        parser.add_argument("--method", required=True, choices=tuple(METHODS))
        parser.add_argument("--grid", required=True, nargs="+", type=float, metavar="M")
        parser.add_argument(
            "--target",
            nargs="+",
            metavar="W",
            help="weights of the post-periods, by default the first alone",
        )
        parser.add_argument("--alpha", type=float, default=0.05)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            given = _study(options)
            method = METHODS[options["method"]]
            grid = np.array(options["grid"])
            if (grid < 0).any() or not np.isfinite(grid).all():
                raise TableRefused("BAD_GRID", "--grid 中的每个 M 都不能为负数。")
            found = method.intervals(given, grid, alpha=options["alpha"])
            breakdown = method.breakdown(given, alpha=options["alpha"])
        except TableRefused as refused:
            raise CommandError(f"{refused.code}：{refused.detail}") from refused
        except OSError as error:
            raise CommandError(f"读不到文件 {error.filename}：{error.strerror}") from error
        rows = [
            {"m": row.m, "lower": number(row.lower), "upper": number(row.upper)} for row in found
        ]
        answer = {"rows": rows, "breakdown": number(breakdown)}
        self.stdout.write(json.dumps(answer, indent=2, allow_nan=False))


def _study(options: dict[str, Any]) -> Study:
    if not 0 < options["alpha"] < 0.5:
        raise TableRefused("BAD_ALPHA", "--alpha 应在 0 与 0.5 之间。")
    return study(
        read_vector(options["betas"]),
        read_matrix(options["sigma"]),
        pre=options["pre"],
        post=options["post"],
        target=_target(options["target"]),
    )


def _target(words: list[str] | None) -> Floats | None:
    """Separated by blanks or commas."""
    if words is None:
        return None
    return numbers(" ".join(words).replace(",", " ").split(), "--target")
