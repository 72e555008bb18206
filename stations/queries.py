"""Reads of areas, stations and branches."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.db.models.functions import Substr

from backend.common.actor import Actor
from stations.models import Area, Station, StationBranch, StationCatchment


def station_of(actor: Actor) -> Station | None:
    """The station an operator's hat stands for."""
    stations = Station.objects.filter(uid__in=actor.stations)
    return stations.select_related("area__parent").order_by("id").first()


def county_of(code: str) -> Area:
    """The county of any area code."""
    return Area.objects.get(code=code[:6])


def leading_branch(station: Station, *, on: date) -> StationBranch | None:
    """The branch that leads a station on a day; one that hosts it where none leads."""
    links = StationBranch.objects.filter(station=station, valid_from__lte=on)
    in_force = links.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    # "hosted" sorts before "led".
    return in_force.select_related("branch").order_by("-part", "-valid_from").first()


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """What the constraints of the tables cannot see."""
    parents = {"township": 6, "village": 9, "community": 9}
    for level, length in parents.items():
        strays = Area.objects.filter(level=level).annotate(above=Substr("code", 1, length))
        for area in strays.exclude(above=F("parent__code"))[:20]:
            yield f"area {area.code}: does not lie in its parent"
    for station in Station.objects.exclude(area_code=F("area__code"))[:20]:
        yield f"station {station.letters}: area code differs from its area"
    doubled = (
        StationCatchment.objects.filter(valid_from__lte=now.date())
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=now.date()))
        .values("area__code")
        .annotate(stations=Count("id"))
        .filter(stations__gt=1)
    )
    for row in doubled[:20]:
        yield f"village {row['area__code']}: in {row['stations']} catchments on one day"
