"""Products: what the county sells, by code; their classes are the law's and stay as they are."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from backend.common.actor import Actor
from backend.common.search import initials_of, pinyin_of
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column
from backend.exchange.rules.errors import CellWrong
from backend.exchange.rules.rows import Row
from backend.exchange.services.kinds import Kind, Outgoing
from backend.exchange.services.tables import EditedTableDesk
from cooperatives.models import Product, ProductClass

PLAIN = ("name", "aliases", "shelf_life_days", "most_g_per_receipt", "season", "gi_mark")


class ProductDesk(EditedTableDesk):
    model = Product

    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        classes = list(ProductClass.objects.values_list("pk", "code", "name"))
        self.classes = {word: pk for pk, *words in classes for word in words}
        self.class_names = {pk: name for pk, _, name in classes}

    def resolve(self, rows: Sequence[Row]) -> None:
        codes = [row.values["code"] for row in rows if "code" in row.values]
        known = {product.code: product for product in Product.objects.filter(code__in=codes)}
        for row in rows:
            row.label = str(row.values.get("name", ""))
            row.refs["key"] = row.values.get("code", "")
            self._class(row)
            product = known.get(row.values.get("code", ""))
            if product:
                row.pk, row.version = product.pk, product.version
                row.current = values_of(product, self.class_names)

    def fields(self, row: Row) -> dict[str, Any]:
        found = {key: row.values[key] for key in PLAIN if key in row.values}
        words = [
            row.values["name"],
            *row.values.get("aliases", (row.current or {}).get("aliases", [])),
        ]
        found["pinyin"] = " ".join(pinyin_of(word) for word in words)
        found["initials"] = " ".join(initials_of(word) for word in words)
        found["product_class_id"] = row.refs["class_id"]
        if row.current is None:
            # Drawings are chosen on screen; until then the neutral one is shown.
            found |= {"code": row.values["code"], "picture": "produce"}
        return found

    def _class(self, row: Row) -> None:
        word = row.values.get("class")
        pk = self.classes.get(word) if word else None
        if word and pk is None:
            row.refuse("class", f"没有这个类别，应为：{'、'.join(self.class_names.values())}")
        elif pk:
            row.values["class"], row.refs["class_id"] = self.class_names[pk], pk


def values_of(product: Product, class_names: dict[int, str]) -> dict[str, Any]:
    plain = {key: getattr(product, key) for key in PLAIN}
    return plain | {"code": product.code, "class": class_names[product.product_class_id]}


def product_code(cell: Any) -> str:
    found = values.plain_text(cell).lower()
    if not 2 <= len(found) <= 20 or not found.replace("_", "").isalnum() or not found.isascii():
        raise CellWrong("编码应为 2 至 20 位小写字母、数字和下划线，例如 potato")
    return found


def spaced(words: list[str]) -> str:
    return "、".join(words)


def grams(cell: Any) -> int:
    """Kilograms on the sheet, grams inside."""
    return int(values.hundredths(100_000)(cell)) * 10


class Products(Kind):
    code, title = "product", "产品"
    import_object = view_object = "product"
    steps = [["CO"]]
    model = Product
    desk_type = ProductDesk
    columns = (
        Column(
            "code", "产品编码", product_code, required=True, aliases=("编码", "代码"),
            sample="potato", hint="小写字母、数字和下划线；同一编码是同一产品",
        ),
        Column(
            "name", "产品名称", values.text(30), required=True, aliases=("名称", "品名", "产品"),
            sample="土豆",
        ),
        Column(
            "class", "类别", values.text(20), required=True, aliases=("产品类别", "品类"),
            sample="蔬菜",
        ),
        Column(
            "aliases", "别名", values.words(20), spaced, aliases=("又名", "俗名"),
            sample="洋芋、马铃薯", hint="买家搜这些词也能找到，用顿号分开",
        ),
        Column(
            "shelf_life_days", "保质天数", values.whole(1, 3_650), required=True,
            aliases=("保质期(天)", "保质期", "货架期"), sample=90,
        ),
        Column(
            "most_g_per_receipt", "单次收货上限(公斤)", grams, lambda weight_g: weight_g / 1000,
            required=True, aliases=("收货上限", "单次上限"), sample=2000,
            hint="超过时提示是否把公斤当成了斤",
        ),
        Column(
            "season", "上市季节", values.text(40), aliases=("季节", "产季"), sample="9 月至 10 月",
        ),
        Column(
            "gi_mark", "地理标志", values.text(40), aliases=("地标", "地理标志名称"), sample="",
        ),
    )  # fmt: skip

    def choices(self) -> dict[str, list[str]]:
        return {"class": list(ProductClass.objects.order_by("pk").values_list("name", flat=True))}

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[Product]:
        return Product.objects.order_by("code")

    def rows_out(self, records: QuerySet[Product]) -> Iterator[Outgoing]:
        names = dict(ProductClass.objects.values_list("pk", "name"))
        for product in records.iterator(chunk_size=2_000):
            yield Outgoing(values_of(product, names))
