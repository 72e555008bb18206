"""The rules of a county: drafted by the administrator, agreed by an official, never edited."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from backend.accounts.models import User
from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from backend.common.models import UidModel
from cooperatives.models import Cooperative
from orders.models import (
    FeeRule,
    MerchantAccount,
    MoneyLimits,
    SettingProposal,
    ShippingRule,
)
from orders.rules import setting as rules
from orders.services import fees

OBJECT = "settingproposal"
CHECKS = {
    "fees": rules.check_fees,
    "shipping": rules.check_shipping,
    "limits": rules.check_limits,
    "merchant": rules.check_merchant,
}


@transaction.atomic
def propose_setting(
    *,
    kind: str,
    county_code: str,
    content: Mapping[str, Any],
    effective_from: datetime,
    actor: Actor,
    now: datetime,
) -> SettingProposal:
    """Checked now, in force only after a second person has agreed."""
    checked = _checked(kind, county_code, content, effective_from, now)
    proposal = SettingProposal.objects.create(
        kind=kind,
        county_code=county_code,
        content=checked,
        effective_from=effective_from,
        made_by=User.objects.get(uid=actor.user_uid),
        made_at=now,
    )
    approvals.open_request(
        kind="setting",
        object_kind=OBJECT,
        object_uid=str(proposal.uid),
        title=f"{proposal.get_kind_display()}（{county_code}）",
        content_digest=digest(proposal),
        area_code=county_code,
        scope_ref="",
        amount_fen=0,
        actor=actor,
        now=now,
        default_steps=[["CO"]],
    )
    return proposal


def _checked(
    kind: str, county_code: str, content: Mapping[str, Any], effective_from: datetime, now: datetime
) -> dict[str, Any]:
    if kind not in CHECKS:
        raise Invalid(fields={"kind": "请选择收费、运费、审批限额或收款账户"})
    checked: dict[str, Any] = dict(CHECKS[kind](content))
    if kind in ("limits", "merchant"):
        _cooperative(checked, county_code)
        return checked
    model: Any = FeeRule if kind == "fees" else ShippingRule
    first = not model.objects.filter(county_code=county_code).exists()
    rules.check_effective(effective_from, now=now, first=first)
    if kind == "fees":
        if first and "scope" in checked:
            raise Invalid(fields={"scope": "请先公布全县的收费规则，再设类别、合作社、站或村的"})
        fees.check_beside_others(fees.fee_rule_of(county_code, checked))
    return checked


def _cooperative(content: Mapping[str, Any], county_code: str) -> Cooperative | None:
    """Whose account or limits they are; nobody named: the county's."""
    if not content["cooperative"]:
        return None
    found: Cooperative | None = fees.one_of(Cooperative, content["cooperative"], county_code)
    if found is None:
        raise Invalid(fields={"cooperative": "没有找到这个合作社，请从列表中选择"})
    return found


def digest(proposal: SettingProposal) -> str:
    """What the official signs: the same for an instant as it was typed and as it is kept."""
    return digest_of(
        {
            "kind": proposal.kind,
            "county": proposal.county_code,
            "content": proposal.content,
            "from": proposal.effective_from.astimezone(UTC).isoformat(),
        }
    )


@transaction.atomic
def decide_setting(
    *, proposal_uid: str, verdict: str, comment: str, content_digest: str, actor: Actor,
    now: datetime,
) -> SettingProposal:  # fmt: skip
    """With the last word the version is published under the next number."""
    proposal = SettingProposal.objects.visible_to(actor).filter(uid=proposal_uid).first()
    if proposal is None:
        raise NotFound
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(proposal.uid))
    if request is None:
        raise rules.ProposalMoved
    request = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment,
        content_digest=content_digest, actor=actor, now=now,
    )  # fmt: skip
    if request.state == ApprovalRequest.State.OPEN:
        return proposal
    agreed = request.state == ApprovalRequest.State.APPROVED
    state = SettingProposal.State.PUBLISHED if agreed else SettingProposal.State.REFUSED
    waiting = SettingProposal.objects.filter(pk=proposal.pk, state="proposed")
    if waiting.update(state=state, decided_at=now) != 1:
        raise rules.ProposalMoved
    proposal.state = state
    if agreed:
        # Signing may have taken days: what is announced today still waits its seven days.
        said = (proposal.kind, proposal.county_code, proposal.content, proposal.effective_from)
        _checked(*said, now)
        publish(
            kind=said[0], county_code=said[1], content=said[2], effective_from=said[3],
            actor=actor, now=now,
        )  # fmt: skip
    return proposal


@transaction.atomic
def publish(
    *, kind: str, county_code: str, content: Mapping[str, Any], effective_from: datetime,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Writes the next version, or the account."""
    if kind == "merchant":
        made: UidModel = _open_account(county_code, content)
    elif kind == "fees":
        made = fees.publish_fees(
            county_code=county_code, content=content, effective_from=effective_from, now=now
        )
    else:
        if kind == "limits":
            content = {**content, "cooperative": _cooperative(content, county_code)}
        rows = (MoneyLimits if kind == "limits" else ShippingRule).objects
        last = rows.filter(county_code=county_code).aggregate(last=Max("number"))["last"]
        made = rows.create(
            county_code=county_code,
            number=(last or 0) + 1,
            published_at=now,
            effective_from=effective_from,
            **content,
        )
    audit.record(actor=actor, action=f"setting.publish_{kind}", subject=made, at=now)


def _open_account(county_code: str, content: Mapping[str, Any]) -> MerchantAccount:
    cooperative = _cooperative(content, county_code)
    if MerchantAccount.objects.filter(app_id=content["app_id"]).exists():
        raise Invalid(fields={"app_id": "这个 AppID 已经登记过"})
    return MerchantAccount.objects.create(
        name=content["name"],
        app_id=content["app_id"],
        seller_id=content["seller_id"],
        gateway=settings.PAYMENTS_GATEWAY,
        county_code=county_code,
        cooperative=cooperative,
    )


@transaction.atomic
def open_shop(
    *, county_code: str, given: Mapping[str, Mapping[str, Any]], actor: Actor, now: datetime
) -> list[str]:
    """The first rules and the first account of a new county, by command; what stands is kept."""
    made = []
    standing = {
        "fees": FeeRule.objects.filter(county_code=county_code).exists(),
        "shipping": ShippingRule.objects.filter(county_code=county_code).exists(),
        "merchant": MerchantAccount.objects.filter(
            county_code=county_code, cooperative__isnull=True
        ).exists(),
    }
    for kind, stands in standing.items():
        if kind in given and not stands:
            content = _checked(kind, county_code, given[kind], now, now)
            publish(
                kind=kind, county_code=county_code, content=content, effective_from=now,
                actor=actor, now=now,
            )  # fmt: skip
            made.append(kind)
    return made
