"""5,000 passbooks of twelve movements each as one PDF: make bench NAME=passbooks.

In the database that DATABASE_URL names, migrated before; everything it writes is rolled back.
ARGS="--books 5000 --movements 12".
"""

import argparse
import os
import time
from datetime import date
from typing import Any

import django


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--books", type=int, default=5_000)
    read.add_argument("--movements", type=int, default=12)
    asked = read.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        homes = households(asked.books)
        earn(homes, asked.movements)
        measure(homes)
        transaction.set_rollback(True)


def households(count: int) -> list[Any]:
    from cooperatives.models import Household
    from stations.models import Area

    place = Area.objects.create(
        code="639999", level="county", name="演示县", official_name="演示县", pinyin="yanshixian",
        initials="ysx", letters="YS", edition_on=date(2023, 6, 30),
    )  # fmt: skip
    rows = [
        Household(
            card_no=f"HB{number:06d}", area=place, area_code=place.code, head_name="马福",
            pinyin="mafu", initials="mf", size=4, labour_count=2, registered_on=date(2020, 1, 1),
        )
        for number in range(count)
    ]  # fmt: skip
    return Household.objects.bulk_create(rows, batch_size=1_000)


def earn(homes: list[Any], movements: int) -> None:
    """One sale a month of 120.00 and more, from one clearing account."""
    from django.utils import timezone

    from backend.common.actor import system_actor
    from backend.ledger.rules import Booking, Leg
    from backend.ledger.services import post_new

    for month in range(movements):
        sold = [
            Booking(
                f"bench:{month}:{one.uid}", "split", f"B{month}",
                (Leg("household", str(one.uid), 12_000 + month),
                 Leg("clearing", "bench", -12_000 - month)),
            )
            for one in homes
        ]  # fmt: skip
        for start in range(0, len(sold), 1_000):
            post_new(
                bookings=sold[start : start + 1_000], county_code="639999",
                actor=system_actor("bench"), now=timezone.now(),
            )  # fmt: skip


def measure(homes: list[Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from backend.common.actor import system_actor
    from backend.common.printing import joined
    from orders.rules.period import Period
    from orders.services.passbooks import AT_ONCE, printed

    now = timezone.now()
    period = Period(date(now.year, 1, 1), timezone.localdate(now))
    began, parts = time.perf_counter(), []
    with CaptureQueriesContext(connection) as statements:
        for at in range(0, len(homes), AT_ONCE):
            some = homes[at : at + AT_ONCE]
            parts.append(printed(some, period, mark="", actor=system_actor("bench"), now=now))
            print(f"{at + len(some):6} books {time.perf_counter() - began:8.1f} s", flush=True)
    made = time.perf_counter() - began
    size = len(joined(parts))
    print(
        f"{len(homes)} books: {len(statements)} statements, {made:.1f} s to print, "
        f"{time.perf_counter() - began - made:.1f} s to join, {size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
