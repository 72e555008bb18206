"""What a county's rules of fees, shipping and accounts may say, in plain Python."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.common.errors import Conflict, Invalid

ANNOUNCED_AHEAD = timedelta(days=7)
FEES = ("payment_fee_bp", "packaging_fen_per_package", "station_bp", "cooperative_bp", "village_bp")
SHARES = ("payment_fee_bp", "station_bp", "cooperative_bp", "village_bp")
SHIPPING = ("fee_fen", "free_from_fen", "first_g", "step_g", "step_fen")
MOST = 100_000_000


class ProposalMoved(Conflict):
    code, title = "proposal_moved", "这项设置已有人处理，请刷新后查看"


def check_fees(content: Mapping[str, Any]) -> dict[str, int]:
    """Whole numbers, and the fees together leave the household at least half."""
    fees = _numbers(content, FEES)
    if sum(fees[name] for name in SHARES) > 5_000:
        raise Invalid(fields={"content": "各项费率合计不能超过 50%，农户所得不能少于一半"})
    return fees


def check_shipping(content: Mapping[str, Any]) -> dict[str, Any]:
    terms: dict[str, Any] = _numbers(content, SHIPPING)
    if terms["step_fen"] and not terms["step_g"]:
        raise Invalid(fields={"step_g": "按重量加价时请填写每多少克加一次"})
    return terms | {"zones": [check_zone(zone) for zone in _list(content.get("zones", []))]}


def check_zone(zone: Mapping[str, Any]) -> dict[str, Any]:
    """`region` is how an address begins (西藏自治区, 新疆维吾尔自治区 …)."""
    region = str(zone.get("region", "")).replace(" ", "")
    if not 2 <= len(region) <= 20:
        raise Invalid(fields={"zones": "请填写地区的完整名称，如 西藏自治区"})
    served = bool(zone.get("served", True))
    return {"region": region, "served": served} | _numbers(zone, ("surcharge_fen",))


def check_merchant(content: Mapping[str, Any]) -> dict[str, str]:
    """An app and a seller at Alipay; without a cooperative it is the county's own account."""
    name = str(content.get("name", "")).strip()
    wrong = {}
    if not 2 <= len(name) <= 60:
        wrong["name"] = "请填写账户名称，2 至 60 个字"
    for field in ("app_id", "seller_id"):
        if not re.fullmatch(r"[0-9]{16}", str(content.get(field, ""))):
            wrong[field] = "应为 16 位数字，请从支付宝商家中心复制"
    if wrong:
        raise Invalid(fields=wrong)
    return {
        "name": name,
        "app_id": str(content["app_id"]),
        "seller_id": str(content["seller_id"]),
        "cooperative": str(content.get("cooperative") or ""),
    }


def check_effective(effective_from: datetime, *, now: datetime, first: bool) -> None:
    """A first version may hold at once; a change is announced seven days ahead."""
    if not first and effective_from < now + ANNOUNCED_AHEAD:
        raise Invalid(fields={"effective_from": "规则变更须提前 7 天公布，请选择 7 天以后的时间"})


def _numbers(content: Mapping[str, Any], names: Sequence[str]) -> dict[str, int]:
    found, wrong = {}, {}
    for name in names:
        value = content.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            wrong[name] = "请填写不小于 0 的整数"
        else:
            found[name] = value
    if wrong:
        raise Invalid(fields=wrong)
    return found


def _list(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise Invalid(fields={"zones": "地区应为列表"})
    return value
