"""Goods as they stand, and what a proposed change would make of them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.approvals.rules import digest_of
from backend.common.weight import jin_text
from cooperatives.models import GoodsChange, Grade, Product, ProductClass

PRODUCT_WORDS = {
    "code": "代码", "name": "名称", "class_code": "品类", "aliases": "别名", "grades": "等级",
    "units": "单位和包装", "season_months": "上市月份", "shelf_life_days": "保质天数",
    "most_g_per_receipt": "一次最多收", "gi_mark": "地理标志", "picture": "示意图",
}  # fmt: skip
CLASS_WORDS = {
    "code": "代码", "name": "名称", "certificate_regime": "上市凭证", "return_rule": "退货规则",
    "completes_after_h": "送达后自动完成（小时）",
}  # fmt: skip


def goods_of(kind: str, code: str) -> Product | ProductClass | None:
    if kind == GoodsChange.Kind.PRODUCT:
        return Product.objects.select_related("product_class").filter(code=code).first()
    return ProductClass.objects.filter(code=code).first()


def goods_changes() -> QuerySet[GoodsChange]:
    """Newest first."""
    return GoodsChange.objects.select_related("made_by").order_by("-made_at", "-id")


def goods_change(uid: UUID) -> GoodsChange | None:
    return goods_changes().filter(uid=uid).first()


def goods_digest(change: GoodsChange) -> str:
    """What the second person signs."""
    return digest_of({"kind": change.kind, "version": change.version, "content": change.content})


def goods_rows(change: GoodsChange) -> list[list[str]]:
    """Each entry that would be another: its name, as it stands, as it would be."""
    words = PRODUCT_WORDS if change.kind == GoodsChange.Kind.PRODUCT else CLASS_WORDS
    found = goods_of(change.kind, change.code) if change.version else None
    rows = [
        [name, _said(key, _of(found, key)) if found else "—", _said(key, change.content[key])]
        for key, name in words.items()
        if key != "picture" or change.content[key]
    ]
    return [row for row in rows if row[1] != row[2]]


def _of(goods: Product | ProductClass | None, key: str) -> Any:
    if isinstance(goods, Product) and key == "class_code":
        return goods.product_class.code
    return getattr(goods, key)


def _said(key: str, value: Any) -> str:
    names: dict[str, dict[str, str]] = {
        "certificate_regime": dict(ProductClass.Regime.choices),
        "return_rule": dict(ProductClass.ReturnRule.choices),
        "grades": dict(Grade.choices),
    }
    if key == "class_code":
        klass = ProductClass.objects.filter(code=value).first()
        return klass.name if klass else str(value)
    if key == "most_g_per_receipt":
        return jin_text(int(value))
    if isinstance(value, list):
        return "、".join(names.get(key, {}).get(one, str(one)) for one in value) or "不限"
    return names.get(key, {}).get(value, str(value)) or "—"
