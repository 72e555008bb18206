"""`manage.py impact_simulate`: made counties through the same estimators and gates as the report.

Prints how often the interval holds the truth, how often a zero or an effect is found, and how often
each verdict and each refusal is given.
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from impact.rules.simulating import SCENARIOS, intervals, simulate


class Command(BaseCommand):
    help = "Tries the report on made counties with a known effect; prints JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--draws", type=int, default=20, metavar="N", help="made counties")
        parser.add_argument("--scenario", choices=SCENARIOS, default="effect")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--households", type=int, default=12, help="per village")
        parser.add_argument("--randomisations", type=int, default=99)

        parser.add_argument(
            "--intervals", action="store_true", help="the interval alone, without gates: fast"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = intervals(
            scenario=options["scenario"], draws=options["draws"], seed=options["seed"],
            households=options["households"],
        ) if options["intervals"] else simulate(
            scenario=options["scenario"], draws=options["draws"], seed=options["seed"],
            households=options["households"], randomisations=options["randomisations"],
        )  # fmt: skip
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))
