"""Answers of the public catalogue as the schema shows them; a test holds each to its own shape."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_CARD = {
    "uid": "6f1c2a64-3f58-4c83-9a43-6f0f2a5f2b10", "title": "东峡土豆 5 斤",
    "product_name": "土豆", "product_code": "potato", "grade": "first", "grade_name": "一级",
    "package_g": 2_500, "price": "15.00", "price_per_jin": "3.00",
    "picture": "/static/products/potato.svg", "township": "东峡镇",
    "station_name": "东峡一村电商服务站", "available_packages": 3, "sold_packages": 12,
    "season": "9–10月", "in_season": True, "category": "vegetable",
}  # fmt: skip
_STORY = {
    "photos": [], "story": "海拔 2700 米的脑山地，九月起挖，挖出三天内称重分级。",
    "shelf_life_days": 90, "gi_mark": "", "return_rule": "perishable",
    "return_rule_name": "鲜活易腐，不适用七天无理由", "certificate_regime": "commitment",
    "certificate_regime_name": "承诺达标合格证",
    "shipping": {
        "fee": "8.00", "free_from": "99.00", "first_g": 3_000, "step_g": 1_000, "step": "2.00",
        "zones": [
            {"region": "新疆维吾尔自治区", "served": True, "surcharge": "12.00"},
            {"region": "西藏自治区", "served": False, "surcharge": "0.00"},
        ],
    },
    "provenance": {
        "station": {
            "name": "东峡一村电商服务站", "township": "东峡镇", "village": "东峡村",
            "opened_on": "2021-03-05",
        },
        "cooperative": {
            "name": "东峡富民种植专业合作社", "credit_code": "93639999MA98003690",
        },
        "lots": [
            {"code": "DT2609270A1A001X", "received_on": "2026-09-27", "available_g": 7_500},
        ],
        "households": 2, "household_names": ["马兰花"],
        "branch": {"name": "东峡村党支部", "part_name": "支部领办"},
    },
    "where_the_money_goes": [
        {"part": "household", "name": "农户所得", "low": "12.90", "high": "13.20"},
        {"part": "cooperative", "name": "合作社服务", "low": "0.45", "high": "0.45"},
    ],
}  # fmt: skip
_SELLER = {
    "name": "东峡富民种植专业合作社", "credit_code": "93639999MA98003690",
    "address": "东峡镇东峡村 12 号", "phone": "0971-2700000",
    "business": "马铃薯、蚕豆的种植与销售",
    "self_produced_households": 2,
    "papers": [
        {"kind_name": "检测报告", "number": "JC-2026-0917", "issuer": "县农产品质量检测站",
         "valid_from": "2026-09-17", "valid_to": "2026-12-16"},
    ],
}  # fmt: skip
_REVIEWS = {
    "rating": {
        "count": 1, "mean": "4.7", "taste": "5.0", "freshness": "5.0", "packing": "4.0",
    },
    "next": None, "previous": None,
    "results": [
        {
            "uid": "0f0bfa5e-5f0a-4a33-9a35-7c0d9a3c8a11", "by": "周**", "taste": 5,
            "freshness": 5, "packing": 4, "text": "很面，蒸着吃正好。", "photo_url": "",
            "made_at": "2026-09-29T10:20:00+08:00", "reply": "谢谢，秋土豆十月还有。",
            "replied_at": "2026-09-29T18:05:00+08:00",
        }
    ],
}  # fmt: skip


def _example(name: str, value: Any) -> list[OpenApiExample]:
    return [OpenApiExample(name, value=value, response_only=True)]


# What `?search=yangyu` may answer.
LISTINGS = _example("洋芋", {"next": None, "previous": None, "results": [_CARD]})
LISTING = _example("东峡土豆", {**_CARD, **_STORY})
SELLER = _example("合作社", _SELLER)
DELIVERY = _example("最近的包裹", {"parcels": 23, "days_to_ship": "1.0", "days_on_the_way": "3.5"})
REVIEWS = _example("一条评价", _REVIEWS)
# Of a plain list the schema shows one row.
CATEGORIES = _example(
    "一个类别", {"code": "vegetable", "name": "蔬菜", "listings": 220, "in_season": 84}
)
TOWNSHIPS = _example("一个乡镇", {"code": "630121103", "name": "东峡镇"})
SUGGESTIONS = _example("todou", {"near": ["土豆"], "in_season": ["菜籽油", "蕨麻"]})
