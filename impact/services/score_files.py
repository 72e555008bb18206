"""A score sheet, or the areas of one period beside each other, as a file with its definitions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from backend.accounts.models import User
from backend.accounts.rules import ROLES
from backend.audit import services as audit
from backend.common import tables
from backend.common.actor import Actor
from impact.models import Indicator, ScoreEntry, ScoreRemark, ScoreSheet
from impact.queries import sheets
from impact.rules import scoring
from impact.rules.appraisal import CYCLE_NAMES
from impact.services.filling_in import item_of, term_of_sheet

SHEET_COLUMNS = (
    ("编码", "指标编码；B 开头为加分项"), ("指标", "名称，定义见下"),
    ("类别", "基本项合计 100 分，加分项合计 10 分"), ("来源", "国家综合示范或本县"),
    ("计分", "按完成率：实际值 ÷ 目标 × 满分，不超过满分；达标得满分；评定：由人给分"),
    ("目标", "提交时冻结的目标"), ("实际值", "系统按记录计算，或填报"), ("单位", "计量单位"),
    ("满分", "分"), ("得分", "分"), ("说明", "填报说明；由人评定的写明理由"),
    ("依据", "附件和说明"),
    ("意见", "审核和审定时对本项的意见"),
)  # fmt: skip
AREA_COLUMNS = (
    ("代码", "区划代码"), ("名称", "乡镇或村"),
    ("状态", "最新一版的状态；更正中的仍列已锁定的一版"),
    ("版本", "第几版；大于 1 的为重新开启后的更正"), ("基本分", "满分 100"), ("加分", "满分 10"),
    ("合计", "基本分加加分"),
)  # fmt: skip


def take_sheet(*, uid: UUID, file_format: str, actor: Actor, now: datetime) -> bytes:
    """One sheet with the definitions it was scored by."""
    sheet = sheets.sheet_in_reach(actor, uid)
    term = term_of_sheet(sheet)
    remarks = [one for one in sheet.remarks.all() if one.indicator_id]
    rows = [_line(one, remarks) for one in sheet.entries.all()]
    rows += [_total("基本分", sheet.base_centipoints), _total("加分", sheet.bonus_centipoints)]
    rows.append(_total("合计", sheet.total_centipoints))
    filters = [
        ("地区", sheet.area.name), ("考核期", term.name), ("考核", CYCLE_NAMES[sheet.set.cycle]),
        ("指标", f"{sheet.set.title} 第 {sheet.set.number} 版"),
        ("表的版本", f"第 {sheet.number} 版 {sheet.reason}".strip()),
        ("状态", sheet.get_state_display()), ("填报人", sheet.submitted_by_name or "未提交"),
        ("审核人", sheet.reviewed_by_name or "—"), ("审定人", sheet.locked_by_name or "—"),
        ("内容校验", sheet.digest or "未提交"),
    ]  # fmt: skip
    meanings = meanings_of(one.indicator for one in sheet.entries.all())
    title = f"{sheet.area.name} {term.name}考核表"
    _trace(sheet, file_format, actor, now)
    return tables.book(
        file_format, title=title, mark=_mark(actor, title, now), columns=SHEET_COLUMNS, rows=rows,
        filters=filters, meanings=meanings,
    )  # fmt: skip


def take_comparison(
    *, parent: str, period: str, file_format: str, actor: Actor, now: datetime
) -> bytes:
    """The table of the comparison page as it stands."""
    found = sheets.comparison(
        actor=actor, parent=parent, period=period, today=timezone.localdate(now)
    )
    columns = [*AREA_COLUMNS, *((one.code, f"{one.name}，得分") for one in found.columns)]
    rows = [_place(row, found.columns) for row in found.rows]
    filters = [
        ("范围", " › ".join(area.name for area in found.breadcrumb)), ("考核期", found.term.name),
        ("已锁定", f"{found.locked}/{len(found.rows)}"),
    ]  # fmt: skip
    title = f"{found.area.name} {found.term.name}考核对照"
    person = User.objects.get(uid=actor.user_uid)
    data = {"parent": found.area.code, "period": period, "format": file_format}
    audit.record(actor=actor, action="score_comparison.export", subject=person, at=now, data=data)
    return tables.book(
        file_format, title=title, mark=_mark(actor, title, now), columns=columns, rows=rows,
        filters=filters, meanings=meanings_of(found.columns),
    )  # fmt: skip


def meanings_of(lines: Iterable[Indicator]) -> list[tuple[str, str]]:
    """What each indicator counts and where it comes from."""
    return [
        (
            f"{one.code} {one.name}",
            f"{one.meaning}。出处：{one.source}{'' if one.source_checked else '（待核实）'}",
        )
        for one in lines
    ]


def _line(entry: ScoreEntry, remarks: Sequence[ScoreRemark]) -> Sequence[object]:
    line = entry.indicator
    said = [one.words for one in remarks if one.indicator_id == line.pk]
    by_hand = scoring.why_by_hand(item_of(entry), entry.value, entry.target, entry.why_none)
    value = scoring.shown(entry.value, line.unit)
    return (
        line.code, line.name, "加分项" if line.bonus else "基本项", line.get_origin_display(),
        line.get_method_display(), scoring.shown(entry.target, line.unit),
        value or by_hand, line.unit_name, _points(entry.most_centipoints),
        _points(entry.given_centipoints), entry.note,
        "；".join(one.text for one in entry.evidence.all()), "；".join(said),
    )  # fmt: skip


def _total(name: str, centipoints: int) -> Sequence[object]:
    return ("", name, *[""] * 7, _points(centipoints), "", "", "")


def _place(row: sheets.Row, columns: Sequence[Indicator]) -> Sequence[object]:
    shown = row.shown
    if shown is None or row.sheet is None:
        return (row.area.code, row.area.name, "未填报", *[None] * (4 + len(columns)))
    state = "更正中" if row.correcting else row.sheet.get_state_display()
    return (
        row.area.code, row.area.name, state, shown.number, _points(shown.base_centipoints),
        _points(shown.bonus_centipoints), _points(shown.total_centipoints),
        *(_points(row.points.get(one.code)) for one in columns),
    )  # fmt: skip


def _points(centipoints: int | None) -> Decimal | None:
    return None if centipoints is None else Decimal(centipoints) / 100


def _mark(actor: Actor, purpose: str, now: datetime) -> str:
    return tables.watermark(
        name=actor.name, hat=ROLES.get(actor.role, ""), purpose=purpose, now=now
    )


def _trace(sheet: ScoreSheet, file_format: str, actor: Actor, now: datetime) -> None:
    data = {"format": file_format, "digest": sheet.digest}
    audit.record(actor=actor, action="score_sheet.export", subject=sheet, at=now, data=data)
