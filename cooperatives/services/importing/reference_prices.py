"""Reference prices from the sheets that offices collect: observations, added and never changed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from backend.common.actor import Actor
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column, by_name
from backend.exchange.rules.rows import Row
from backend.exchange.services.kinds import Kind, Outgoing
from backend.exchange.services.tables import TableDesk
from cooperatives.models import Grade, ReferencePrice
from cooperatives.services.importing.references import Products
from stations.models import Area
from stations.models.area import within

GRADES = dict(Grade.choices)
KEY = ("product_id", "grade", "area_code", "observed_on", "channel")


class ReferencePriceDesk(TableDesk):
    model = ReferencePrice

    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        self.products = Products()
        self.areas = set(Area.objects.visible_to(actor).values_list("code", flat=True))

    def resolve(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.products.find(row)
            code = row.values.get("area_code")
            if code is not None and code not in self.areas:
                row.refuse("area_code", "没有这个区划代码，或不在您的管辖范围")
            if row.values.get("observed_on", "") > localdate(self.now).isoformat():
                row.refuse("observed_on", "采集日期晚于今天")
            row.label = f"{row.values.get('product', '')} {row.values.get('observed_on', '')}"
        sound = [row for row in rows if not row.problems]
        known = self._known(sound)
        for row in sound:
            key = self._key(row)
            row.refs["key"] = "|".join(str(part) for part in key)
            if key in known:
                row.pk, told = known[key]
                row.current = row.values | told

    def fields(self, row: Row) -> dict[str, Any]:
        plain = {key: row.values[key] for key in ("grade", "area_code", "channel", "source")}
        return plain | {
            "product_id": row.refs["product_id"],
            "observed_on": date.fromisoformat(row.values["observed_on"]),
            "price_fen_per_jin": row.values["price"],
        }

    def _key(self, row: Row) -> tuple[Any, ...]:
        told = row.values
        return (
            row.refs["product_id"], told["grade"], told["area_code"], told["observed_on"],
            told["channel"],
        )  # fmt: skip

    def _known(self, rows: Sequence[Row]) -> dict[tuple[Any, ...], tuple[int, dict[str, Any]]]:
        days = {date.fromisoformat(row.values["observed_on"]) for row in rows}
        found = ReferencePrice.objects.filter(
            observed_on__in=days, product_id__in={row.refs["product_id"] for row in rows}
        )
        known = {}
        for pk, *key, price, source in found.values_list("pk", *KEY, "price_fen_per_jin", "source"):
            parts = tuple(str(part) if isinstance(part, date) else part for part in key)
            known[parts] = (pk, {"price": price, "source": source})
        return known


class ReferencePrices(Kind):
    code, title = "reference_price", "参考价"
    import_object = view_object = "reference_price"
    steps = [["CO"]]
    model = ReferencePrice
    desk_type = ReferencePriceDesk
    columns = (
        Column(
            "product", "产品", values.text(30), required=True,
            aliases=("品种", "产品名称", "品名"), sample="土豆",
        ),
        Column(
            "grade", "等级", values.choice(GRADES), by_name(GRADES), required=True,
            aliases=("规格等级",), choices=tuple(GRADES.values()), sample="一级",
        ),
        Column(
            "area_code", "区划代码", values.digits_text, required=True,
            aliases=("乡镇代码", "采集地代码", "地区代码"), sample="630121103",
            hint="县 6 位、乡镇 9 位或村 12 位，须为文本",
        ),
        Column(
            "observed_on", "采集日期", values.day, required=True, aliases=("日期", "采价日期"),
            sample="2026-03-05",
        ),
        Column(
            "channel", "渠道", values.text(20), required=True, aliases=("销售渠道",),
            sample="收购商",
        ),
        Column(
            "price", "价格(元/斤)", values.price, lambda fen: fen / 100, required=True,
            aliases=("价格", "单价", "参考价"), sample=1.2, hint="每斤（500 克）价格，单位元",
        ),
        Column(
            "source", "来源", values.text(60), required=True, aliases=("采集人", "数据来源"),
            sample="东峡镇集市采集",
        ),
    )  # fmt: skip

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[ReferencePrice]:
        return ReferencePrice.objects.filter(within(actor, "area_code")).order_by("pk")

    def rows_out(self, records: QuerySet[ReferencePrice]) -> Iterator[Outgoing]:
        names = Products().names
        for record in records.iterator(chunk_size=2_000):
            yield Outgoing(
                {
                    "product": names[record.product_id], "grade": record.grade,
                    "area_code": record.area_code, "observed_on": record.observed_on.isoformat(),
                    "channel": record.channel, "price": record.price_fen_per_jin,
                    "source": record.source,
                }
            )  # fmt: skip
