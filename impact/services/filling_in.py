"""A score sheet begun, filled in and handed in by the one who answers for its area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from backend.approvals import services as approvals
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from impact.models import ScoreEntry, ScoreRemark, ScoreSheet
from impact.queries import formulas, sheets
from impact.queries.indicators import set_for, targets_of
from impact.rules import scoring
from impact.rules.appraisal import Term, check_over, term_of
from stations.models import Area

KIND = OBJECT = "score_sheet"


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed for one line; what a formula gives is never typed."""

    code: str
    value: str = ""
    points: str = ""
    note: str = ""


@transaction.atomic
def begin_sheet(*, area_code: str, period: str, actor: Actor, now: datetime) -> ScoreSheet:
    """The first sheet of an area and period, with what the formulas give so far."""
    area = Area.objects.visible_to(actor).filter(code=area_code).first()
    if area is None:
        raise NotFound("没有这个地区，或不在您的范围内")
    if area.level not in scoring.LEVELS:
        raise Invalid(fields={"area_code": "社区没有考核表，请选择县、乡镇或行政村"})
    scoring.check_filler(area.level, actor.role)
    term = term_of(period, today=localdate(now))
    chosen = set_for(area.code[:6], area.level, term)
    if chosen is None:
        raise Conflict(f"{term.name}还没有已生效的{scoring.LEVEL_NAMES[area.level]}级指标")
    try:
        with transaction.atomic():
            sheet = ScoreSheet.objects.create(
                set=chosen, area=area, area_code=area.code, level=area.level, period=str(term),
                first_on=term.first_on, next_on=term.next_on, begun_by_uid=actor.user_uid,
                begun_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(f"{area.name} {term.name}的考核表已经开始填报，请在列表里打开") from error
    ScoreEntry.objects.bulk_create(
        ScoreEntry(sheet=sheet, indicator=one, most_centipoints=one.most_centipoints)
        for one in chosen.indicators.all()
    )
    compute(sheet, now=now)
    audit.record(actor=actor, action="score_sheet.begin", subject=sheet, at=now)
    return sheet


@transaction.atomic
def fill_sheet(
    *, uid: UUID, version: int, said: Sequence[Said], actor: Actor, now: datetime
) -> ScoreSheet:
    """Typed values and points within their scale; what is wrong is named line by line."""
    sheet = _own(uid, actor)
    _claim(sheet, version)
    lines = {one.indicator.code: one for one in sheet.entries.all()}
    wrong: dict[str, str] = {}
    for one in said:
        try:
            if (entry := lines.get(one.code)) is None:
                raise Invalid("这张表没有这一项")
            _write(entry, one, actor)
        except Invalid as error:
            name = lines[one.code].indicator.name if one.code in lines else ""
            wrong[f"entries.{one.code}"] = f"{one.code} {name}：{error.detail}"
    if wrong:
        raise Invalid(fields=wrong)
    compute(sheet, now=now)
    audit.record(actor=actor, action="score_sheet.fill", subject=sheet, at=now)
    return sheet


def _write(entry: ScoreEntry, said: Said, actor: Actor) -> None:
    """One line; a line that stays as it was keeps the name of who wrote it."""
    line = entry.indicator
    before = (entry.value, entry.given_centipoints, entry.note)
    note, value, points = said.note.strip(), said.value.strip(), said.points.strip()
    if len(note) > 400:
        raise Invalid("说明最多 400 字")
    if line.formula_key:
        if value and value != scoring.shown(entry.value, line.unit):
            raise Invalid("数值由系统按记录计算，不能填写")
    elif line.method != "judged":
        entry.value = scoring.read_value(value, line.unit) if value else None
    if scoring.why_by_hand(item_of(entry), entry.value, entry.target, entry.why_none):
        entry.given_centipoints = (
            scoring.read_points(points, entry.most_centipoints) if points else None
        )
        if entry.given_centipoints is not None and not note:
            raise Invalid("由人评定的得分请写明理由")
        entry.judged = True
    elif points and points != scoring.shown(entry.given_centipoints, "percent"):
        raise Invalid("得分由系统按目标计算，不能填写")
    entry.note = note
    if before != (entry.value, entry.given_centipoints, entry.note):
        entry.filled_by_uid = actor.user_uid
    entry.save()


def compute(sheet: ScoreSheet, *, now: datetime) -> None:
    """What the formulas give now, the targets as they are set, the points that follow."""
    term = term_of_sheet(sheet)
    asked = formulas.Asked(sheet.area_code, len(sheet.area_code), term)
    targets = targets_of(sheet.area_code, sheet.period)
    entries = list(ScoreEntry.objects.filter(sheet=sheet).select_related("indicator"))
    for entry in entries:
        line = entry.indicator
        found = formulas.Found(entry.value)
        if line.formula_key:
            found = formulas.computed(line.formula_key, asked, [sheet.area_code])[sheet.area_code]
        score(entry, found, targets.get(line.code, line.default_target))
    ScoreEntry.objects.bulk_update(
        entries, ["value", "why_none", "target", "given_centipoints", "judged"]
    )
    base, bonus = scoring.total_of(
        (one.indicator.bonus, one.given_centipoints or 0) for one in entries
    )
    ScoreSheet.objects.filter(pk=sheet.pk).update(
        computed_at=now, base_centipoints=base, bonus_centipoints=bonus
    )
    sheet.refresh_from_db()


def score(entry: ScoreEntry, found: formulas.Found, target: int | None) -> None:
    """By rule where value and target stand; else a person's own points stay."""
    entry.value, entry.why_none, entry.target = found.value, found.why, target
    points = scoring.points_of(item_of(entry), found.value, target)
    by_hand = bool(scoring.why_by_hand(item_of(entry), found.value, target, found.why))
    if not by_hand or not entry.judged:
        entry.given_centipoints = points
    entry.judged = by_hand


def item_of(entry: ScoreEntry) -> scoring.Item:
    return scoring.Item(entry.indicator.method, entry.most_centipoints, entry.indicator.unit)


def term_of_sheet(sheet: ScoreSheet) -> Term:
    return term_of(sheet.period, today=sheet.next_on)


@transaction.atomic
def submit_sheet(*, uid: UUID, version: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Computed once more, every line scored and proved, the period over: then others look."""
    sheet = _own(uid, actor)
    check_over(term_of_sheet(sheet), today=localdate(now))
    _claim(sheet, version)
    compute(sheet, now=now)
    sheet = sheets.sheet_in_reach(actor, uid)
    _check_whole(sheet)
    digest = digest_of(sheets.content_of(sheet))
    ScoreSheet.objects.filter(pk=sheet.pk).update(
        state=scoring.next_state(sheet.state, "submit"), digest=digest,
        submitted_by_uid=actor.user_uid, submitted_by_name=actor.name,
        submitted_on=localdate(now), reviewed_by_uid="", reviewed_by_name="", reviewed_on=None,
    )  # fmt: skip
    remark(sheet, "submit", "", actor, now)
    approvals.open_request(
        kind=KIND, object_kind=OBJECT, object_uid=str(sheet.uid),
        title=f"{sheet.area.name} {term_of_sheet(sheet).name}考核表",
        content_digest=digest, area_code=sheet.area_code, scope_ref="", amount_fen=0,
        actor=actor, now=now, default_steps=scoring.STEPS[sheet.level],
    )  # fmt: skip
    data = {"digest": digest, "base": sheet.base_centipoints, "bonus": sheet.bonus_centipoints}
    audit.record(actor=actor, action="score_sheet.submit", subject=sheet, at=now, data=data)
    return sheets.sheet_in_reach(actor, uid)


def _check_whole(sheet: ScoreSheet) -> None:
    """A line without points, or with points and without what proves them, is named."""
    wrong: dict[str, str] = {}
    for one in sheet.entries.all():
        name = f"{one.indicator.code} {one.indicator.name}"
        if one.given_centipoints is None:
            why = scoring.why_by_hand(item_of(one), one.value, one.target, one.why_none)
            ask = f"{why}，请填写得分和理由" if why else "请填写数值"
            wrong[f"entries.{one.indicator.code}"] = f"{name}：还没有得分。{ask}"
        elif one.given_centipoints and one.indicator.evidence_required and not one.evidence.all():
            wrong[f"entries.{one.indicator.code}"] = f"{name}：有得分，请附依据（文件或说明）"
    if wrong:
        raise Invalid("还有项目没有填完，不能提交", fields=wrong)


def remark(
    sheet: ScoreSheet, step: str, words: str, actor: Actor, now: datetime, *,
    line: int | None = None,
) -> None:  # fmt: skip
    ScoreRemark.objects.create(
        sheet=sheet, indicator_id=line, step=step, words=words, by_uid=actor.user_uid,
        by_name=actor.name, at=now,
    )  # fmt: skip


def _own(uid: UUID, actor: Actor) -> ScoreSheet:
    """A sheet in reach that this hat fills in and that still is open."""
    sheet = sheets.sheet_in_reach(actor, uid)
    scoring.check_filler(sheet.level, actor.role)
    if sheet.state not in scoring.OPEN_STATES:
        raise scoring.SheetClosed
    return sheet


def _claim(sheet: ScoreSheet, version: int) -> None:
    """From the version that was read; another one answers 409."""
    same = ScoreSheet.objects.filter(pk=sheet.pk, version=version, state=sheet.state)
    if not same.update(version=F("version") + 1):
        raise Conflict
