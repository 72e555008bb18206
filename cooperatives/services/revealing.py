"""Opening one sealed value of a household: at once for those who serve it, for an auditor with a
second person's word (ROLES sections 3 and 5)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import AlreadyOpen
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.common.sealed import Sealed
from cooperatives import queries
from cooperatives.models import Household, RevealRequest
from cooperatives.rules import register as rule
from cooperatives.services.moving import person_of

KIND = "reveal"
OWN = "本户查看"
OPENS_FOR = timedelta(hours=24)


@transaction.atomic
def reveal_value(
    *, household_uid: UUID, field: str, member: str, reason: str, actor: Actor, now: datetime
) -> str:
    """One value for one reason, with the second factor given anew.

    An auditor's reason is the one that the second person has signed.
    """
    household = _find(household_uid, actor)
    own = str(household.uid) in actor.households
    if actor.role == "CA" and field != "account":
        raise Forbidden("合作社会计只能在付款时查看收款账户")
    sealed = _sealed(household, field, member)
    if own:
        purpose = OWN
    elif actor.role == "AU":
        purpose = _use_agreed(household, field, member, actor, now)
    else:
        purpose = rule.check_reason(reason)
    return audit.reveal(
        sealed, subject=household, field=field, actor=actor, purpose=purpose, now=now
    )


@transaction.atomic
def ask_reveal(
    *, household_uid: UUID, field: str, member: str, reason: str, actor: Actor, now: datetime
) -> RevealRequest:
    """Asks another auditor or a county officer; nothing is shown yet."""
    household = _find(household_uid, actor)
    _sealed(household, field, member)
    try:
        with transaction.atomic():
            asked = RevealRequest.objects.create(
                household=household, field=field, member=member, reason=rule.check_reason(reason),
                asked_by=person_of(actor=actor), asked_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyOpen from error
    approvals.open_request(
        kind=KIND, object_kind=KIND, object_uid=str(asked.uid),
        title=f"{household.area.name} {household.card_no}：查看{asked.get_field_display()}原值",
        content_digest=queries.reveal_digest(asked), area_code=household.area_code, scope_ref="",
        amount_fen=0, actor=actor, now=now, default_steps=[["AU", "CO"]],
    )  # fmt: skip
    return asked


@transaction.atomic
def decide_reveal(
    *, uid: UUID, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> RevealRequest:
    """The second person's word; agreed, the value may be opened once within a day."""
    asked = queries.reveal_request(actor, uid)
    request = approving.open_request_of(object_kind=KIND, object_uid=str(uid))
    if asked is None:
        raise NotFound
    if request is None:
        raise Conflict("这项申请已有人处理，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    agreed = decided.state == ApprovalRequest.State.APPROVED
    asked.state = RevealRequest.State.AGREED if agreed else RevealRequest.State.REFUSED
    asked.decided_by, asked.decided_at = person_of(actor=actor), now
    asked.save(update_fields=["state", "decided_by", "decided_at"])
    return asked


def _find(uid: UUID, actor: Actor) -> Household:
    household = Household.objects.visible_to(actor).filter(uid=uid).first()
    if household is None:
        raise NotFound("没有找到这户")
    return household


def _use_agreed(household: Household, field: str, member: str, actor: Actor, now: datetime) -> str:
    """Takes the agreed request, once: its reason and who agreed become the trace's purpose."""
    agreed = RevealRequest.objects.filter(
        household=household, field=field, member=member, asked_by__uid=actor.user_uid,
        state=RevealRequest.State.AGREED, decided_at__gt=now - OPENS_FOR,
    ).select_related("decided_by").first()  # fmt: skip
    if agreed is None or agreed.decided_by is None:
        raise rule.SecondPersonNeeded
    still = RevealRequest.objects.filter(pk=agreed.pk, state=RevealRequest.State.AGREED)
    if not still.update(state=RevealRequest.State.OPENED, opened_at=now):
        raise rule.SecondPersonNeeded
    return f"{agreed.reason}（{agreed.decided_by.name}同意）"


def _sealed(household: Household, field: str, member: str) -> Sealed:
    """What the file holds of this field."""
    value: Any
    if field == "identity":
        value = queries.member_of(household, member).identity
    elif field in {"phone", "account"}:
        value = getattr(household, field)
    else:
        raise Invalid(fields={"field": "请选择要查看的项目"})
    if not isinstance(value, Sealed):
        raise NotFound("档案中没有登记这一项")
    return value
