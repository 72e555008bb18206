"""Cooperatives by their credit codes; the township's list, agreed to by the county."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from backend.common.actor import Actor
from backend.common.search import initials_of, pinyin_of
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column
from backend.exchange.rules.rows import Row
from backend.exchange.services.kinds import Kind, Outgoing
from backend.exchange.services.tables import EditedTableDesk
from cooperatives.models import Cooperative
from cooperatives.rules.codes import check_credit_code, is_cooperative_code
from stations.services.importing.places import AREA_COLUMNS, Villages, area_values

PLAIN = ("credit_code", "name", "address", "office_phone", "business")


class CooperativeDesk(EditedTableDesk):
    model = Cooperative

    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        self.villages = Villages(actor)

    def resolve(self, rows: Sequence[Row]) -> None:
        codes = [row.values.get("credit_code", "") for row in rows]
        known = {one.credit_code: one for one in Cooperative.objects.filter(credit_code__in=codes)}
        for row in rows:
            self.villages.place(row)
            self._check(row)
            found = known.get(row.values.get("credit_code", ""))
            if found is None:
                if "area_id" not in row.refs and not row.problems:
                    row.refuse("village_code", "新登记的合作社必须填写村")
            elif not self.actor.reaches_area(found.area_code):
                row.conflict("credit_code", "此合作社已在管辖范围以外登记")
            else:
                row.pk, row.version, row.current = found.pk, found.version, current_of(found)

    def fields(self, row: Row) -> dict[str, Any]:
        found = {key: row.values[key] for key in PLAIN if key in row.values}
        found["founded_on"] = date.fromisoformat(row.values["founded_on"])
        found["pinyin"] = pinyin_of(row.values["name"])[:240]
        found["initials"] = initials_of(row.values["name"])[:60]
        if "area_id" in row.refs:
            found |= {"area_id": row.refs["area_id"], "area_code": row.refs["area_code"]}
        return found

    def _check(self, row: Row) -> None:
        code = row.values.get("credit_code", "")
        row.label, row.refs["key"] = str(row.values.get("name", "")), code
        if code and not check_credit_code(code):
            row.refuse("credit_code", "统一社会信用代码校验不通过，请核对")
        elif code and not is_cooperative_code(code):
            row.refuse(
                "credit_code", "不是合作社或集体经济组织的代码（应以 93 或 N1、N2、N3 开头）"
            )
        if row.values.get("founded_on", "") > localdate(self.now).isoformat():
            row.refuse("founded_on", "成立日期晚于今天")


def current_of(one: Cooperative) -> dict[str, Any]:
    plain: dict[str, Any] = {key: getattr(one, key) or None for key in PLAIN}
    return plain | {"village_code": one.area_code, "founded_on": one.founded_on.isoformat()}


class CooperativesKind(Kind):
    code, title = "cooperative", "合作社"
    import_object, view_object = "cooperative_import", "cooperative"
    steps = [["CO"]]
    model = Cooperative
    desk_type = CooperativeDesk
    words = {"membership": "社员登记", "stationattachment": "服务站挂靠", "receipt": "收货单",
             "pricelist": "价格表", "listing": "上架商品"}  # fmt: skip
    columns = (
        Column(
            "credit_code", "统一社会信用代码", values.credit_code, required=True,
            aliases=("信用代码", "社会信用代码", "统一代码", "注册号"), sample="93639999MA990001XA",
            hint="18 位，须为文本格式",
        ),
        Column(
            "name", "合作社名称", values.text(60, 4), required=True, 
            aliases=("名称", "合作社", "社名"), sample="东峡种植专业合作社",
        ),
        *AREA_COLUMNS,
        Column(
            "founded_on", "成立日期", values.day, required=True,
            aliases=("注册日期", "登记日期", "成立时间"), sample="2019-05-06",
        ),
        Column("address", "地址", values.text(80), aliases=("住所", "注册地址"), sample="村委会旁"),
        Column(
            "office_phone", "办公电话", values.text(20), aliases=("联系电话", "电话"),
            sample="09712720000",
        ),
        Column(
            "business", "主营业务", values.text(120), aliases=("经营范围", "业务范围"),
            sample="马铃薯",
        ),
    )  # fmt: skip

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[Cooperative]:
        found = Cooperative.objects.visible_to(actor)
        code = filters.get("area_code", "")
        return (found.filter(area_code__startswith=code) if code else found).order_by("pk")

    def rows_out(self, records: QuerySet[Cooperative]) -> Iterator[Outgoing]:
        villages = Villages(Actor(user_uid=""))
        for one in records.iterator(chunk_size=1_000):
            yield Outgoing(current_of(one) | area_values(one.area_code, villages))
