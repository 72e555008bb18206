"""Which villages a station serves and which branch leads or hosts it: one row closes, one opens."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from stations import rules
from stations.models import (
    Area,
    PartyBranch,
    PlaceChange,
    Station,
    StationBranch,
    StationCatchment,
)
from stations.services.area_changes import find_area
from stations.services.opening import open_change
from stations.services.station_changes import find_station


@transaction.atomic
def propose_catchment(
    *, station_uid: UUID, village: str, on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """A village joins a station's catchment on a day, leaving the one it belonged to."""
    station = find_station(uid=station_uid, actor=actor)
    area = find_area(code=village, actor=actor)
    if area.level not in {Area.Level.VILLAGE, Area.Level.COMMUNITY} or area.closed_on:
        raise Invalid(fields={"village": "请选择一个在用的村或社区"})
    held = StationCatchment.objects.filter(area=area, valid_to__isnull=True)
    before = held.select_related("station").first()
    if before is not None:
        if before.station_id == station.pk:
            raise rules.NothingChanges(f"{area.name}已在这个服务站的服务范围内")
        rules.check_effective(on, today=on, after=before.valid_from)
    return open_change(
        kind="catchment", subject_uid=str(station.uid), area_code=station.area_code,
        title=f"{area.name}归{station.name}",
        payload={"village": area.code, "from": str(before.station.uid) if before else ""},
        lines=[rules.Line(area.name, before.station.name if before else "无", station.name)],
        reason=reason, effective_on=on, actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_branch(
    *, station_uid: UUID, branch_uid: UUID | None, part: str, on: date, reason: str,
    actor: Actor, now: datetime,
) -> PlaceChange:  # fmt: skip
    """A branch leads or hosts a station from a day on; without a branch the part ends."""
    station = find_station(uid=station_uid, actor=actor)
    branch = None
    if branch_uid is not None:
        branch = PartyBranch.objects.visible_to(actor).filter(uid=branch_uid).first()
        if branch is None:
            raise NotFound("没有找到这个党组织")
    held = StationBranch.objects.filter(station=station, part=part, valid_to__isnull=True)
    before = held.select_related("branch").first()
    if (before.branch_id if before else None) == (branch.pk if branch else None):
        raise rules.NothingChanges
    if before is not None:
        rules.check_effective(on, today=on, after=before.valid_from)
    name = str(StationBranch.Part(part).label)
    was, becomes = before.branch.name if before else "无", branch.name if branch else "无"
    return open_change(
        kind="station_branch", subject_uid=str(station.uid), area_code=station.area_code,
        title=f"{station.name} {name}",
        payload={"part": part, "branch": str(branch.uid) if branch else ""},
        lines=[rules.Line(name, was, becomes)], reason=reason, effective_on=on, actor=actor,
        now=now,
    )  # fmt: skip


def apply_catchment(*, change: PlaceChange, now: datetime) -> None:
    """UNIQUE(area) where open: a village belongs to one station at a time."""
    area = Area.objects.get(code=change.payload["village"])
    held = StationCatchment.objects.filter(area=area, valid_to__isnull=True)
    before = held.select_related("station").first()
    if (str(before.station.uid) if before else "") != change.payload["from"]:
        raise rules.StaleChange
    held.update(valid_to=change.effective_on)
    try:
        with transaction.atomic():
            StationCatchment.objects.create(
                station=Station.objects.get(uid=change.subject_uid), area=area,
                valid_from=change.effective_on,
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.StaleChange from error


def apply_branch(*, change: PlaceChange, now: datetime) -> None:
    station, part = Station.objects.get(uid=change.subject_uid), change.payload["part"]
    held = StationBranch.objects.filter(station=station, part=part, valid_to__isnull=True)
    held.update(valid_to=change.effective_on)
    if not change.payload["branch"]:
        return
    StationBranch.objects.create(
        station=station, branch=PartyBranch.objects.get(uid=change.payload["branch"]), part=part,
        valid_from=change.effective_on,
    )  # fmt: skip
