"""Sums of splits by month, village, station and household, for the tables that hold them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When
from django.db.models.functions import ExtractYear, TruncMonth

from impact.models import AreaMonth, AreaYear, HouseholdMonth, LeftOutMonth, SummaryCursor
from impact.queries.books import counted, under_finding
from impact.rules.periods import Period
from orders.models import JournalEntry, SourceSplit

ORDERS = "orders"
SPLITTING = (JournalEntry.Kind.COMPLETED, JournalEntry.Kind.REFUNDED)
# A transaction that began earlier may commit its line behind a later one.
SETTLES = timedelta(minutes=10)
Place = tuple[str, date]
SUMMED = ("lines", "weight_g", "sales_fen", "household_fen")
FROM_MONTHS = {name: Sum(name) for name in SUMMED} | {
    "households": Count("household", distinct=True)
}


def cursor_at() -> int:
    found = SummaryCursor.objects.filter(name=ORDERS).first()
    return found.journal_id if found else 0


def settled_until(now: datetime) -> int:
    """The last line behind which nothing can still turn up."""
    fresh = JournalEntry.objects.filter(at__gt=now - SETTLES).order_by("pk").first()
    return fresh.pk - 1 if fresh is not None else last_line()


def last_line() -> int:
    last = JournalEntry.objects.order_by("-pk").first()
    return last.pk if last else 0


def touched(*, after: int, until: int) -> set[Place]:
    """(village, month) of every split of orders whose journal moved between two lines."""
    orders = JournalEntry.objects.filter(pk__gt=after, pk__lte=until, kind__in=SPLITTING)
    return places_of(SourceSplit.objects.filter(source__line__order__in=orders.values("order")))


def places_of(splits: QuerySet[SourceSplit]) -> set[Place]:
    """(village, month) of these splits."""
    rows = splits.order_by().annotate(month=TruncMonth("split_on"))
    return set(rows.values_list("area_code", "month").distinct())


def by_month(places: Collection[Place]) -> dict[date, set[str]]:
    """The villages touched in each month."""
    months: dict[date, set[str]] = defaultdict(set)
    for code, month in places:
        months[month].add(code)
    return months


def household_months(splits: QuerySet[SourceSplit]) -> Iterator[HouseholdMonth]:
    """What counts of these splits; a reversal takes off its sums and is no line of its own."""
    for (_, key), sums in _grouped(counted(splits), Value("")):
        yield HouseholdMonth(**key, **sums)


def left_out_months(splits: QuerySet[SourceSplit]) -> Iterator[LeftOutMonth]:
    """What does not: under review as long as any finding about it is, else found false."""
    states = LeftOutMonth.State
    left = splits.filter(under_finding(*states.values))
    state = Case(
        When(under_finding(states.UNDER_REVIEW), then=Value(states.UNDER_REVIEW)),
        default=Value(states.CONFIRMED), output_field=CharField(),
    )  # fmt: skip
    for (state_name, key), sums in _grouped(left, state):
        yield LeftOutMonth(state=state_name, **key, **sums)


def _grouped(splits: QuerySet[SourceSplit], state: Any) -> Iterator[tuple[Any, dict[str, int]]]:
    """Sums by state and by household, station, village and month."""
    fields = ("household", "source__station", "area_code", "month", "state")
    rows: Any = (
        splits.order_by()
        .annotate(month=TruncMonth("split_on"), state=state)
        .values_list(*fields)
        .annotate(
            count=Count("pk", filter=Q(refund__isnull=True)), weight=Sum("weight_g"),
            sales=Sum("share_fen"), income=Sum("household_fen"),
        )
        .order_by("month", "area_code", "household", "source__station", "state")
    )  # fmt: skip
    for home, station, code, month, name, lines, weight, sales, income in rows.iterator():
        key = {"household_id": home, "station_id": station, "area_code": code, "month": month}
        sums = {"lines": lines, "weight_g": weight, "sales_fen": sales, "household_fen": income}
        yield (name, key), sums


def splits_in(month: date, codes: Collection[str]) -> QuerySet[SourceSplit]:
    """Bounds of the day, not a function of it: the index serves."""
    after = Period(month.year, month.month).next_on
    return SourceSplit.objects.filter(
        area_code__in=codes, split_on__gte=month, split_on__lt=after
    )  # fmt: skip


def area_months(homes: QuerySet[HouseholdMonth]) -> Iterator[AreaMonth]:
    rows = homes.order_by().values("area_code", "month").annotate(**FROM_MONTHS)
    yield from (AreaMonth(**row) for row in rows.iterator())


def area_years(homes: QuerySet[HouseholdMonth]) -> Iterator[AreaYear]:
    rows = homes.order_by().values("area_code", year=ExtractYear("month")).annotate(**FROM_MONTHS)
    yield from (AreaYear(**row) for row in rows.iterator())
