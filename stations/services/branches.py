"""Party branches as organisations, and what an operator may say of its own station."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from backend.common.search import initials_of, pinyin_of
from stations import rules
from stations.models import BranchCount, BranchRename, PartyBranch, Station
from stations.services.area_changes import find_area
from stations.services.opening import person_of


@transaction.atomic
def create_branch(
    *, name: str, kind: str, area_code: str, member_count: int, counted_on: date, actor: Actor,
    now: datetime,
) -> PartyBranch:  # fmt: skip
    """A branch of an area within reach, with its first count of members."""
    area = find_area(code=area_code, actor=actor)
    name = name.strip()
    if PartyBranch.objects.filter(name=name, area_code__startswith=area.code[:6]).exists():
        raise Invalid(fields={"name": "本县已有同名党组织，请核对"})
    branch = PartyBranch.objects.create(
        name=name, kind=kind, area=area, area_code=area.code, member_count=member_count,
        pinyin=pinyin_of(name), initials=initials_of(name),
    )  # fmt: skip
    _count(branch, member_count, counted_on, actor, now)
    audit.record(actor=actor, action="branch.create", subject=branch, at=now)
    return branch


@transaction.atomic
def edit_branch(
    *, uid: UUID, version: int, name: str, kind: str, on: date, reason: str, actor: Actor,
    now: datetime,
) -> PartyBranch:  # fmt: skip
    """Name and kind, from the version that was read; a new name is a dated row that stays."""
    branch = _find(uid, actor)
    before = {"name": branch.name, "kind": branch.kind}
    after = {"name": name.strip(), "kind": kind}
    sounds = {"pinyin": pinyin_of(after["name"]), "initials": initials_of(after["name"])}
    _step(branch, version, after | sounds, now)
    if after["name"] != before["name"]:
        _rename(branch, before["name"], on, reason, actor, now)
    data = {"before": before, "after": after}
    audit.record(actor=actor, action="branch.edit", subject=branch, at=now, data=data)
    return branch


@transaction.atomic
def count_members(
    *, uid: UUID, member_count: int, counted_on: date, actor: Actor, now: datetime
) -> PartyBranch:
    """A count on a day; the branch shows the latest one. A day is counted once."""
    branch = _find(uid, actor)
    _count(branch, member_count, counted_on, actor, now)
    latest = BranchCount.objects.filter(branch=branch).order_by("-counted_on").first()
    members = latest.member_count if latest else member_count
    PartyBranch.objects.filter(pk=branch.pk).update(
        member_count=members, version=F("version") + 1, updated_at=now
    )
    data = {"member_count": member_count, "on": counted_on.isoformat()}
    audit.record(actor=actor, action="branch.count", subject=branch, at=now, data=data)
    branch.refresh_from_db()
    return branch


@transaction.atomic
def edit_contact(
    *, station_uid: UUID, version: int, phone: str, service_hours: str, actor: Actor,
    now: datetime,
) -> Station:  # fmt: skip
    """An operator keeps the phone and hours of its own station (ROLES 3: E own contact)."""
    own = Station.objects.filter(uid=station_uid, uid__in=actor.stations)
    station = own.first()
    if station is None:
        raise NotFound("没有找到您的服务站")
    before = {"phone": station.phone, "service_hours": station.service_hours}
    after = {"phone": phone.strip(), "service_hours": service_hours.strip()}
    standing = own.filter(version=version)
    if not standing.update(**after, version=F("version") + 1, updated_at=now):
        raise Conflict
    data = {"before": before, "after": after}
    audit.record(actor=actor, action="station.contact", subject=station, at=now, data=data)
    station.refresh_from_db()
    return station


def _find(uid: UUID, actor: Actor) -> PartyBranch:
    branch = PartyBranch.objects.visible_to(actor).filter(uid=uid).first()
    if branch is None:
        raise NotFound("没有找到这个党组织")
    return branch


def _rename(
    branch: PartyBranch, before: str, on: date, reason: str, actor: Actor, now: datetime
) -> None:
    last = BranchRename.objects.filter(branch=branch).order_by("-effective_on").first()
    after = last.effective_on if last else None
    rules.check_effective(on, today=timezone.localdate(now), after=after)
    same = PartyBranch.objects.filter(name=branch.name, area_code__startswith=branch.area_code[:6])
    if same.exclude(pk=branch.pk).exists():
        raise Invalid(fields={"name": "本县已有同名党组织，请核对"})
    BranchRename.objects.create(
        branch=branch, before=before, after=branch.name, effective_on=on,
        reason=rules.check_reason(reason), by=person_of(actor=actor), at=now,
    )  # fmt: skip


def _step(branch: PartyBranch, version: int, fields: dict[str, str], now: datetime) -> None:
    standing = PartyBranch.objects.filter(pk=branch.pk, version=version)
    if not standing.update(**fields, version=F("version") + 1, updated_at=now):
        raise Conflict
    branch.refresh_from_db()


def _count(
    branch: PartyBranch, members: int, counted_on: date, actor: Actor, now: datetime
) -> None:
    rules.check_effective(counted_on, today=timezone.localdate(now), field="counted_on")
    if BranchCount.objects.filter(branch=branch, counted_on=counted_on).exists():
        raise Invalid(fields={"counted_on": "这一天已经登记过人数，请换一天"})
    BranchCount.objects.create(
        branch=branch, counted_on=counted_on, member_count=members, by_uid=actor.user_uid, at=now
    )
