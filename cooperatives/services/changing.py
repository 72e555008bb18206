"""The word of those who must agree to a household's change; the last yes applies it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid
from cooperatives import queries
from cooperatives.models import HouseholdChange
from cooperatives.rules import register as rule
from cooperatives.services.applying import apply_change
from cooperatives.services.asking import KIND, close_change, digest_content, store_change
from cooperatives.services.tracing import person_of


@transaction.atomic
def decide_change(
    *,
    change_uid: UUID,
    verdict: str,
    comment: str,
    call_note: str,
    actor: Actor,
    now: datetime,
) -> HouseholdChange:
    """`call_note` says what the household answered when it was rung (account and identity)."""
    change = queries.change_to_edit(actor, change_uid)
    request = approving.open_request_of(object_kind=KIND, object_uid=str(change.uid))
    if request is None:
        raise Conflict("没有待审批的变更申请，请刷新后查看")
    if call_note.strip():
        _note_call(change, call_note, actor=actor, now=now)
    last = request.step + 1 == len(request.steps)
    if verdict == "approve" and last and change.field in rule.CALL_BACK and not change.called_at:
        raise rule.NotCalledBack
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment,
        content_digest=digest_of(digest_content(change)), actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        apply_change(change, actor=actor, now=now)
        close_change(change, HouseholdChange.State.APPLIED, now)
    elif decided.state != ApprovalRequest.State.OPEN:
        close_change(change, HouseholdChange.State.REFUSED, now, refusal=comment.strip())
    return change


@transaction.atomic
def ask_restore(*, change_uid: UUID, reason: str, actor: Actor, now: datetime) -> HouseholdChange:
    """The value before an applied change comes back the way it went: asked for and agreed to."""
    if not actor.may("submit", KIND) or actor.role == "CM":
        raise Forbidden("恢复原值由村党支部书记、服务站或本户申请")
    done = queries.change_in_reach(actor, change_uid)
    if done.state != HouseholdChange.State.APPLIED:
        raise Conflict("只有已生效的变更可以恢复原值")
    if done.field not in rule.RESTORABLE:
        raise Invalid(fields={"field": "这一项不能直接恢复，请按实际情况另行申请变更"})
    now_there = queries.prior_of(done.household, done.field, done.target)
    if (now_there.values, now_there.token) == (done.prior, done.prior_token):
        raise Conflict("档案中已是原值")
    change = HouseholdChange(
        household=done.household, field=done.field,
        target=done.target, proposed=done.prior,
        proposed_token=done.prior_token, proposed_index=done.prior_index,
        prior=now_there.values, prior_token=now_there.token, prior_index=now_there.index,
        reason=rule.check_reason(reason), base_version=done.household.version,
        made_by=person_of(actor), made_as=actor.role, made_at=now, restores=done,
    )  # fmt: skip
    return store_change(
        change, evidence_kind=done.evidence_kind,
        evidence=f"恢复 {localdate(done.made_at):%Y-%m-%d} 变更前的值",
        actor=actor, now=now,
    )  # fmt: skip


def _note_call(change: HouseholdChange, note: str, *, actor: Actor, now: datetime) -> None:
    """Never the person who asked for the change."""
    if str(change.made_by.uid) == actor.user_uid:
        raise Forbidden("回访由审批人办理，提交人不能回访")
    change.called_by, change.called_at = person_of(actor), now
    change.call_note = rule.check_reason(note, where="call_note")
    change.version += 1
    change.save()
    audit.record(actor=actor, action="household_change.call", subject=change, at=now)
