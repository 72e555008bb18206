"""Asking for a change of a household's data, with evidence; the approvals engine is told."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.approvals import services as approvals
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid
from backend.common.sealed import SealedField, blind_index, seal
from cooperatives import queries
from cooperatives.models import Household, HouseholdChange, HouseholdMember
from cooperatives.rules import register as rule
from cooperatives.rules.proposals import read_proposal
from cooperatives.rules.register import Proposal
from cooperatives.services.tracing import lock_household, person_of

KIND = "household_change"
# A cooperative's manager asks for one thing alone: that a counter's temporary entry be merged.
MANAGER_ASKS = frozenset({"merge"})


@transaction.atomic
def ask_change(
    *,
    household_uid: UUID,
    version: int,
    field: str,
    target: str,
    said: dict[str, Any],
    reason: str,
    evidence_kind: str,
    evidence: str,
    actor: Actor,
    now: datetime,
) -> HouseholdChange:
    """`version` is what the asker saw: somebody else's change in between is shown first."""
    household = lock_household(Household.objects.visible_to(actor), household_uid)
    if household.status != Household.Status.ACTIVE and field != "status":
        raise rule.HouseholdNotActive
    if household.version != version:
        raise rule.HouseholdChanged
    if actor.role == "CM" and not (field in MANAGER_ASKS and household.is_temporary):
        raise Forbidden("合作社只能申请把临时登记并入正式档案")
    proposal = read_proposal(field, said, today=localdate(now))
    return open_change(
        household=household, field=field, target=_target(household, field, target, proposal, actor),
        proposal=proposal, reason=rule.check_reason(reason), evidence_kind=evidence_kind,
        evidence=evidence, actor=actor, now=now,
    )  # fmt: skip


def open_change(
    *,
    household: Household,
    field: str,
    proposal: Proposal,
    reason: str,
    evidence_kind: str,
    evidence: str,
    actor: Actor,
    now: datetime,
    target: str = "",
) -> HouseholdChange:
    """One open request per field (UNIQUE); with its evidence it goes to whoever must agree."""
    if evidence_kind not in HouseholdChange.Evidence.values:
        raise Invalid(fields={"evidence_kind": "请选择证明材料的种类"})
    prior = queries.prior_of(household, field, target)
    change = HouseholdChange(
        household=household, field=field, target=target, proposed=proposal.values,
        prior=prior.values, prior_token=prior.token, prior_index=prior.index, reason=reason,
        base_version=household.version, made_by=person_of(actor), made_as=actor.role, made_at=now,
    )  # fmt: skip
    if proposal.secret:
        change.proposed_token = _sealed(household, field, target, proposal.secret)
        change.proposed_index = blind_index(proposal.secret)
        _refuse_duplicate(household, field, target, change.proposed_index)
    return store_change(
        change, evidence_kind=evidence_kind, evidence=evidence, actor=actor, now=now
    )


def store_change(
    change: HouseholdChange, *, evidence_kind: str, evidence: str, actor: Actor, now: datetime
) -> HouseholdChange:
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        raise rule.ChangeAlreadyOpen from error
    data = {"field": change.field, "household": str(change.household.uid)}
    audit.record(actor=actor, action="household_change.ask", subject=change, at=now, data=data)
    if evidence_kind:
        _with_evidence(change, evidence_kind, evidence, actor=actor, now=now)
    return change


@transaction.atomic
def add_evidence(
    *, change_uid: UUID, evidence_kind: str, evidence: str, actor: Actor, now: datetime
) -> HouseholdChange:
    """A household asks from home, the station or the village adds the paper it brings."""
    change = queries.change_to_edit(actor, change_uid)
    if change.state != HouseholdChange.State.REQUESTED:
        raise Conflict("这份申请已提交审批或已结束，请刷新后查看")
    if not evidence_kind or evidence_kind not in HouseholdChange.Evidence.values:
        raise Invalid(fields={"evidence_kind": "请选择证明材料的种类"})
    _with_evidence(change, evidence_kind, evidence, actor=actor, now=now)
    return change


@transaction.atomic
def withdraw_change(*, change_uid: UUID, actor: Actor, now: datetime) -> HouseholdChange:
    """By who asked, before it is agreed to."""
    change = queries.change_to_edit(actor, change_uid)
    if str(change.made_by.uid) != actor.user_uid:
        raise rule.NotYours
    approvals.void_open(object_kind=KIND, object_uid=str(change.uid), now=now)
    close_change(change, HouseholdChange.State.WITHDRAWN, now)
    audit.record(actor=actor, action="household_change.withdraw", subject=change, at=now)
    return change


def close_change(change: HouseholdChange, state: str, now: datetime, refusal: str = "") -> None:
    """Only from the row that was read: of two at once one wins."""
    still = HouseholdChange.objects.filter(pk=change.pk, state=change.state, version=change.version)
    moved = still.update(
        state=state, closed_at=now, refusal=refusal[:400], version=change.version + 1
    )
    if not moved or change.state not in {"requested", "evidence"}:
        raise Conflict("这份申请已办结，请刷新后查看")
    change.refresh_from_db()


def digest_content(change: HouseholdChange) -> dict[str, Any]:
    """What signatures stand for; sealed values by their ciphertext."""
    return {
        "household": str(change.household.uid), "field": change.field, "target": change.target,
        "proposed": change.proposed, "token": change.proposed_token, "prior": change.prior,
        "prior_token": change.prior_token, "reason": change.reason,
        "evidence": [change.evidence_kind, change.evidence],
    }  # fmt: skip


def _with_evidence(
    change: HouseholdChange, kind: str, text: str, *, actor: Actor, now: datetime
) -> None:
    change.evidence_kind, change.evidence = kind, text.strip()[:200]
    change.state = HouseholdChange.State.EVIDENCE
    change.version += 1
    change.save()
    household = change.household
    maker = actor.role if str(change.made_by.uid) == actor.user_uid else change.made_as
    approvals.open_request(
        kind=KIND, object_kind=KIND, object_uid=str(change.uid),
        title=f"{household.area.name} {household.card_no}：{change.get_field_display()}变更",
        content_digest=digest_of(digest_content(change)), area_code=household.area_code,
        scope_ref="", amount_fen=0, actor=actor, now=now,
        default_steps=rule.change_steps(
            change.field, "PS" if "PS" in (maker, actor.role) else maker,
            temporary=household.is_temporary,
        ),
    )  # fmt: skip


def _target(household: Household, field: str, target: str, proposal: Proposal, actor: Actor) -> str:
    """Who or what the change is about; outside the household or out of reach is not there.

    Their names are kept with the request, for those who read it later.
    """
    said = proposal.values
    if field == "member" and said["action"] == "add":
        return str(uuid4())
    if field in {"identity", "head", "member"}:
        member = queries.member_of(household, target)
        said["person"] = member.name
        return str(member.uid)
    if field == "category":
        said["name"] = queries.category_change(household, said).name
    if field == "split":
        said["names"] = [queries.member_of(household, uid).name for uid in said["members"]]
    if field == "merge":
        into = queries.merge_target(actor, household, target)
        said["person"] = f"{into.card_no} {into.head_name}"
        return str(into.uid)
    return ""


def _sealed(household: Household, field: str, target: str, secret: str) -> str:
    """Sealed for the very row and field it will lie in."""
    if field in {"identity", "member"}:
        row: Household | HouseholdMember = HouseholdMember(uid=target)
        name = "identity"
    else:
        row, name = household, field
    where = cast(SealedField, row._meta.get_field(name))
    return seal(secret, bound_to=where.bound_to(row), mask=name)


def _refuse_duplicate(household: Household, field: str, target: str, index: str) -> None:
    if field in {"identity", "member"} and queries.person_elsewhere(index, besides=target):
        raise rule.PersonElsewhere
    if field == "account" and queries.account_elsewhere(index, besides=household):
        raise rule.AccountElsewhere
