"""Sums of splits by month and village, the tables that hold them, and whether they agree."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from backend.ledger.models import Account, Entry
from impact.models import AreaMonth, HouseholdMonth, SummaryCursor
from orders.models import JournalEntry, SourceSplit

ORDERS = "orders"
SPLITTING = (JournalEntry.Kind.COMPLETED, JournalEntry.Kind.REFUNDED)
# A transaction that began earlier may commit its line behind a later one.
SETTLES = timedelta(minutes=10)
Place = tuple[str, date]
SUMS = {
    "lines": Count("pk"),
    "weight": Sum("weight_g"),
    "sales": Sum("share_fen"),
    "income": Sum("household_fen"),
}


def cursor_at() -> int:
    found = SummaryCursor.objects.filter(name=ORDERS).first()
    return found.journal_id if found else 0


def settled_until(now: datetime) -> int:
    """The last line behind which nothing can still turn up."""
    fresh = JournalEntry.objects.filter(at__gt=now - SETTLES).order_by("pk").first()
    if fresh is not None:
        return fresh.pk - 1
    last = JournalEntry.objects.order_by("-pk").first()
    return last.pk if last else 0


def touched(*, after: int, until: int) -> set[Place]:
    """(village, month) of every split of orders whose journal moved between two lines."""
    orders = JournalEntry.objects.filter(pk__gt=after, pk__lte=until, kind__in=SPLITTING)
    rows = (
        SourceSplit.objects.filter(source__line__order__in=orders.values("order"))
        .order_by()
        .annotate(month=TruncMonth("split_on"))
        .values_list("area_code", "month")
        .distinct()
    )
    return {(code, month) for code, month in rows}


def last_line() -> int:
    last = JournalEntry.objects.order_by("-pk").first()
    return last.pk if last else 0


def _of(places: Collection[Place] | None) -> Any:
    splits = SourceSplit.objects.order_by().annotate(month=TruncMonth("split_on"))
    if places is None:
        return splits
    months = {month for _, month in places}
    codes = {code for code, _ in places}
    return splits.filter(area_code__in=codes, month__in=months)


def household_months(places: Collection[Place] | None = None) -> Iterator[HouseholdMonth]:
    rows = (
        _of(places)
        .values_list("household", "area_code", "month")
        .annotate(**SUMS)
        .order_by("month", "area_code", "household")
    )
    for household, code, month, lines, weight, sales, income in rows.iterator():
        if places is None or (code, month) in places:
            yield HouseholdMonth(
                household_id=household, area_code=code, month=month, lines=lines,
                weight_g=weight, sales_fen=sales, household_fen=income,
            )  # fmt: skip


def area_months(places: Collection[Place] | None = None) -> Iterator[AreaMonth]:
    rows = (
        _of(places)
        .values_list("area_code", "month")
        .annotate(
            **SUMS,
            households=Count("household", distinct=True),
            orders=Count("source__line__order", distinct=True),
        )
        .order_by("month", "area_code")
    )
    for code, month, lines, weight, sales, income, households, orders in rows.iterator():
        if places is None or (code, month) in places:
            yield AreaMonth(
                area_code=code, month=month, households=households, orders=orders, lines=lines,
                weight_g=weight, sales_fen=sales, household_fen=income,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A month whose figures do not meet; each is what stands with the households."""

    month: date
    area_months_fen: int
    household_months_fen: int
    splits_fen: int
    ledger_fen: int


def differences() -> list[Difference]:
    """Months in which tables, splits and ledger do not say the same; five statements."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    tables = (AreaMonth.objects.all(), HouseholdMonth.objects.all(), _of(None))
    for position, rows in enumerate(tables):
        for month, fen in rows.order_by().values_list("month").annotate(fen=Sum("household_fen")):
            sums[month][position] = fen
    booked = (
        Entry.objects.filter(transfer__kind__in=("split", "split_back"))
        .filter(
            Q(account__kind=Account.Kind.HOUSEHOLD)
            | Q(account__kind=Account.Kind.CARRY_OVER, account__owner_uid__startswith="household:")
        )
        .order_by()
        .annotate(month=TruncMonth("transfer__booked_on"))
        .values_list("month")
        .annotate(fen=Sum("amount_fen"))
    )
    for month, fen in booked:
        sums[month][3] = fen
    return [
        Difference(month, *values) for month, values in sorted(sums.items()) if len(set(values)) > 1
    ]
