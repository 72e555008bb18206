"""`manage.py rebuild_summaries`: month tables, openings and exposure made anew, then compared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from impact.queries import months
from impact.services import deriving, summing


class Command(BaseCommand):
    help = "Makes the month tables, openings and exposure again and compares with the ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        made = summing.rebuild_months(now=timezone.now())
        derived = deriving.rebuild_derived()
        self.stdout.write(f"{made} village months, {derived} openings and exposures")
        wrong = months.differences()
        for line in wrong:
            self.stdout.write(
                f"{line.month:%Y-%m}: areas {line.area_months_fen}, households "
                f"{line.household_months_fen}, splits {line.splits_fen}, ledger {line.ledger_fen}"
            )
        if wrong:
            raise CommandError(f"{len(wrong)} months differ from the ledger")
