"""A station's record: application, moves, facts, operator, inspection (ROLES 3: TO, then CO)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from backend.accounts.models import RoleAssignment, User
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from stations import queries, rules
from stations.models import Area, Inspection, OperatorPosting, PlaceChange, Station, StationMove
from stations.models.counter import ServiceKind
from stations.services.area_changes import find_area
from stations.services.opening import open_change, person_of


def find_station(*, uid: UUID | str, actor: Actor) -> Station:
    found = Station.objects.visible_to(actor).select_related("area__parent")
    station = found.filter(uid=uid).first()
    if station is None:
        raise NotFound("没有找到这个服务站")
    return station


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
    _check_facts(facts)
    station = Station.objects.create(
        area=area, area_code=area.code, status=Station.Status.APPLIED,
        letters=queries.next_letters(area.code[:6]), applied_on=now.date(), **facts,
    )  # fmt: skip
    StationMove.objects.create(
        station=station, move="apply", to_status=station.status, moved_on=now.date(),
        reason=rules.check_reason(reason), by=person_of(actor=actor), at=now,
    )  # fmt: skip
    lines = [rules.Line("所在村", "", area.name), *_lines({}, facts)]
    return open_change(
        kind="station_move", subject_uid=str(station.uid), area_code=area.code,
        title=f"{station.name} 申请建站", payload={"move": "approve", "from": station.status},
        lines=lines, reason=reason, effective_on=now.date(), actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_move(
    *, station_uid: UUID, move: str, on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """A listed move, not before the last one."""
    station = find_station(uid=station_uid, actor=actor)
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
    _check_facts(facts)
    held = {field: getattr(station, field) for field in facts}
    changed = {field: value for field, value in facts.items() if value != held[field]}
    return open_change(
        kind="station_edit", subject_uid=str(station.uid), area_code=station.area_code,
        title=station.name, payload={"version": station.version, "fields": changed},
        lines=_lines(held, changed), reason=reason, effective_on=now.date(), actor=actor, now=now,
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
    if after == Station.Status.OPERATING and station.opened_on is None:
        fields["opened_on"] = change.effective_on
    standing = Station.objects.filter(pk=station.pk, status=before)
    if not standing.update(**fields):
        raise rules.StaleChange
    StationMove.objects.create(
        station=station, move=move, from_status=before, to_status=after,
        moved_on=change.effective_on, reason=change.reason, by=change.made_by, at=now,
        change=change,
    )  # fmt: skip


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


def _check_facts(facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - set(rules.EDITABLE):
        raise Invalid(fields=dict.fromkeys(unknown, "这一项不能修改"))
    if set(facts.get("zones", [])) - set(rules.ZONES):
        raise Invalid(fields={"zones": "功能区只能从列表中选择"})
    if set(facts.get("services", [])) - set(ServiceKind.values):
        raise Invalid(fields={"services": "服务项目只能从列表中选择"})


def _lines(held: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[rules.Line]:
    return [
        rules.Line(rules.EDITABLE[field], _said(field, held.get(field, "")), _said(field, value))
        for field, value in wanted.items()
        if _said(field, held.get(field, "")) != _said(field, value)
    ]


def _said(field: str, value: Any) -> str:
    """A fact as people read it."""
    if field == "zones":
        return "、".join(rules.ZONES[key] for key in value)
    if field == "services":
        return "、".join(str(ServiceKind(key).label) for key in value)
    if field == "equipment":
        return "、".join(f"{row['name']}×{row['count']}" for row in value or [])
    if field == "level":
        return str(Station.Level(value).label) if value else ""
    if isinstance(value, bool):
        return "有" if value else "无"
    return str(value)
