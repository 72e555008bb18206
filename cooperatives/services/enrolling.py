"""Members of a cooperative: joining, leaving in the middle of a year, and their accounts."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from cooperatives import queries
from cooperatives.models import Cooperative, Household, MemberAccountEntry, Membership, UnitMember
from cooperatives.rules import cooperative as rule
from cooperatives.rules import register
from cooperatives.services.tracing import lock_household, person_of


@transaction.atomic
def enrol_member(
    *,
    cooperative_uid: UUID,
    card_no: str,
    number: str,
    joined_on: date,
    capital_fen: int,
    actor: Actor,
    now: datetime,
) -> Membership:
    """By the card the household shows: a cooperative looks into no register beyond its members."""
    cooperative = own_cooperative(actor, cooperative_uid)
    household = _by_card(cooperative, card_no)
    day = register.check_day(joined_on, today=localdate(now), where="joined_on")
    _refuse_overlap(cooperative, household, day)
    membership = Membership(
        cooperative=cooperative, household=household, valid_from=day,
        number=number.strip() or queries.next_member_number(cooperative),
    )  # fmt: skip
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        taken = queries.member_number_taken(cooperative, membership.number)
        raise (rule.NumberTaken if taken else rule.AlreadyMember) from error
    if capital_fen:
        _book(membership, "capital", capital_fen, day, "入社出资", "", actor=actor, now=now)
    data = {"cooperative": str(cooperative.uid), "household": str(household.uid)}
    audit.record(actor=actor, action="membership.enrol", subject=membership, at=now, data=data)
    return membership


@transaction.atomic
def end_membership(
    *, membership_uid: UUID, left_on: date, reason: str, actor: Actor, now: datetime
) -> Membership:
    """From that day on no member. What it sold before counts as member trade; its capital is paid
    back after the year is closed, by an account entry of its own (the Cooperatives Law).
    """
    membership = _own_membership(actor, membership_uid)
    day = register.check_day(left_on, today=localdate(now), where="left_on")
    if day < membership.valid_from:
        raise Invalid(fields={"left_on": f"退社日期早于入社日期 {membership.valid_from}"})
    ended = Membership.objects.filter(pk=membership.pk, valid_to__isnull=True).update(
        valid_to=day, left_reason=register.check_reason(reason), version=F("version") + 1
    )
    if not ended:
        raise rule.MembershipEnded
    audit.record(actor=actor, action="membership.end", subject=membership, at=now)
    membership.refresh_from_db()
    return membership


@transaction.atomic
def book_account_entry(
    *,
    uid: UUID,
    membership_uid: UUID,
    kind: str,
    amount_fen: int,
    booked_on: date,
    reason: str,
    voucher_no: str,
    actor: Actor,
    now: datetime,
) -> MemberAccountEntry:
    """`uid` is the client's: the same entry is booked once. A balance never goes below zero."""
    membership = _own_membership(actor, membership_uid)
    if again := MemberAccountEntry.objects.filter(uid=uid).first():
        if (again.membership_id, again.kind, again.amount_fen) != (membership.pk, kind, amount_fen):
            raise Conflict("同一记账编号已记过不同的内容，请核对")
        return again
    if not amount_fen:
        raise Invalid(fields={"amount": "金额不能为 0"})
    if kind not in rule.ACCOUNT_KINDS:
        raise Invalid(fields={"kind": "请选择出资额、公积金份额或补助份额"})
    day = register.check_day(booked_on, today=localdate(now), where="booked_on")
    if queries.account_balance(membership, kind) + amount_fen < 0:
        raise rule.AccountBelowZero
    return _book(
        membership, kind, amount_fen, day, register.check_reason(reason), voucher_no,
        actor=actor, now=now, uid=uid,
    )  # fmt: skip


@transaction.atomic
def enrol_unit(
    *, cooperative_uid: UUID, name: str, credit_code: str, joined_on: date, actor: Actor,
    now: datetime,
) -> UnitMember:  # fmt: skip
    """A company, institution or society as member; the count of them is a fact on the page."""
    cooperative = own_cooperative(actor, cooperative_uid)
    code = rule.read_any_credit_code(credit_code)
    day = register.check_day(joined_on, today=localdate(now), where="joined_on")
    try:
        with transaction.atomic():
            unit = UnitMember.objects.create(
                cooperative=cooperative, name=name.strip(), credit_code=code, valid_from=day
            )
    except IntegrityError as error:
        raise rule.AlreadyMember("该单位已是本社成员") from error
    audit.record(actor=actor, action="unit_member.enrol", subject=unit, at=now)
    return unit


def own_cooperative(actor: Actor, uid: UUID) -> Cooperative:
    """The cooperative the hat stands for, registered; others are not there."""
    mine = Cooperative.objects.filter(uid__in=actor.cooperatives)
    cooperative = mine.select_for_update().filter(uid=uid).first()
    if cooperative is None:
        raise NotFound("没有找到这个合作社")
    if cooperative.status != Cooperative.Status.REGISTERED:
        raise rule.CooperativeNotRegistered
    return cooperative


def _own_membership(actor: Actor, uid: UUID) -> Membership:
    mine = Membership.objects.filter(cooperative__uid__in=actor.cooperatives)
    membership = mine.select_for_update().filter(uid=uid).first()
    if membership is None:
        raise NotFound("没有找到这位社员")
    return membership


def _by_card(cooperative: Cooperative, card_no: str) -> Household:
    """Households of the cooperative's own county; another county's card is not there."""
    near = Household.objects.active().filter(area_code__startswith=cooperative.area_code[:6])
    found = near.filter(card_no=card_no.strip().upper(), is_temporary=False)
    uid = found.values_list("uid", flat=True).first()
    if uid is None:
        raise Invalid(fields={"card_no": "没有这个户卡号，或该户尚是临时登记"})
    return lock_household(near, uid)


def _refuse_overlap(cooperative: Cooperative, household: Household, day: date) -> None:
    """A membership that had ended leaves its days alone."""
    former = Membership.objects.filter(cooperative=cooperative, household=household)
    if former.filter(valid_to__isnull=True).exists():
        raise rule.AlreadyMember
    if former.filter(valid_to__gt=day).exists():
        raise Invalid(fields={"joined_on": "入社日期早于上次退社日期，请核对"})


def _book(
    membership: Membership, kind: str, amount_fen: int, day: date, reason: str, voucher_no: str, *,
    actor: Actor, now: datetime, uid: UUID | None = None,
) -> MemberAccountEntry:  # fmt: skip
    entry = MemberAccountEntry(
        membership=membership, kind=kind, amount_fen=amount_fen, booked_on=day, reason=reason[:100],
        voucher_no=voucher_no.strip()[:40], made_by=person_of(actor), made_at=now,
    )  # fmt: skip
    if uid is not None:
        entry.uid = uid
    entry.save()
    data = {"kind": kind, "amount_fen": amount_fen, "membership": str(membership.uid)}
    audit.record(actor=actor, action="member_account.book", subject=entry, at=now, data=data)
    return entry
