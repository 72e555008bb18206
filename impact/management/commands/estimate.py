"""`manage.py estimate`: staggered difference-in-differences on any CSV, JSON out."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from impact.estimators.cells import cells_of
from impact.estimators.checks import check_one_unit
from impact.estimators.comparison import plain_two_way
from impact.estimators.csv_table import Columns, read_table
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Method, Spec, fit_frame, read_for
from impact.estimators.frame import Frame
from impact.estimators.moments import GroupedUnits
from impact.estimators.randomise import randomise
from impact.estimators.report import describe, number, pair

UNBALANCED = ("pairs", "balance", "levels")


class Command(BaseCommand):
    help = "Estimates ATT(g,t) and its averages from a CSV file with a header; prints JSON."
    # Works on a file alone: no database, no system checks.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", required=True, type=Path, help="CSV file with a header line")
        parser.add_argument("--unit", help="column of the unit (not needed for cross-sections)")
        parser.add_argument("--time", required=True, help="column of the period, a number")
        parser.add_argument(
            "--cohort", required=True, help="column of the first treated period, empty or 0 = never"
        )
        parser.add_argument("--outcome", required=True, help="column of the outcome")
        parser.add_argument("--cluster", help="column of the cluster, for example the village")
        parser.add_argument("--covariates", nargs="+", default=[], metavar="X")
        parser.add_argument("--control", choices=("never", "notyet"), default="never")
        parser.add_argument(
            "--est", choices=("none", "reg", "ipw", "dr"), help="default none, dr with covariates"
        )
        parser.add_argument("--repeated-cross-section", action="store_true")
        parser.add_argument("--weights", metavar="W", help="column of the weight")
        parser.add_argument("--anticipation", type=int, default=0, metavar="N")
        parser.add_argument("--bootstrap", type=int, default=0, metavar="N", help="draws")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--multiplier", choices=("rademacher", "mammen", "webb"))
        parser.add_argument("--base", choices=("varying", "universal"), default="varying")
        parser.add_argument("--unbalanced", choices=UNBALANCED, default="pairs")
        parser.add_argument(
            "--randomise", type=int, default=0, metavar="N", help="deal adoption years N times"
        )
        parser.add_argument("--balance", type=int, metavar="E", help="balanced event study")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            spec, columns = _spec(options), _columns(options)
            table = read_table(options["data"], columns)
            frame = read_for(table, spec)
            check_one_unit(frame, columns.outcome)
            fit = fit_frame(frame, spec)
            answer = describe(
                fit,
                draws=options["bootstrap"],
                seed=options["seed"],
                multiplier=options["multiplier"],
                balance=options["balance"],
            )
            answer |= {"two_way": _two_way(frame)} | _dealt(frame, spec, options)
        except TableRefused as refused:
            raise CommandError(f"{refused.code}：{refused.detail}") from refused
        except OSError as error:
            raise CommandError(f"读不到文件 {options['data']}：{error.strerror}") from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False))


def _two_way(frame: Frame) -> dict[str, Any]:
    """For comparison; with staggered adoption it answers another question."""
    found = plain_two_way(frame)
    se = number(float(found.se[0]))
    return {"att": number(float(found.coefficients[0])), "se": se, "ci": pair(found.ci(0))}


def _dealt(frame: Frame, spec: Spec, options: dict[str, Any]) -> dict[str, Any]:
    draws = options["randomise"]
    if not draws:
        return {}
    if frame.cluster is None or spec.method != "none":
        raise TableRefused("RANDOMISE_NEEDS_CLUSTER", "--randomise 需要 --cluster，且不用协变量。")
    cells = cells_of(GroupedUnits.of(frame))
    found = randomise(cells, spec, draws=draws, seed=options["seed"])
    return {
        "randomisation": {
            "att": number(found.att),
            "p": number(found.p),
            "ci": [number(end) for end in found.ci],
            "pretrend_p": number(found.pretrend_p),
            "draws": draws,
        }
    }


def _columns(options: dict[str, Any]) -> Columns:
    if not options["unit"] and not options["repeated_cross_section"]:
        raise TableRefused(
            "NO_UNIT", "面板数据需要 --unit；每期抽样不同请加 --repeated-cross-section。"
        )
    return Columns(
        unit=None if options["repeated_cross_section"] else options["unit"],
        time=options["time"],
        cohort=options["cohort"],
        outcome=options["outcome"],
        cluster=options["cluster"],
        weight=options["weights"],
        covariates=tuple(options["covariates"]),
    )


def _spec(options: dict[str, Any]) -> Spec:
    method: Method = options["est"] or ("dr" if options["covariates"] else "none")
    if method == "none" and options["covariates"]:
        raise TableRefused("COVARIATES_UNUSED", "--est none 不使用协变量，请选 reg、ipw 或 dr。")
    if min(options["anticipation"], options["bootstrap"], options["randomise"]) < 0:
        raise TableRefused("NEGATIVE", "--anticipation、--bootstrap、--randomise 不能为负数。")
    return Spec(
        control=options["control"],
        method=method,
        base=options["base"],
        anticipation=options["anticipation"],
        repeated=options["repeated_cross_section"],
        unbalanced=options["unbalanced"],
    )
