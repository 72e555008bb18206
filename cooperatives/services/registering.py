"""New households: a temporary one at the counter, a full one by the village's secretary."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common import search
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid
from backend.common.sealed import blind_index
from cooperatives import queries, rules
from cooperatives.models import Household, HouseholdCategory, HouseholdChange, HouseholdMember
from cooperatives.rules import register as rule
from cooperatives.services.asking import open_change
from cooperatives.services.tracing import keep, person_of
from stations.models import Area


@transaction.atomic
def register_temporary(
    *,
    uid: UUID,
    name: str,
    village_code: str,
    actor: Actor,
    now: datetime,
    made_at: datetime | None = None,
) -> Household:
    """临时登记 (screen S3): name and village of somebody who is not in the register yet.

    `uid` is the client's, so a repeated upload is the same household.
    """
    check_made_in_force(actor, made_at=made_at or now)
    if again := queries.household_by_uid(uid):
        if again.head_name != rule.check_name(name) or again.area_code != village_code:
            raise Conflict("同一登记编号已上传过不同的内容，请核对")
        return again
    village = _village(village_code, actor)
    household = _new(uid, rule.check_name(name), village, now)
    _save_with_head(household, {}, actor=actor, now=now, why="临时登记")
    audit.record(actor=actor, action="household.register_temporary", subject=household, at=now)
    return household


@transaction.atomic
def register_household(
    *, said: dict[str, Any], village_code: str, actor: Actor, now: datetime
) -> HouseholdChange:
    """A secretary's new household: usable at once as a temporary one, in force when agreed to."""
    check_made_in_force(actor, made_at=now)
    today = localdate(now)
    village = _village(village_code, actor)
    if not actor.reaches_area(village.code):
        raise Forbidden("新建档案由本村党支部书记办理，服务站请使用临时登记")
    household = _new(uuid4(), rule.check_name(str(said.get("name") or "")), village, now)
    people = rule.check_people(
        rule.whole_number(said, "size"), rule.whole_number(said, "labour_count")
    )
    household.size, household.labour_count = people["size"], people["labour_count"]
    household.villager_group = rule.text_of(said, "villager_group", most=20)
    household.address = rule.text_of(said, "address")
    household.land_mu_x100 = rule.land_of(said.get("land_mu") or "0")
    if said.get("phone"):
        phone = rules.check_mobile(str(said["phone"]))
        household.phone, household.phone_tail = phone, phone[-4:]
        household.phone_index = blind_index(phone)
    head: dict[str, Any] = {}
    if said.get("identity"):
        head["identity"] = rule.check_person(str(said["identity"]), today=today)
    _save_with_head(household, head, actor=actor, now=now, why="新建档案")
    return open_change(
        household=household,
        field="create",
        proposal=rule.Proposal({"head_name": household.head_name, "village": village.name}),
        reason=rule.check_reason(str(said.get("reason") or "")),
        evidence_kind=str(said.get("evidence_kind") or ""),
        evidence=rule.text_of(said, "evidence", most=200),
        actor=actor,
        now=now,
    )


def _village(code: str, actor: Actor) -> Area:
    """Of the actor's areas, or of its station's catchment."""
    village = queries.village_in_reach(actor, code)
    if village is None:
        raise Invalid(fields={"village": "请选择您负责范围内的村"})
    return village


def _new(uid: UUID, name: str, village: Area, now: datetime) -> Household:
    pinyin, initials = search.person_sounds(name)
    return Household(
        uid=uid, area=village, area_code=village.code, head_name=name, pinyin=pinyin[:80],
        initials=initials[:20], size=1, labour_count=0, is_temporary=True,
        registered_on=localdate(now),
    )  # fmt: skip


def _save_with_head(
    household: Household, head: dict[str, Any], *, actor: Actor, now: datetime, why: str
) -> None:
    _number(household, actor=actor, now=now, why=why)
    member = HouseholdMember(
        household=household, name=household.head_name, relation="head", joined_on=localdate(now),
        labour="ordinary" if household.labour_count else "none",
    )  # fmt: skip
    if number := head.get("identity"):
        member.identity, member.identity_index = number, blind_index(number)
        member.birth_year, member.sex = int(number[6:10]), rule.sex_of(number)
    try:
        with transaction.atomic():
            keep(member, actor=actor, now=now, why=why)
    except IntegrityError as error:
        raise rule.PersonElsewhere from error
    general = queries.current_category("general", on=localdate(now))
    if general is not None:
        HouseholdCategory.objects.create(
            household=household, category=general, valid_from=localdate(now), reason=why,
            made_by=person_of(actor), made_at=now,
        )  # fmt: skip


def _number(household: Household, *, actor: Actor, now: datetime, why: str) -> None:
    """The next free card number; of two at once the second takes the one after."""
    for number in queries.next_card_numbers():
        household.card_no = number
        try:
            with transaction.atomic():
                keep(household, actor=actor, now=now, why=why)
        except IntegrityError:
            household.pk = None
            continue
        return
    raise Conflict("户卡号刚被占用，请再提交一次")
