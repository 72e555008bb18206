"""Sets of indicators: drafted by the administrator, agreed to by the county, then for good."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from impact.models import Indicator, IndicatorSet, IndicatorTarget, ScoreSheet
from impact.queries.indicators import content_of_set
from impact.rules import defining as rules
from impact.rules import scoring
from impact.rules.appraisal import CYCLE_NAMES, term_of
from stations.models import Area

KIND = OBJECT = "indicator_set"
SEED = Path(__file__).resolve().parents[1] / "data" / "indicators.json"
COPIED = [
    field.name
    for field in Indicator._meta.concrete_fields
    if field.name not in ("id", "uid", "set")
]


def programme_lines(level: str, cycle: str) -> tuple[str, list[rules.Line]]:
    """The programme's indicators and the county's own as they are published with the product."""
    told = json.loads(SEED.read_text(encoding="utf-8"))
    chosen = next(
        (one for one in told["sets"] if (one["level"], one["cycle"]) == (level, cycle)), None
    )
    if chosen is None:
        return f"{scoring.LEVEL_NAMES[level]}级{CYCLE_NAMES[cycle]}", []
    lines = [
        rules.Line(
            code=code, points=points, target=target or "", **told["indicators"][code],
            bonus=code.startswith("B"),
        )
        for code, points, target in chosen["lines"]
    ]  # fmt: skip
    return chosen["title"], lines


@transaction.atomic
def draft_set(
    *, county_code: str, level: str, cycle: str, actor: Actor, now: datetime
) -> IndicatorSet:
    """On the last one in force, else on the published definitions; one draft at a time."""
    if not Area.objects.visible_to(actor).filter(code=county_code, level="county").exists():
        raise NotFound("没有这个县，或不在您的范围内")
    before = IndicatorSet.objects.filter(county_code=county_code, level=level, cycle=cycle)
    last = before.filter(state="in_force").order_by("-applies_from").first()
    title, lines = programme_lines(level, cycle)
    number = before.count() + 1
    applies_from = date(localdate(now).year + (1 if last else 0), 1, 1)
    try:
        with transaction.atomic():
            made = IndicatorSet.objects.create(
                county_code=county_code, level=level, cycle=cycle, number=number,
                title=last.title if last else title, applies_from=applies_from,
                made_by_uid=actor.user_uid, made_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("这一级、这一种考核已有一版在起草，请先办完或作废") from error
    if last:
        rows = [{name: getattr(one, name) for name in COPIED} for one in last.indicators.all()]
    else:
        rows = rules.read_lines(lines)
    Indicator.objects.bulk_create(Indicator(set=made, **row) for row in rows)
    audit.record(actor=actor, action="indicator_set.draft", subject=made, at=now)
    return made


@transaction.atomic
def revise_set(
    *, uid: UUID, version: int, said: rules.Draft, actor: Actor, now: datetime
) -> IndicatorSet:
    """The whole draft as it stands on the screen, from the version that was read."""
    made = _find(uid, actor)
    if made.state != "draft":
        raise rules.SetClosed
    if not said.title.strip():
        raise Invalid(fields={"title": "请填写名称"})
    rows = rules.read_lines(said.lines)
    _move(made, "draft", version, title=said.title.strip(), applies_from=said.applies_from)
    Indicator.objects.filter(set=made).delete()
    Indicator.objects.bulk_create(Indicator(set=made, **row) for row in rows)
    audit.record(actor=actor, action="indicator_set.revise", subject=made, at=now)
    return made


@transaction.atomic
def submit_set(*, uid: UUID, version: int, actor: Actor, now: datetime) -> IndicatorSet:
    """Exactly 100 and 10 points; the county agrees to these very words."""
    made = _find(uid, actor)
    if made.state != "draft":
        raise rules.SetClosed
    _check(made, now)
    _move(made, "draft", version, state="submitted")
    approvals.open_request(
        kind=KIND, object_kind=OBJECT, object_uid=str(made.uid),
        title=f"{made.title}（第 {made.number} 版）",
        content_digest=digest_of(content_of_set(made)),
        area_code=made.county_code, scope_ref="", amount_fen=0, actor=actor, now=now,
        default_steps=[["CO"]],
    )  # fmt: skip
    return made


@transaction.atomic
def decide_set(
    *, uid: UUID, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> IndicatorSet:
    """The county's word. Agreed: in force from its day; returned: a draft again."""
    made = _find(uid, actor)
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(made.uid))
    if request is None or made.state != "submitted":
        raise Conflict("没有待审批的这套指标，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        _check(made, now)
        try:
            with transaction.atomic():
                _move(made, "submitted", made.version, state="in_force", agreed_at=now)
        except IntegrityError as error:
            raise Conflict("已有一版从同一天起用，请改起用日期后再提交") from error
    elif decided.state != ApprovalRequest.State.OPEN:
        state = "draft" if decided.state == ApprovalRequest.State.RETURNED else "dropped"
        _move(made, "submitted", made.version, state=state)
    return made


@transaction.atomic
def drop_set(*, uid: UUID, actor: Actor, now: datetime) -> IndicatorSet:
    """A draft nobody wants any more; it stays to be seen."""
    made = _find(uid, actor)
    if made.state != "draft":
        raise rules.SetClosed
    _move(made, "draft", made.version, state="dropped")
    audit.record(actor=actor, action="indicator_set.drop", subject=made, at=now)
    return made


@transaction.atomic
def set_target(
    *, area_code: str, period: str, code: str, value: str, source: str, actor: Actor, now: datetime
) -> IndicatorTarget:
    """Before the sheet is handed in; before and after stand in the audit."""
    area = Area.objects.visible_to(actor).filter(code=area_code).first()
    if area is None:
        raise NotFound("没有这个地区，或不在您的范围内")
    term = term_of(period, today=localdate(now))
    if not source.strip():
        raise Invalid(fields={"source": "请写明目标由谁、按什么文件下达"})
    line = Indicator.objects.filter(
        set__county_code=area_code[:6], set__level=area.level, set__cycle=term.cycle,
        set__state="in_force", code=code,
    ).order_by("-set__applies_from").first()  # fmt: skip
    if line is None or line.method == "judged":
        raise Invalid(fields={"code": "这一级的考核没有这项按目标计分的指标"})
    if ScoreSheet.objects.filter(
        area=area, period=str(term), state__in=["submitted", "reviewed", "locked"]
    ).exists():  # fmt: skip
        raise Conflict(f"{area.name} {term.name}的考核表已提交，目标不能再改")
    try:
        number = scoring.read_value(value.strip(), line.unit)
    except Invalid as error:
        raise Invalid(fields={"value": error.detail}) from error
    had = IndicatorTarget.objects.filter(area_code=area_code, period=str(term), code=code).first()
    target, _ = IndicatorTarget.objects.update_or_create(
        area_code=area_code, period=str(term), code=code,
        defaults={
            "unit": line.unit, "value": number, "source": source.strip(),
            "by_uid": actor.user_uid, "at": now,
        },
    )  # fmt: skip
    data = {"area": area_code, "period": str(term), "code": code,
            "before": had.value if had else None, "after": number}  # fmt: skip
    audit.record(actor=actor, action="indicator_target.set", subject=target, at=now, data=data)
    return target


def _check(made: IndicatorSet, now: datetime) -> None:
    scoring.check_sums(list(made.indicators.values_list("bonus", "most_centipoints")))
    earlier = IndicatorSet.objects.filter(
        county_code=made.county_code, level=made.level, cycle=made.cycle, state="in_force"
    )
    rules.check_applies(made.applies_from, today=localdate(now), first=not earlier.exists())


def _find(uid: UUID, actor: Actor) -> IndicatorSet:
    made = IndicatorSet.objects.visible_to(actor).filter(uid=uid).first()
    if made is None:
        raise NotFound("没有找到这套指标")
    return made


def _move(made: IndicatorSet, was: str, version: int, **fields: Any) -> None:
    """From the version and state that were read; another one answers 409."""
    same = IndicatorSet.objects.filter(pk=made.pk, version=version, state=was)
    if not same.update(**fields, version=F("version") + 1):
        raise Conflict
    made.refresh_from_db()
