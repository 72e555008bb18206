"""The month tables: kept up past the cursor, or made again from nothing."""

from datetime import datetime

from django.db import transaction

from impact.models import AreaMonth, HouseholdMonth, SummaryCursor
from impact.queries import months
from impact.services.deriving import rebuild_derived

BATCH = 1_000


@transaction.atomic
def follow_orders(*, now: datetime) -> int:
    """Villages' months that the journal touched are summed anew; however often, the same rows."""
    cursor = _cursor(now)
    until = months.last_line()
    places = months.touched(after=cursor.journal_id, until=until)
    households, areas = list(months.household_months(places)), list(months.area_months(places))
    for code, month in places:
        HouseholdMonth.objects.filter(area_code=code, month=month).delete()
        AreaMonth.objects.filter(area_code=code, month=month).delete()
    HouseholdMonth.objects.bulk_create(households, batch_size=BATCH)
    AreaMonth.objects.bulk_create(areas, batch_size=BATCH)
    _move(cursor, min(until, months.settled_until(now)), now)
    return len(places)


@transaction.atomic
def rebuild_months(*, now: datetime) -> int:
    """From nothing: every split counts once."""
    cursor, until = _cursor(now), months.last_line()
    HouseholdMonth.objects.all().delete()
    AreaMonth.objects.all().delete()
    HouseholdMonth.objects.bulk_create(months.household_months(), batch_size=BATCH)
    made = AreaMonth.objects.bulk_create(months.area_months(), batch_size=BATCH)
    SummaryCursor.objects.filter(pk=cursor.pk).update(
        journal_id=min(until, months.settled_until(now)), moved_at=now
    )
    return len(made)


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
    return rebuild_months(now=now) + rebuild_derived()
