"""The month and year tables: kept up past the cursor, or made again from nothing."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from impact.models import (
    AreaMonth,
    AreaYear,
    HouseholdMonth,
    LeftOutMonth,
    MonthCheck,
    SummaryCursor,
)
from impact.queries import checks, months
from impact.services.deriving import rebuild_derived, rebuild_settled
from orders.models import SourceSplit

BATCH = 1_000


@transaction.atomic
def follow_orders(*, now: datetime) -> int:
    """Villages' months that the journal touched are summed anew; however often, the same rows."""
    cursor = _cursor(now)
    until = months.last_line()
    places = months.touched(after=cursor.journal_id, until=until)
    sum_places(places, now=now)
    _move(cursor, min(until, months.settled_until(now)), now)
    return len(places)


@transaction.atomic
def rebuild_months(*, now: datetime) -> int:
    """From nothing: every split counts once."""
    cursor, until = _cursor(now), months.last_line()
    for table in (HouseholdMonth, LeftOutMonth, AreaMonth, AreaYear):
        table.objects.all().delete()
    splits, homes = SourceSplit.objects.all(), HouseholdMonth.objects.all()
    HouseholdMonth.objects.bulk_create(months.household_months(splits), batch_size=BATCH)
    LeftOutMonth.objects.bulk_create(months.left_out_months(splits), batch_size=BATCH)
    made = AreaMonth.objects.bulk_create(months.area_months(homes), batch_size=BATCH)
    AreaYear.objects.bulk_create(months.area_years(homes), batch_size=BATCH)
    compare_all(now=now)
    SummaryCursor.objects.filter(pk=cursor.pk).update(
        journal_id=min(until, months.settled_until(now)), moved_at=now
    )
    return len(made)


@transaction.atomic
def sum_places(places: Collection[months.Place], *, now: datetime) -> None:
    """Villages' months anew, their years, and these months against the ledger."""
    touched = months.by_month(places)
    for month, codes in touched.items():
        _sum_month(month, codes)
    for year in {month.year for month in touched}:
        _sum_year(year, {code for code, month in places if month.year == year})
    unsettled = MonthCheck.objects.differing().values_list("month", flat=True)
    _check({*touched, *unsettled}, now)


def _sum_month(month: date, codes: Collection[str]) -> None:
    for table in (HouseholdMonth, LeftOutMonth, AreaMonth):
        table.objects.filter(area_code__in=codes, month=month).delete()
    splits = months.splits_in(month, codes)
    HouseholdMonth.objects.bulk_create(months.household_months(splits), batch_size=BATCH)
    LeftOutMonth.objects.bulk_create(months.left_out_months(splits), batch_size=BATCH)
    homes = HouseholdMonth.objects.filter(area_code__in=codes, month=month)
    AreaMonth.objects.bulk_create(months.area_months(homes), batch_size=BATCH)


def _sum_year(year: int, codes: Collection[str]) -> None:
    AreaYear.objects.filter(area_code__in=codes, year=year).delete()
    homes = HouseholdMonth.objects.filter(
        area_code__in=codes, month__gte=date(year, 1, 1), month__lte=date(year, 12, 1)
    )
    AreaYear.objects.bulk_create(months.area_years(homes), batch_size=BATCH)


def _check(touched: Collection[date], now: datetime) -> None:
    """Months that differed are asked again each time: a booking may have come in between."""
    if not touched:
        return
    MonthCheck.objects.filter(month__in=touched).delete()
    MonthCheck.objects.bulk_create(checks.compared(touched, now=now))


@transaction.atomic
def compare_all(*, now: datetime) -> int:
    """Every month against the ledger, also where no order moved; answers how many differ."""
    MonthCheck.objects.all().delete()
    MonthCheck.objects.bulk_create(checks.compared(None, now=now), batch_size=BATCH)
    return MonthCheck.objects.differing().count()


def _cursor(now: datetime) -> SummaryCursor:
    """Locked, so that two readers follow one after the other."""
    SummaryCursor.objects.get_or_create(name=months.ORDERS, defaults={"moved_at": now})
    return SummaryCursor.objects.select_for_update().get(name=months.ORDERS)


def _move(cursor: SummaryCursor, until: int, now: datetime) -> None:
    """Never back: a slow reader does not undo a faster one."""
    SummaryCursor.objects.filter(pk=cursor.pk, journal_id__lte=until).update(
        journal_id=until, moved_at=now
    )


def rebuild_all(*, now: datetime) -> int:
    """Everything that follows from other apps' rows."""
    return rebuild_months(now=now) + rebuild_settled(now=now) + rebuild_derived()
