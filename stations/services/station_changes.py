"""A station's record: moves, facts, operator, inspection (ROLES 3: TO, then CO)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from backend.accounts.models import RoleAssignment, User
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from stations import rules
from stations.models import Inspection, OperatorPosting, PlaceChange, Station, StationMove
from stations.services.facts import check_facts, lines_of
from stations.services.opening import open_change


def find_station(*, uid: UUID | str, actor: Actor) -> Station:
    found = Station.objects.visible_to(actor).select_related("area__parent")
    station = found.filter(uid=uid).first()
    if station is None:
        raise NotFound("没有找到这个服务站")
    return station


@transaction.atomic
def propose_move(
    *, station_uid: UUID, move: str, on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """A listed move, not before the last one."""
    station = find_station(uid=station_uid, actor=actor)
    if move in rules.APPLICATION_ENDS:
        raise rules.ApplicationUnderReview("申请由申请人撤回，或由审批人否决")
    after = rules.next_status(station.status, move)
    last = StationMove.objects.filter(station=station).order_by("-moved_on", "-id").first()
    if last is not None and on < last.moved_on:
        raise Invalid(fields={"on": f"不能早于上一次变更的日期 {last.moved_on:%Y-%m-%d}"})
    before = Station.Status(station.status).label
    return open_change(
        kind="station_move", subject_uid=str(station.uid), area_code=station.area_code,
        title=f"{station.name} {rules.MOVE_NAMES[move]}",
        payload={"move": move, "from": station.status},
        lines=[rules.Line("状态", str(before), str(Station.Status(after).label))],
        reason=reason, effective_on=on, actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_station_edit(
    *, station_uid: UUID, facts: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """Facts of the record: equipment, zones, host, area, hours, services, level."""
    station = find_station(uid=station_uid, actor=actor)
    held = {field: getattr(station, field) for field in rules.EDITABLE}
    check_facts(facts, held)
    changed = {field: value for field, value in facts.items() if value != held[field]}
    return open_change(
        kind="station_edit", subject_uid=str(station.uid), area_code=station.area_code,
        title=station.name, payload={"version": station.version, "fields": changed},
        lines=lines_of(held, changed), reason=reason,
        effective_on=localdate(now), actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_posting(
    *, station_uid: UUID, username: str, on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """Who runs the station from a day on: a person who holds or held its operator's hat."""
    station = find_station(uid=station_uid, actor=actor)
    granted = RoleAssignment.objects.filter(
        role="SO", scope_ref=str(station.uid), approved_by__isnull=False
    )
    hat = granted.filter(user__username=username).select_related("user").order_by("-id").first()
    if hat is None:
        raise Invalid(fields={"username": "这个人没有本站运营员的授权，请先在人员授权中办理"})
    current = OperatorPosting.objects.filter(station=station, valid_to__isnull=True)
    before = current.select_related("user").first()
    if before is not None:
        rules.check_effective(on, today=on, after=before.valid_from)
    return open_change(
        kind="posting", subject_uid=str(station.uid), area_code=station.area_code,
        title=f"{station.name} {hat.user.name}",
        payload={"user": str(hat.user.uid), "assignment": str(hat.uid)},
        lines=[rules.Line("运营员", before.user.name if before else "", hat.user.name)],
        reason=reason, effective_on=on, actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_inspection(
    *, station_uid: UUID, scores: Sequence[dict[str, Any]], on: date, note: str, actor: Actor,
    now: datetime,
) -> PlaceChange:  # fmt: skip
    """Scores of a visit; the grade follows from their sum and stands once the county agrees."""
    station = find_station(uid=station_uid, actor=actor)
    total = rules.inspection_total(scores)
    grade = rules.grade_of(total)
    lines = [rules.Line(str(row["item"]), "", f"{row['points']} / {row['most']}") for row in scores]
    before = str(Inspection.Grade(station.grade).label) if station.grade else ""
    lines.append(rules.Line("总分与等级", before, f"{total} 分，{Inspection.Grade(grade).label}"))
    return open_change(
        kind="inspection", subject_uid=str(station.uid), area_code=station.area_code,
        title=f"{station.name} {on:%Y-%m-%d}",
        payload={"scores": list(scores), "total": total, "grade": grade},
        lines=lines, reason=note or "按期检查", effective_on=on, actor=actor, now=now,
    )  # fmt: skip


def apply_move(*, change: PlaceChange, now: datetime) -> None:
    """`opened_on` is written by the first opening alone; a database trigger keeps it."""
    station = Station.objects.get(uid=change.subject_uid)
    move, before = change.payload["move"], change.payload["from"]
    after = rules.next_status(before, move)
    fields: dict[str, Any] = {"status": after, "version": F("version") + 1}
    read = change.payload.get("version", station.version)
    if after == Station.Status.OPERATING and station.opened_on is None:
        fields["opened_on"] = change.effective_on
    standing = Station.objects.filter(pk=station.pk, status=before, version=read)
    if not standing.update(**fields):
        raise rules.StaleChange
    StationMove.objects.create(
        station=station, move=move, from_status=before, to_status=after,
        moved_on=change.effective_on, reason=change.reason, by=change.made_by, at=now,
        change=change,
    )  # fmt: skip


@transaction.atomic
def note_cooperative(*, station: Station, cooperative_uid: str, now: datetime) -> None:
    """Which cooperative it is attached to, as cooperatives' own service says."""
    Station.objects.filter(pk=station.pk).update(
        cooperative_ref=cooperative_uid, version=F("version") + 1, updated_at=now
    )


def apply_station_edit(*, change: PlaceChange, now: datetime) -> None:
    standing = Station.objects.filter(uid=change.subject_uid, version=change.payload["version"])
    if not standing.update(**change.payload["fields"], version=F("version") + 1, updated_at=now):
        raise rules.StaleChange


def apply_posting(*, change: PlaceChange, now: datetime) -> None:
    station = Station.objects.get(uid=change.subject_uid)
    open_rows = OperatorPosting.objects.filter(station=station, valid_to__isnull=True)
    open_rows.update(valid_to=change.effective_on)
    OperatorPosting.objects.create(
        station=station, user=User.objects.get(uid=change.payload["user"]),
        assignment_uid=change.payload["assignment"], valid_from=change.effective_on,
    )  # fmt: skip


def apply_inspection(*, change: PlaceChange, now: datetime) -> None:
    station = Station.objects.get(uid=change.subject_uid)
    payload = change.payload
    Inspection.objects.create(
        station=station, inspected_on=change.effective_on, scores=payload["scores"],
        total=payload["total"], grade=payload["grade"], note=change.reason,
        made_by=change.made_by, at=now, change=change,
    )  # fmt: skip
    last = Inspection.objects.filter(station=station).order_by("-inspected_on", "-id").first()
    grade = last.grade if last else ""
    Station.objects.filter(pk=station.pk).update(grade=grade, version=F("version") + 1)
