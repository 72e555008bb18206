"""What the constraints of the tables cannot see."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F, Q
from django.db.models.functions import Substr
from django.utils.timezone import localdate

from stations.models import Area, Station, StationCatchment
from stations.queries.counter import broken_counter


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
        StationCatchment.objects.filter(valid_from__lte=localdate(now))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=localdate(now)))
        .values("area__code")
        .annotate(stations=Count("id"))
        .filter(stations__gt=1)
    )
    for row in doubled[:20]:
        yield f"village {row['area__code']}: in {row['stations']} catchments on one day"
    yield from broken_counter()
