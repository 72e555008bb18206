"""Openings and exposure are thrown away and made again from the rows they come from."""

from datetime import datetime

from django.db import transaction

from impact import queries
from impact.models import ProgrammeExposure, SettledMonth, StationOpening
from impact.queries.settled import settled_months
from impact.rules import opening
from stations.models import Area, Station

BATCH = 1_000


@transaction.atomic
def rebuild_openings(*, county_code: str) -> int:
    """Each opened station of a county: when it opened by its papers, and when by its orders."""
    sold = queries.sold_by_station(county_code)
    StationOpening.objects.filter(county_code=county_code).delete()
    stations = Station.objects.filter(area_code__startswith=county_code).order_by("pk")
    made = []
    for pk, opened_on in stations.values_list("pk", "opened_on"):
        found = opening.effective(sold.get(pk, {}))
        made.append(
            StationOpening(
                station_id=pk, county_code=county_code, nominal_on=opened_on,
                effective_year=found.year, orders=found.sold.orders, months=found.sold.months,
            )
        )  # fmt: skip
    StationOpening.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


@transaction.atomic
def rebuild_exposure(*, county_code: str) -> int:
    """What programme's records say now, also of records that came or went since."""
    rows = queries.exposure_rows(county_code)
    ProgrammeExposure.objects.filter(area_code__startswith=county_code).delete()
    ProgrammeExposure.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


@transaction.atomic
def rebuild_settled(*, now: datetime) -> int:
    """How much of each month that is due was paid to the households in time."""
    rows = list(settled_months(now=now))
    SettledMonth.objects.all().delete()
    SettledMonth.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def rebuild_derived() -> int:
    """Every county, one after the other."""
    counties = Area.objects.filter(level=Area.Level.COUNTY).order_by("code")
    made = 0
    for code in counties.values_list("code", flat=True):
        made += rebuild_openings(county_code=code) + rebuild_exposure(county_code=code)
    return made
