"""O6: every opened station of a place, and whether somebody should call there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from backend.accounts.models import Device
from backend.common.actor import Actor
from impact.models import HouseholdMonth
from impact.queries.books import inside
from impact.queries.overview import area_of
from orders.models import RefundClaim
from stations.models import Inspection, Station

LATE = timedelta(hours=24)
OPEN = (RefundClaim.State.AWAITING_GOODS, RefundClaim.State.DECIDING)


@dataclass(frozen=True, slots=True)
class Watched:
    """`last_month` is the newest month with a settled sale; `late` asks for a call."""

    station: Station
    last_month: date | None
    devices: int
    last_sync_at: datetime | None
    unsent: int
    oldest_unsent_at: datetime | None
    complaints: int
    inspected_on: date | None
    grade: str
    late: bool


def watched_stations(*, actor: Actor, parent: str, now: datetime) -> list[Watched]:
    """Those with something late first; five statements, however many stations."""
    area = area_of(actor, parent)
    opened = (
        Station.objects.visible_to(actor)
        .filter(inside(area.code), opened_on__isnull=False)
        .select_related("area__parent")
    )
    stations = list(opened.order_by("area_code", "pk"))
    devices = _devices(stations, now)
    sold = _by_station(
        HouseholdMonth.objects.filter(station__in=stations).values_list("station"),
        last=Max("month"),
    )  # fmt: skip
    claims = _by_station(
        RefundClaim.objects.filter(state__in=OPEN, lines__line__station__in=stations).values_list(
            "lines__line__station"
        ),
        count=Count("pk", distinct=True),
    )  # fmt: skip
    newest = Inspection.objects.filter(station__in=stations).order_by("station", "inspected_on")
    inspected = {one.station_id: one for one in newest}
    rows = [_watched(one, devices, sold, claims, inspected.get(one.pk), now) for one in stations]
    return sorted(rows, key=lambda row: (not row.late, -row.complaints, row.station.area_code))


def _by_station(rows: Any, **sums: Any) -> dict[int, Any]:
    return {row[0]: row[1] for row in rows.order_by().annotate(**sums)}


def _devices(stations: Iterable[Station], now: datetime) -> dict[str, tuple[Any, ...]]:
    """Per station: devices, last sync, unsent records, the oldest of them."""
    live = Device.objects.live(now).filter(
        kind=Device.Kind.STATION, scope_ref__in=[str(one.uid) for one in stations]
    )
    waiting = Q(unsent_count__gt=0)
    rows = live.order_by().values_list("scope_ref").annotate(
        Count("pk"), Max("last_sync_at"), Sum("unsent_count"),
        oldest=Min("oldest_unsent_at", filter=waiting),
    )  # fmt: skip
    return {row[0]: row[1:] for row in rows}


def _watched(
    station: Station, devices: dict[str, tuple[Any, ...]], sold: dict[int, date],
    claims: dict[int, int], inspection: Inspection | None, now: datetime,
) -> Watched:  # fmt: skip
    count, sync, unsent, oldest = devices.get(str(station.uid), (0, None, 0, None))
    return Watched(
        station=station, last_month=sold.get(station.pk), devices=count, last_sync_at=sync,
        unsent=unsent, oldest_unsent_at=oldest, complaints=claims.get(station.pk, 0),
        inspected_on=inspection.inspected_on if inspection else None,
        grade=Inspection.Grade(inspection.grade).label if inspection and inspection.grade else "",
        late=oldest is not None and now - oldest > LATE,
    )  # fmt: skip
