"""`manage.py rebuild_summaries`: month tables, openings and exposure made anew, then compared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from impact.queries.checks import differences
from impact.services import deriving, summing


class Command(BaseCommand):
    help = "Makes the month tables, openings and exposure again and compares with the ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        made = summing.rebuild_months(now=now)
        derived = deriving.rebuild_derived()
        self.stdout.write(f"{made} village months, {derived} openings and exposures")
        wrong = differences(now=now)
        for one in wrong:
            self.stdout.write(
                f"{one.county_code} {one.month:%Y-%m}: sales {one.villages_sales_fen}, households "
                f"{one.homes_sales_fen}, ledger {one.ledger_sales_fen}; paid "
                f"{one.villages_paid_fen}, {one.homes_paid_fen}, ledger {one.ledger_paid_fen}"
            )
        if wrong:
            raise CommandError(f"{len(wrong)} months differ from the ledger")
