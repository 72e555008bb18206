"""Two households become one, or one becomes two. Receipts stay where they were weighed in.

Provenance is frozen: receipts, lots and sales keep the household that brought the goods, and
money owed to it stays on its account; `queries.payee_of` says who is paid for it.
"""

from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.utils.timezone import localdate

from backend.approvals import services as approvals
from backend.audit import services as audit
from backend.common import search
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid
from cooperatives import queries
from cooperatives.models import (
    Household,
    HouseholdCategory,
    HouseholdChange,
    HouseholdMember,
    MemberAccountEntry,
    Membership,
)
from cooperatives.services.tracing import keep, person_of

WORKING = frozenset({"ordinary", "skilled"})


def merge_households(
    *, change: HouseholdChange, household: Household, actor: Actor, now: datetime
) -> None:
    """`household` ends; its people, membership and member account go on in the other."""
    into = Household.objects.select_for_update().get(uid=change.target)
    if into.status != Household.Status.ACTIVE:
        raise Conflict("要并入的农户已不在册，请重新申请")
    on, why = date.fromisoformat(change.proposed["on"]), f"并户：{change.reason}"
    joined = [
        _moves(member, into, "merged", on, actor=actor, now=now, why=why)
        for member in household.members.present().order_by("pk")
    ]
    new = [member for member in joined if member]
    _close_categories(household, on)
    _merge_memberships(household, into, on, actor=actor, now=now)
    _void_other_requests(household, change, now)
    household.status, household.status_on = Household.Status.MERGED, on
    household.merged_into = into
    keep(household, actor=actor, now=now, why=why)
    into.size += len(new)
    into.labour_count += sum(member.labour in WORKING for member in new)
    keep(into, actor=actor, now=now, why=why)
    data = {"from": str(household.uid), "people": len(new)}
    audit.record(actor=actor, action="household.merge", subject=into, at=now, data=data)


def split_household(
    *, change: HouseholdChange, household: Household, actor: Actor, now: datetime
) -> Household:
    """Some of its people make a household of their own, in the same village and category."""
    on, why = date.fromisoformat(change.proposed["on"]), f"分户：{change.reason}"
    leaving = [queries.member_of(household, uid) for uid in change.proposed["members"]]
    if any(member.relation == "head" for member in leaving):
        raise Invalid(fields={"members": "户主不能分出，请先变更户主"})
    head = next(m for m in leaving if str(m.uid) == change.proposed["head"])
    new = _new_household(household, head, len(leaving), on, actor=actor, now=now, why=why)
    for member in leaving:
        relation = "head" if member.pk == head.pk else "other"
        _moves(member, new, "split", on, relation=relation, actor=actor, now=now, why=why)
    working = sum(member.labour in WORKING for member in leaving)
    household.size = max(1, household.size - len(leaving))
    household.labour_count = min(household.size, max(0, household.labour_count - working))
    keep(household, actor=actor, now=now, why=why)
    data = {"from": str(household.uid), "people": len(leaving)}
    audit.record(actor=actor, action="household.split", subject=new, at=now, data=data)
    return new


def _moves(
    member: HouseholdMember, into: Household, reason: str, on: date, *, actor: Actor,
    now: datetime, why: str, relation: str = "other",
) -> HouseholdMember | None:  # fmt: skip
    """Leaves one household and, unless it is known there already, joins the other."""
    if on < member.joined_on:
        on = member.joined_on
    known = into.members.present().filter(name=member.name)
    if member.identity_index:
        known = known.filter(identity_index__in=[member.identity_index])
    member.left_on, member.left_reason = on, reason
    keep(member, actor=actor, now=now, why=why)
    if known.exists():
        return None
    new = HouseholdMember(
        household=into, name=member.name, relation=relation, sex=member.sex,
        birth_year=member.birth_year, labour=member.labour, joined_on=on,
    )  # fmt: skip
    if member.identity:
        # A sealed value opens only in its own row: moving it is a look at it, and is logged.
        new.identity = audit.reveal(
            member.identity, subject=member.household, field="identity", actor=actor,
            purpose=f"{why}，身份信息随人转入新户", now=now, shown=False,
        )  # fmt: skip
        new.identity_index = member.identity_index
    keep(new, actor=actor, now=now, why=why)
    return new


def _new_household(
    old: Household, head: HouseholdMember, people: int, on: date, *, actor: Actor, now: datetime,
    why: str,
) -> Household:  # fmt: skip
    pinyin, initials = search.person_sounds(head.name)
    new = Household(
        card_no=next(queries.next_card_numbers()), area=old.area, area_code=old.area_code,
        villager_group=old.villager_group, head_name=head.name, pinyin=pinyin[:80],
        initials=initials[:20], size=people, labour_count=0, category=old.category,
        registered_on=localdate(now),
    )  # fmt: skip
    new.labour_count = min(people, 1 if head.labour in WORKING else 0)
    keep(new, actor=actor, now=now, why=why)
    row = queries.current_category_row(old)
    if row is not None:
        HouseholdCategory.objects.create(
            household=new, category=row.category, valid_from=max(on, row.valid_from), reason=why,
            made_by=person_of(actor), made_at=now,
        )  # fmt: skip
    return new


def _close_categories(household: Household, on: date) -> None:
    row = queries.current_category_row(household)
    if row is not None:
        row.valid_to = max(on, row.valid_from + timedelta(days=1))
        row.save(update_fields=["valid_to"])


def _merge_memberships(
    old: Household, into: Household, on: date, *, actor: Actor, now: datetime
) -> None:
    """Each running membership ends; its account goes on under the other household's."""
    for former in Membership.objects.filter(household=old, valid_to__isnull=True).order_by("pk"):
        former.valid_to, former.left_reason = max(on, former.valid_from), "并户"
        keep_membership(former)
        heir = Membership.objects.filter(
            household=into, cooperative=former.cooperative, valid_to__isnull=True
        ).first()
        if heir is None:
            heir = Membership.objects.create(
                cooperative=former.cooperative, household=into,
                number=queries.next_member_number(former.cooperative),
                valid_from=max(on, former.valid_from),
            )  # fmt: skip
        _move_account(former, heir, actor=actor, now=now)


def keep_membership(membership: Membership) -> None:
    membership.version += 1
    membership.save()


def _move_account(former: Membership, heir: Membership, *, actor: Actor, now: datetime) -> None:
    sums = former.entries.values("kind").annotate(total=Sum("amount_fen")).order_by("kind")
    for row in sums:
        if not row["total"]:
            continue
        for membership, amount in ((former, -row["total"]), (heir, row["total"])):
            MemberAccountEntry.objects.create(
                membership=membership, kind=row["kind"], amount_fen=amount,
                booked_on=localdate(now), made_by=person_of(actor), made_at=now,
                reason=f"并户转账 {former.number} → {heir.number}",
            )  # fmt: skip


def _void_other_requests(household: Household, change: HouseholdChange, now: datetime) -> None:
    for other in queries.open_changes_of(household).exclude(pk=change.pk):
        approvals.void_open(object_kind="household_change", object_uid=str(other.uid), now=now)
        HouseholdChange.objects.filter(pk=other.pk).update(
            state=HouseholdChange.State.WITHDRAWN, closed_at=now, refusal="该户已并入他户"
        )
