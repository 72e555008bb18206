"""A household's form: collected, confirmed by the household, checked, asked again."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from impact import queries
from impact.models import FormRevisit, IncomeEntry
from impact.models.survey import AMOUNTS
from impact.rules import surveying as rules

# The platform's figure is ours, never typed.
TYPED = tuple(name for name in AMOUNTS if name not in ("platform_sales_fen",))


@dataclass(frozen=True, slots=True)
class FormSaid:
    """What the enumerator wrote down. `other_revenue_fen` is revenue beside the platform's."""

    status: str
    method: str
    persons: int
    amounts: dict[str, int] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    note: str = ""
    confirmed_by: str = ""


@transaction.atomic
def collect_income(
    *, uid: UUID, version: int, said: FormSaid, actor: Actor, now: datetime
) -> IncomeEntry:
    """Ranges are refused, outliers need a word; the platform's own sales are filled in by us."""
    entry = _find(uid, actor)
    stage = rules.next_stage(entry.stage, "collect")
    values = _values(entry, said)
    if said.confirmed_by:
        stage = rules.next_stage(stage, "confirm")
    if said.status != "observed":
        # Nobody was there to confirm; the village says whether it is so.
        stage = "confirmed"
    _save(
        entry, version,
        stage=stage, status=said.status, method=said.method, persons=said.persons,
        note=said.note.strip(), enumerator_uid=actor.user_uid, collected_at=now,
        confirmed_by=said.confirmed_by, confirmed_at=now if said.confirmed_by else None,
        checked_by_uid="", checked_at=None, returned_because="", **values,
    )  # fmt: skip
    audit.record(actor=actor, action="income_form.collect", subject=entry, at=now)
    return entry


def _values(entry: IncomeEntry, said: FormSaid) -> dict[str, Any]:
    """Every amount column and the flags; nothing but zeros where the household was not observed."""
    amounts = dict.fromkeys(AMOUNTS, 0)
    if said.status != "observed":
        return {**amounts, "flags": []}
    amounts |= {name: said.amounts.get(name, 0) for name in TYPED}
    rules.check_amounts(amounts, persons=said.persons)
    platform = queries.platform_sales_fen(entry.household, entry.survey.year)
    other = amounts["operating_revenue_fen"]
    amounts["platform_sales_fen"] = platform
    amounts["operating_revenue_fen"] = platform + other + amounts["own_consumption_fen"]
    costs = (
        amounts["operating_expense_fen"]
        + amounts["depreciation_fen"]
        + amounts["production_tax_fen"]
    )
    flags = rules.flags_of(
        earned_fen=amounts["wage_fen"] + amounts["operating_revenue_fen"] - costs
        + amounts["property_fen"],
        revenue_fen=amounts["operating_revenue_fen"], costs_fen=costs, persons=said.persons,
        before_per_head_fen=queries.before_per_head_fen(entry),
    )  # fmt: skip
    rules.check_explained(flags, said.note)
    if said.evidence.get("operating_evidence") == "platform" and not platform:
        raise Invalid(fields={"operating_evidence": "平台当年没有该户的销售，请选择其他依据"})
    return {**amounts, **said.evidence, "flags": flags}


@transaction.atomic
def confirm_income(*, uid: UUID, version: int, actor: Actor, now: datetime) -> IncomeEntry:
    """The household itself says that the form is right; nobody says it in its place."""
    entry = _find(uid, actor)
    if str(entry.household.uid) not in actor.households:
        raise Forbidden("只有本户可以确认；当面确认请在采集时由农户签名或点按")
    stage = rules.next_stage(entry.stage, "confirm")
    _save(entry, version, stage=stage, confirmed_by="own", confirmed_at=now)
    audit.record(actor=actor, action="income_form.confirm", subject=entry, at=now)
    return entry


@transaction.atomic
def check_income(
    *, uid: UUID, version: int, verdict: str, reason: str, actor: Actor, now: datetime
) -> IncomeEntry:
    """The village's word, never the enumerator's own; a return says why."""
    entry = _find(uid, actor)
    if entry.enumerator_uid == actor.user_uid:
        raise rules.EnumeratorChecks
    if verdict == "return" and not reason.strip():
        raise Invalid(fields={"reason": "退回时请写明要改什么"})
    stage = rules.next_stage(entry.stage, "check" if verdict == "approve" else "return")
    approved = stage == "checked"
    _save(
        entry, version, stage=stage, checked_by_uid=actor.user_uid if approved else "",
        checked_at=now if approved else None, returned_because="" if approved else reason.strip(),
    )  # fmt: skip
    data = {"verdict": verdict}
    audit.record(actor=actor, action="income_form.check", subject=entry, at=now, data=data)
    return entry


@transaction.atomic
def revisit_income(
    *, uid: UUID, earned_fen: int, note: str, actor: Actor, now: datetime
) -> IncomeEntry:
    """The township asks a drawn household again, once; whether it agrees is arithmetic."""
    entry = _find(uid, actor)
    if str(entry.uid) not in queries.revisit_sample(entry.survey):
        raise Conflict("这一户没有抽中复访")
    if actor.user_uid in (entry.enumerator_uid, entry.checked_by_uid):
        raise rules.EnumeratorChecks("采集人和核对人不能复访同一户")
    agrees = rules.agrees(entry.earned_fen, earned_fen)
    if not agrees and not note.strip():
        raise Invalid(fields={"note": "复访金额与原表相差一成以上，请写明原因"})
    if FormRevisit.objects.filter(entry=entry).exists():
        raise Conflict("这一户已经复访过")
    FormRevisit.objects.create(
        entry=entry, earned_fen=earned_fen, agrees=agrees, note=note.strip(),
        by_uid=actor.user_uid, at=now,
    )  # fmt: skip
    audit.record(actor=actor, action="income_form.revisit", subject=entry, at=now)
    return entry


def look_at_form(*, uid: UUID, actor: Actor, now: datetime) -> IncomeEntry:
    """A household's income is opened one by one, and the household can see by whom."""
    entry = _find(uid, actor, open_only=False)
    if str(entry.household.uid) not in actor.households:
        audit.record_access(
            actor=actor, subject=entry.household, fields=f"income_{entry.survey.year}",
            purpose="查看收入调查表", at=now,
        )  # fmt: skip
    return entry


def _find(uid: UUID, actor: Actor, *, open_only: bool = True) -> IncomeEntry:
    entry = queries.forms(actor).filter(uid=uid).first()
    if entry is None:
        raise NotFound("没有找到这张调查表")
    if open_only and entry.survey.state != "open":
        raise rules.WaveNotOpen
    return entry


def _save(entry: IncomeEntry, version: int, **fields: Any) -> None:
    """From the version that was read and the stage it had; another one answers 409."""
    same = IncomeEntry.objects.filter(pk=entry.pk, version=version, stage=entry.stage)
    if not same.update(**fields, version=F("version") + 1):
        raise Conflict
    entry.refresh_from_db()
