"""An application for a station: written, mended after a return, sent again, or withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.accounts.models import RoleAssignment
from backend.approvals import services as approvals
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid
from stations import queries, rules
from stations.models import Area, PlaceChange, Station, StationMove
from stations.services.area_changes import find_area
from stations.services.facts import check_facts, lines_of
from stations.services.opening import OBJECT, open_change, person_of
from stations.services.station_changes import find_station


@transaction.atomic
def apply_for_station(
    *, village: str, facts: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """申请: the station's record begins as "applied"; approval moves it to "approved"."""
    if not actor.may("create", "station"):
        raise rules.NotYours
    area = find_area(code=village, actor=actor)
    if area.level not in {Area.Level.VILLAGE, Area.Level.COMMUNITY} or area.closed_on:
        raise Invalid(fields={"village": "请选择一个在用的村或社区"})
    if Station.objects.filter(area=area).exclude(status="closed").exists():
        raise Invalid(fields={"village": f"{area.name}已有服务站，一村一站"})
    check_facts(facts, {})
    station = Station.objects.create(
        area=area, area_code=area.code, status=Station.Status.APPLIED,
        letters=queries.next_letters(area.code[:6]), applied_on=timezone.localdate(now), **facts,
    )  # fmt: skip
    StationMove.objects.create(
        station=station, move="apply", to_status=station.status, by=person_of(actor=actor),
        moved_on=timezone.localdate(now), reason=rules.check_reason(reason), at=now,
    )  # fmt: skip
    return _submit(station, reason, actor, now)


@transaction.atomic
def resend_application(
    *, station_uid: UUID, facts: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """A returned application, mended by its applicant, goes the whole way again."""
    station = _own(station_uid, actor, now)
    if queries.is_under_review(station):
        raise rules.ApplicationUnderReview
    check_facts(facts, {field: getattr(station, field) for field in rules.EDITABLE})
    standing = Station.objects.filter(pk=station.pk, status="applied", version=station.version)
    if not standing.update(**facts, version=F("version") + 1, updated_at=now):
        raise Conflict
    station.refresh_from_db()
    data = {"fields": sorted(facts)}
    audit.record(actor=actor, action="station.mend", subject=station, at=now, data=data)
    return _submit(station, reason, actor, now)


@transaction.atomic
def withdraw_application(*, station_uid: UUID, reason: str, actor: Actor, now: datetime) -> Station:
    """Its applicant takes it back, under review or returned; the village is free again."""
    station, reason = _own(station_uid, actor, now), rules.check_reason(reason)
    waiting = PlaceChange.objects.filter(
        subject_uid=str(station.uid), state=PlaceChange.State.SUBMITTED
    )
    for change in waiting.order_by("pk"):
        approvals.void_open(object_kind=OBJECT, object_uid=str(change.uid), now=now)
    waiting.update(state=PlaceChange.State.WITHDRAWN, closed_at=now)
    end_application(station=station, move="withdraw", reason=reason, actor=actor, now=now)
    audit.record(actor=actor, action="station.withdraw", subject=station, at=now)
    station.refresh_from_db()
    return station


def end_application(
    *, station: Station, move: str, reason: str, actor: Actor, now: datetime
) -> None:
    """Withdrawn or refused: the record closes and says why."""
    after = rules.next_status("applied", move)
    standing = Station.objects.filter(pk=station.pk, status="applied")
    if not standing.update(status=after, version=F("version") + 1, updated_at=now):
        raise rules.StaleChange
    StationMove.objects.create(
        station=station, move=move, from_status="applied", to_status=after, reason=reason[:200],
        moved_on=timezone.localdate(now), by=person_of(actor=actor), at=now,
    )  # fmt: skip


def _own(uid: UUID, actor: Actor, now: datetime) -> Station:
    """The applicant's; its office's where the applicant has left it."""
    station = find_station(uid=uid, actor=actor)
    applied = queries.application_of(station)
    if station.status != Station.Status.APPLIED or applied is None:
        raise rules.ApplicationUnderReview
    mine = str(applied.by.uid) == actor.user_uid
    hats = RoleAssignment.objects.in_force(timezone.localdate(now))
    if not mine and hats.filter(user=applied.by, role="TO").exists():
        raise rules.NotYourApplication(f"这份申请由{applied.by.name}修改、重新提交或撤回")
    return station


def _submit(station: Station, reason: str, actor: Actor, now: datetime) -> PlaceChange:
    facts = {field: value for field in rules.EDITABLE if (value := getattr(station, field))}
    return open_change(
        kind="station_move", subject_uid=str(station.uid), area_code=station.area_code,
        title=f"{station.name} 申请建站",
        payload={"move": "approve", "from": station.status, "version": station.version},
        lines=[rules.Line("所在村", "", station.area.name), *lines_of({}, facts)],
        reason=reason, effective_on=timezone.localdate(now), actor=actor, now=now,
    )  # fmt: skip
