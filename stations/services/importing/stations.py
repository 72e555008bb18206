"""Stations from the lists that offices keep: those already open; others are applied for."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.common.actor import Actor
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column, by_name
from backend.exchange.rules.errors import CellWrong
from backend.exchange.rules.rows import Row
from backend.exchange.services import bulk
from backend.exchange.services.kinds import Kind, Outgoing, Undo
from backend.exchange.services.tables import EditedTableDesk
from stations import queries, rules
from stations.models import Station, StationCatchment
from stations.models.counter import ServiceKind
from stations.services.importing.places import AREA_COLUMNS, Villages, area_values

LEVELS, HOSTS = dict(Station.Level.choices), dict(Station.Host.choices)
STATUSES = dict(Station.Status.choices)
SERVICES = dict(ServiceKind.choices)
PLAIN = (
    "name", "level", "host_kind", "address", "phone", "area_m2", "broadband", "equipment", "zones",
    "services", "service_hours",
)  # fmt: skip
# History and moves have a way of their own (ROLES section 3): no file changes them.
BY_REQUEST = {
    "village_code": "服务站的所在村不能用文件修改",
    "status": "状态变更请在服务站页面办理，须经乡镇和县里同意",
    "opened_on": "开业日期是历史记录，不能修改",
}


class StationDesk(EditedTableDesk):
    model = Station

    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        self.villages = Villages(actor)
        self.today = timezone.localdate(now).isoformat()

    def resolve(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.villages.place(row)
            row.label = str(row.values.get("name", ""))
        codes = {row.refs["area_code"] for row in rows if "area_code" in row.refs}
        numbers = {row.values["letters"] for row in rows if "letters" in row.values}
        standing = Station.objects.filter(Q(area_code__in=codes) | Q(letters__in=numbers))
        found = list(standing.exclude(status=Station.Status.CLOSED))
        by_village = {one.area_code: one for one in found}
        by_number = {(one.area_code[:6], one.letters): one for one in found}
        served = dict(
            StationCatchment.objects.filter(area__code__in=codes, valid_to__isnull=True)
            .values_list("area__code", "station__name")
        )  # fmt: skip
        for row in rows:
            self._match(row, by_village, by_number, served)

    def create(self, rows: Sequence[Row]) -> list[Undo]:
        """Each with its own village as its first catchment, since the day it opened."""
        self._number(rows)
        entries = super().create(rows)
        StationCatchment.objects.bulk_create(
            StationCatchment(
                station_id=one["pk"], area_id=row.refs["area_id"],
                valid_from=date.fromisoformat(row.values["opened_on"]),
            )
            for row, one in zip(rows, entries, strict=True)
        )  # fmt: skip
        return entries

    def fields(self, row: Row) -> dict[str, Any]:
        found = {key: row.values[key] for key in PLAIN if key in row.values}
        if row.current is None:
            found |= {
                "letters": row.refs["letters"], "area_id": row.refs["area_id"],
                "area_code": row.refs["area_code"], "status": Station.Status.OPERATING,
                "opened_on": date.fromisoformat(row.values["opened_on"]),
            }  # fmt: skip
        return found

    def _number(self, rows: Sequence[Row]) -> None:
        """The numbers of a county follow each other."""
        last: dict[str, int] = {}
        for row in rows:
            county = row.refs["area_code"][:6]
            last[county] = last[county] + 1 if county in last else int(queries.next_letters(county))
            row.refs["letters"] = rules.station_letters(last[county])

    def _match(
        self, row: Row, by_village: dict[str, Station], by_number: dict[Any, Station],
        served: dict[str, str],
    ) -> None:  # fmt: skip
        code, number = row.refs.get("area_code", ""), row.values.get("letters", "")
        row.refs["key"] = code or number
        found = by_number.get((code[:6] or self._county(), number)) if number else None
        if number and found is None:
            row.refuse("letters", "没有这个站点编号；新登记的服务站请留空，由系统编号")
            return
        found = found or by_village.get(code)
        if found is None:
            self._check_new(row, served.get(code, ""))
        elif not self.actor.reaches_area(found.area_code):
            row.refuse("letters", "不在您的管辖范围")
        else:
            self._take(row, found)

    def _county(self) -> str:
        return self.actor.ranges[0].low[:6] if self.actor.ranges else ""

    def _check_new(self, row: Row, server: str) -> None:
        for key, word in (("village_code", "村"), ("opened_on", "开业日期")):
            if key not in row.values and not any(one[0] == key for one in row.problems):
                row.refuse(key, f"新登记的服务站必须填写{word}")
        if row.values.get("status", "operating") != Station.Status.OPERATING:
            row.refuse("status", "文件只登记运营中的服务站；新建站请用“申请建站”办理")
        if row.values.get("opened_on", "") > self.today:
            row.refuse("opened_on", "开业日期晚于今天")
        if server:
            row.conflict("village_code", f"该村现由{server}服务，请先办理服务村调整")

    def _take(self, row: Row, found: Station) -> None:
        row.pk, row.version, row.current = found.pk, found.version, current_of(found)
        for key, why in BY_REQUEST.items():
            told = row.values.get(key)
            if told is not None and told != row.current[key]:
                row.conflict(key, why)


def current_of(one: Station) -> dict[str, Any]:
    plain: dict[str, Any] = {key: getattr(one, key) for key in PLAIN}
    return plain | {
        "letters": one.letters, "village_code": one.area_code, "status": one.status,
        "opened_on": one.opened_on.isoformat() if one.opened_on else None,
    }  # fmt: skip


def number_of_station(cell: Any) -> str:
    """Three digits; a sheet that made a figure of "007" is understood."""
    found = str(int(cell)) if isinstance(cell, float | int) else values.plain_text(cell)
    if not re.fullmatch(r"\d{1,3}", found):
        raise CellWrong("站点编号为 1 至 3 位数字，例如 007")
    return found.zfill(3)


def equipment(cell: Any) -> list[dict[str, Any]]:
    """ "电子秤×2、打印机": a number that is not said is one."""
    found = []
    for word in values.words(30)(cell):
        name, _, count = re.sub(r"[xX*＊]", "×", word).partition("×")
        if not name or (count and not count.isdecimal()):
            raise CellWrong("请写成“电子秤×2、标签打印机×1”")
        found.append({"name": name, "count": int(count or 1)})
    return found


def told_equipment(rows: list[dict[str, Any]]) -> str:
    return "、".join(f"{row['name']}×{row['count']}" for row in rows)


def several(names: dict[str, str]) -> Any:
    """Names of a list with 、 between them, as codes."""
    one = values.choice(names)
    return lambda cell: [one(word) for word in values.words(20)(cell)]


def told_names(names: dict[str, str]) -> Any:
    return lambda codes: "、".join(names.get(code, code) for code in codes)


class Stations(Kind):
    code, title = "station", "服务站"
    import_object = view_object = "station"
    steps = rules.CHANGE_KINDS["station_edit"][2]
    model = Station
    desk_type = StationDesk
    words = {
        "stationmove": "状态变更", "stationcatchment": "服务村", "stationbranch": "支部领办或托管",
        "operatorposting": "运营员任职", "inspection": "检查评级", "parcel": "包裹",
        "servicerecord": "服务记录", "receipt": "收货单", "listing": "上架商品",
        "stationattachment": "合作社挂靠",
    }  # fmt: skip
    columns = (
        Column(
            "letters", "站点编号", number_of_station, aliases=("编号", "站号", "服务站编号"),
            hint="已登记的服务站填写；新登记的留空，由系统编号",
        ),
        Column(
            "name", "站点名称", values.text(40, 4), required=True,
            aliases=("名称", "服务站", "服务站名称", "站名"), sample="东峡一村电商服务站",
        ),
        *AREA_COLUMNS,
        Column(
            "status", "状态", values.choice(STATUSES), by_name(STATUSES), aliases=("运营状态",),
            choices=(STATUSES["operating"],), sample="运营中",
            hint="新登记的服务站只能是“运营中”；其他状态在服务站页面办理",
        ),
        Column(
            "opened_on", "开业日期", values.day, aliases=("开业时间", "运营日期", "建成日期"),
            sample="2021-03-01", hint="登记以后不能修改",
        ),
        Column(
            "level", "级别", values.choice(LEVELS), by_name(LEVELS), aliases=("站点级别",),
            choices=tuple(LEVELS.values()), sample="村级点",
        ),
        Column(
            "host_kind", "依托场所", values.choice(HOSTS), aliases=("建设类型", "依托"),
            choices=tuple(HOSTS), sample="小卖部",
        ),
        Column("address", "地址", values.text(80), aliases=("站点地址",), sample="村委会旁"),
        Column(
            "phone", "联系电话", values.text(20), aliases=("电话", "站点电话"), sample="09712720000"
        ),
        Column(
            "area_m2", "面积(平方米)", values.whole(0, 10_000), aliases=("面积", "营业面积"),
            sample=40,
        ),
        Column(
            "broadband", "宽带", values.truth, lambda has: "有" if has else "无",
            aliases=("通宽带", "网络"), choices=("有", "无"), sample="有",
        ),
        Column(
            "equipment", "设备", equipment, told_equipment, aliases=("设备清单",),
            sample="电子秤×1、标签打印机×1",
        ),
        Column(
            "zones", "功能区", several(rules.ZONES), told_names(rules.ZONES),
            sample="仓储物流、代收代投", hint=f"可选：{'、'.join(rules.ZONES.values())}",
        ),
        Column(
            "services", "服务项目", several(SERVICES), told_names(SERVICES),
            aliases=("服务内容",), sample="代买、代收快递",
            hint=f"可选：{'、'.join(SERVICES.values())}",
        ),
        Column(
            "service_hours", "服务时间", values.text(60), aliases=("营业时间",),
            sample="9:00-18:00",
        ),
    )  # fmt: skip

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[Station]:
        found = Station.objects.visible_to(actor).exclude(status=Station.Status.CLOSED)
        code = filters.get("area_code", "")
        return (found.filter(area_code__startswith=code) if code else found).order_by("pk")

    def rows_out(self, records: QuerySet[Station]) -> Iterator[Outgoing]:
        villages = Villages(Actor(user_uid=""))
        for one in records.iterator(chunk_size=1_000):
            yield Outgoing(current_of(one) | area_values(one.area_code, villages))

    def take_back(self, entries: Sequence[Undo]) -> None:
        new = [int(one["pk"]) for one in entries if one["before"] is None]
        bulk.delete(StationCatchment, new, by="station_id")
        super().take_back(entries)

    def dependants(self, entries: Sequence[Undo]) -> Iterator[str]:
        """Its own village came with it: that one is no later record."""
        yield from self.later_records(entries, {"stationcatchment": 1})
