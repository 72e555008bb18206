"""Reads of areas, stations and branches."""

from datetime import date

from django.db.models import Q

from backend.common.actor import Actor
from stations.models import Area, Station, StationBranch


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
