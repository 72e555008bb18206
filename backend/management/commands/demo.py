"""`manage.py demo`: loads the demo county into an empty database, then proves it."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from backend.demo.load import Loaded, load_county
from backend.demo.plan import DEFAULT_AS_OF, DEFAULT_SEED, SCALES, SCENARIOS, Plan
from cooperatives.models import Household
from orders.services.past_trades import tell_gateway


class Command(BaseCommand):
    help = "Load the synthetic demo county (docs/how/demo.md). The database must be empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--scale", choices=sorted(SCALES), default="small")
        parser.add_argument("--as-of", type=_day, default=DEFAULT_AS_OF, help="YYYY-MM-DD")
        parser.add_argument("--scenario", choices=SCENARIOS, default="standard")
        parser.add_argument("--if-empty", action="store_true",
                            help="do nothing when households are there already")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALLOW_DEMO:
            raise CommandError("这里不允许装入演示数据（ALLOW_DEMO 未开启）")
        if Household.objects.exists():
            if options["if_empty"]:
                self.stdout.write("The database holds households already: nothing loaded.")
                return
            raise CommandError("数据库中已有农户，演示数据只能装入空数据库")
        scale = SCALES[options["scale"]]
        if scale.postgresql_only and connection.vendor != "postgresql":
            raise CommandError("large 规模只能装入 PostgreSQL")
        plan = Plan(options["seed"], scale, options["as_of"], options["scenario"])
        loaded = load_county(plan, self._say)
        tell_gateway()
        self._report(loaded)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _report(self, loaded: Loaded) -> None:
        for table, count in loaded.counts.items():
            self.stdout.write(f"{count:>9}  {table}")
        self.stdout.write(f"Demo county loaded in {loaded.seconds:.1f} s.")
        self.stdout.write(f"Accounts: {loaded.accounts_file}")
        if loaded.broken:
            raise CommandError("\n".join(["invariants broken:", *loaded.broken[:20]]))


def _day(text: str) -> date:
    return date.fromisoformat(text)
