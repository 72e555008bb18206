"""A list of places as a file: what the screen shows under its filters, what each column means."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from backend.accounts.rules import ROLES
from backend.audit import services as audit
from backend.common import tables
from backend.common.actor import Actor
from backend.common.errors import Invalid
from stations import queries, rules
from stations.models import Area, Inspection, PartyBranch, Station
from stations.services.opening import person_of

MOST_ROWS = 20_000
STATION_COLUMNS = (
    ("编号", "本县站点编号，三位，不重复使用"), ("名称", "登记名称"), ("乡镇", "所在乡镇"),
    ("村", "所在村或社区"), ("区划代码", "12 位，文本"), ("状态", "按审批的变更，现在的状态"),
    ("级别", "县级中心、乡镇站、村级点"), ("等级", "最近一次检查的评级，未检查为未评级"),
    ("依托", "依托场所"), ("面积（平方米）", "登记面积"), ("经度", "WGS-84，六位小数，可空"),
    ("纬度", "WGS-84，六位小数，可空"), ("电话", "站点对外电话"), ("服务时间", "站点登记"),
    ("开业日期", "首次运营日，不再改变"),
)  # fmt: skip
BRANCH_COLUMNS = (
    ("名称", "现在的名称；更名记录在档案页"), ("类型", "村、社区、机关、合作社"),
    ("乡镇", "所在乡镇"), ("所在地", "所在村、社区或乡镇"), ("区划代码", "文本"),
    ("党员（名）", "最近一次登记的人数，只登记人数"),
)  # fmt: skip
AREA_COLUMNS = (
    ("代码", "6、9 或 12 位，文本"), ("名称", "简称"), ("全称", "官方全称"),
    ("层级", "县、乡镇、村、社区"), ("上级", "上一级区划"), ("拼音", "检索用"),
    ("首字母", "检索用"), ("版本日期", "区划代码的版本"), ("撤销日期", "空为在用"),
)  # fmt: skip
FILTER_NAMES = {
    "search": "查找", "status": "状态", "level": "层级或级别", "grade": "等级",
    "township": "乡镇代码", "kind": "类型", "parent": "上级代码",
}  # fmt: skip


def take_list(
    *, which: str, file_format: str, asked: Mapping[str, str], actor: Actor, now: datetime
) -> bytes:
    """The filtered list as XLSX (data, definitions, filters) or CSV; taking it leaves a trace."""
    title, columns, find, cells = LISTS[which]
    found = find(actor, **asked)
    count = found.count()
    if count > MOST_ROWS:
        raise Invalid(fields={"search": f"共 {count} 行，超过 {MOST_ROWS} 行，请缩小范围"})
    person = person_of(actor=actor)
    said = {name: value for name, value in asked.items() if value}
    data = {"which": which, "format": file_format, "rows": count, "filters": said}
    audit.record(actor=actor, action="list.export", subject=person, at=now, data=data)
    hat = ROLES.get(actor.role, "")
    return tables.book(
        file_format, title=title, columns=columns, rows=(cells(row) for row in found),
        filters=[(FILTER_NAMES[name], value) for name, value in said.items()],
        mark=tables.watermark(name=person.name, hat=hat, purpose=f"{title}台账", now=now),
    )  # fmt: skip


def _station(row: Station) -> Sequence[object]:
    return (
        row.letters, row.name, row.area.parent.name if row.area.parent else "", row.area.name,
        row.area_code, row.get_status_display(), row.get_level_display(),
        Inspection.Grade(row.grade).label if row.grade else "未评级", row.host_kind, row.area_m2,
        rules.degrees(row.longitude_e6), rules.degrees(row.latitude_e6), row.phone,
        row.service_hours, row.opened_on or "",
    )  # fmt: skip


def _branch(row: PartyBranch) -> Sequence[object]:
    above = row.area.parent.name if row.area.parent else ""
    return (
        row.name, row.get_kind_display(), above, row.area.name, row.area_code, row.member_count,
    )  # fmt: skip


def _area(row: Area) -> Sequence[object]:
    return (
        row.code, row.name, row.official_name, row.get_level_display(),
        row.parent.name if row.parent else "", row.pinyin, row.initials, row.edition_on,
        row.closed_on or "",
    )  # fmt: skip


Listed = tuple[
    str, Sequence[tuple[str, str]], Callable[..., QuerySet[Any]], Callable[[Any], Sequence[object]]
]
LISTS: dict[str, Listed] = {
    "stations": (
        "服务站", STATION_COLUMNS,
        lambda actor, **asked: queries.stations(actor, **asked).order_by("area_code", "id"),
        _station,
    ),
    "branches": (
        "党组织", BRANCH_COLUMNS,
        lambda actor, **asked: queries.branches(actor, **asked).order_by("area_code", "id"),
        _branch,
    ),
    "areas": ("区划", AREA_COLUMNS, lambda actor, **asked: queries.areas(actor, **asked), _area),
}  # fmt: skip
