"""Registering a cooperative with the township's word, editing it, and moving a station to it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common import search
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from cooperatives import queries
from cooperatives.models import Cooperative, StationAttachment
from cooperatives.rules import cooperative as rule
from cooperatives.rules import register
from cooperatives.services.tracing import keep, person_of
from stations import services as places
from stations.models import Station

KIND = "cooperative"
EDITABLE = {"address": 80, "office_phone": 20, "business": 120}


@transaction.atomic
def submit_cooperative(
    *, said: dict[str, Any], village_code: str, actor: Actor, now: datetime
) -> Cooperative:
    """A founder's hat has an area as scope: the cooperative it will manage is not there yet."""
    village = queries.village_in_reach(actor, village_code)
    if village is None:
        raise Invalid(fields={"village": "请选择您负责范围内的村"})
    name = register.text_of(said, "name", most=60)
    if len(name) < 4:
        raise Invalid(fields={"name": "请填写合作社全称"})
    cooperative = Cooperative(
        name=name, credit_code=rule.read_credit_code(str(said.get("credit_code") or "")),
        area=village, area_code=village.code, status=Cooperative.Status.SUBMITTED,
        founded_on=register.check_day(
            said.get("founded_on"), today=localdate(now), where="founded_on"
        ),
        pinyin=search.pinyin_of(name)[:240], initials=search.initials_of(name)[:60],
        address=register.text_of(said, "address"), made_by=person_of(actor),
        office_phone=register.text_of(said, "office_phone", most=20),
        business=register.text_of(said, "business", most=120),
    )  # fmt: skip
    try:
        with transaction.atomic():
            keep(cooperative, actor=actor, now=now, why="登记申请")
    except IntegrityError as error:
        raise rule.CreditCodeTaken from error
    _ask(cooperative, actor, now)
    return cooperative


@transaction.atomic
def decide_cooperative(
    *, cooperative_uid: UUID, verdict: str, comment: str, actor: Actor, now: datetime
) -> Cooperative:
    """The township looks at the licence; the maker never decides."""
    cooperative = _locked(actor, cooperative_uid)
    request = approving.open_request_of(object_kind=KIND, object_uid=str(cooperative.uid))
    if request is None:
        raise Conflict("没有待审批的登记申请，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment,
        content_digest=digest_of(digest_of_cooperative(cooperative)), actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.OPEN:
        return cooperative
    agreed = decided.state == ApprovalRequest.State.APPROVED
    _move(cooperative, "approve" if agreed else "return", comment, actor, now)
    return cooperative


@transaction.atomic
def edit_cooperative(
    *, cooperative_uid: UUID, version: int, said: dict[str, Any], actor: Actor, now: datetime
) -> Cooperative:
    """Contact and business; name and credit code stand on the licence and come by registration.

    A registration that was returned is corrected here in whole and submitted again.
    """
    cooperative = _locked(actor, cooperative_uid)
    if not (actor.may("edit", KIND) or actor.may("submit", KIND)):
        raise Forbidden("合作社资料由本社理事长或会计更正")
    if cooperative.version != version:
        raise Conflict
    for field, most in EDITABLE.items():
        if field in said:
            setattr(cooperative, field, register.text_of(said, field, most=most))
    if cooperative.status == Cooperative.Status.RETURNED:
        _correct(cooperative, said, actor, now)
    else:
        keep(cooperative, actor=actor, now=now, why="更正联系方式与业务")
    audit.record(actor=actor, action="cooperative.edit", subject=cooperative, at=now)
    return cooperative


@transaction.atomic
def attach_station(
    *, station_uid: UUID, cooperative_uid: UUID, from_on: date, reason: str, actor: Actor,
    now: datetime,
) -> StationAttachment:  # fmt: skip
    """A station sells through another cooperative from a day on: today or later, because receipts
    of the days before are frozen with theirs.
    """
    station = Station.objects.visible_to(actor).filter(uid=station_uid).first()
    cooperative = Cooperative.objects.visible_to(actor).filter(uid=cooperative_uid).first()
    if station is None or cooperative is None:
        raise NotFound("没有找到这个服务站或合作社")
    if cooperative.status != Cooperative.Status.REGISTERED:
        raise rule.CooperativeNotRegistered
    if from_on < localdate(now):
        raise Invalid(fields={"from_on": "挂靠日期为今天或以后，以前的收货单已经归定"})
    running = StationAttachment.objects.select_for_update().filter(
        station=station, valid_to__isnull=True
    )
    now_held = running.first()
    if now_held and now_held.cooperative_id == cooperative.pk:
        raise Conflict("该站已挂靠这个合作社")
    if now_held and now_held.valid_from >= from_on:
        raise Invalid(fields={"from_on": f"日期须晚于现挂靠的起始日 {now_held.valid_from}"})
    running.update(valid_to=from_on)
    link = StationAttachment.objects.create(
        station=station, cooperative=cooperative, valid_from=from_on,
        reason=register.check_reason(reason),
    )  # fmt: skip
    places.note_cooperative(station=station, cooperative_uid=str(cooperative.uid), now=now)
    data = {"cooperative": str(cooperative.uid), "from_on": from_on.isoformat()}
    audit.record(actor=actor, action="station.attach", subject=station, at=now, data=data)
    return link


def digest_of_cooperative(cooperative: Cooperative) -> dict[str, Any]:
    return {
        "uid": str(cooperative.uid), "name": cooperative.name, "code": cooperative.credit_code,
        "area": cooperative.area_code, "founded_on": cooperative.founded_on.isoformat(),
        "business": cooperative.business,
    }  # fmt: skip


def _ask(cooperative: Cooperative, actor: Actor, now: datetime) -> None:
    approvals.open_request(
        kind=KIND, object_kind=KIND, object_uid=str(cooperative.uid),
        title=f"合作社登记：{cooperative.name}",
        content_digest=digest_of(digest_of_cooperative(cooperative)),
        area_code=cooperative.area_code, scope_ref=str(cooperative.uid), amount_fen=0,
        actor=actor, now=now, default_steps=[["TO"]],
    )  # fmt: skip


def _correct(cooperative: Cooperative, said: dict[str, Any], actor: Actor, now: datetime) -> None:
    if not actor.may("submit", KIND):
        raise Forbidden("重新提交登记由合作社理事长办理")
    if said.get("name"):
        cooperative.name = register.text_of(said, "name", most=60)
        cooperative.pinyin = search.pinyin_of(cooperative.name)[:240]
        cooperative.initials = search.initials_of(cooperative.name)[:60]
    if said.get("credit_code"):
        cooperative.credit_code = rule.read_credit_code(str(said["credit_code"]))
    _move(cooperative, "submit", "重新提交登记", actor, now)
    _ask(cooperative, actor, now)


def _move(cooperative: Cooperative, step: str, why: str, actor: Actor, now: datetime) -> None:
    moves = rule.COOPERATIVE_MOVES[cooperative.status]
    if step not in moves:
        raise IllegalMove("合作社当前状态不能这样办理")
    before, cooperative.status = cooperative.status, moves[step]
    try:
        with transaction.atomic():
            keep(cooperative, actor=actor, now=now, why=why or step)
    except IntegrityError as error:
        raise rule.CreditCodeTaken from error
    data = {"from": before, "to": cooperative.status}
    audit.record(actor=actor, action="cooperative.move", subject=cooperative, at=now, data=data)


def _locked(actor: Actor, uid: UUID) -> Cooperative:
    pk = Cooperative.objects.visible_to(actor).filter(uid=uid).values_list("pk", flat=True).first()
    found = Cooperative.objects.select_for_update().filter(pk=pk or 0).first()
    if found is None:
        raise NotFound("没有找到这个合作社")
    return found
