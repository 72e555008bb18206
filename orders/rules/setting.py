"""What a county's rules of fees, shipping and accounts may say, in plain Python."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from backend.common.errors import Conflict, Invalid
from orders.rules.paying_out import Limits
from orders.rules.settling import Terms

ANNOUNCED_AHEAD = timedelta(days=7)
FEES = ("payment_fee_bp", "packaging_fen_per_package", "station_bp", "cooperative_bp", "village_bp")
SHARES = ("payment_fee_bp", "station_bp", "cooperative_bp", "village_bp")
SHIPPING = ("fee_fen", "free_from_fen", "first_g", "step_g", "step_fen")
LIMITS = tuple(one.name for kind in (Limits, Terms) for one in fields(kind))
MOST = 100_000_000
MOST_LIMIT = 10_000_000_000
MOST_PREVIEWED = 50_000
MOST_CAP_BP = 5_000


@dataclass(frozen=True, slots=True)
class FeeScope:
    """What a fee rule holds for: everything in the county, or less of it. All text."""

    product_class: str = ""
    cooperative: str = ""
    station: str = ""
    village: str = ""

    @property
    def text(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


class ProposalMoved(Conflict):
    code, title = "proposal_moved", "这项设置已有人处理，请刷新后查看"


def check_fees(content: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers, and the fees together leave the household at least half."""
    fees, scope = _numbers(content, FEES), check_scope(content.get("scope"))
    if scope.village and any(fees[name] for name in FEES if name != "village_bp"):
        raise Invalid(fields={"content": "村集体的规则只填写村集体比例，其他费用按全县或本站规则"})
    check_half(sum(fees[name] for name in SHARES))
    return fees | ({"scope": scope.text} if scope.text else {})


def check_half(together_bp: int) -> None:
    if together_bp > 5_000:
        raise Invalid(fields={"content": "各项费率合计不能超过 50%，农户所得不能少于一半"})


def check_scope(given: Any) -> FeeScope:
    """A village stands alone; a class of goods, a cooperative and a station may be combined."""
    values = given or {}
    names = ("product_class", "cooperative", "station", "village")
    if not isinstance(values, Mapping) or not set(values) <= set(names):
        raise Invalid(fields={"scope": "适用范围只能是商品类别、合作社、服务站或村"})
    scope = FeeScope(**{name: str(values.get(name) or "").strip() for name in names})
    if scope.village and len(scope.text) > 1:
        raise Invalid(fields={"scope": "村集体的规则不能同时限定商品类别、合作社或服务站"})
    return scope


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


def check_limits(content: Mapping[str, Any]) -> dict[str, Any]:
    """More money never asks fewer people, and a day lets at least something through."""
    limits = _numbers(content, LIMITS, most=MOST_LIMIT)
    wrong = {}
    if limits["minutes_from_fen"] < limits["supervisor_from_fen"]:
        wrong["minutes_from_fen"] = "须附成员大会纪要的金额不能低于须监事同意的金额"
    if not limits["daily_cap_fen"]:
        wrong["daily_cap_fen"] = "每天的付款限额不能是 0"
    if limits["cap_bp"] > MOST_CAP_BP:
        wrong["cap_bp"] = "扣款不能超过本次收入的 50%"
    if wrong:
        raise Invalid(fields=wrong)
    return limits | {"cooperative": str(content.get("cooperative") or "")}


def check_preview_size(sources: int) -> None:
    if sources > MOST_PREVIEWED:
        raise Invalid(fields={"to_on": f"这段时间有 {sources} 条销售，请缩短期间再试算"})


def check_effective(effective_from: datetime, *, now: datetime, first: bool) -> None:
    """A first version may hold at once; a change is announced seven days ahead."""
    if not first and effective_from < now + ANNOUNCED_AHEAD:
        raise Invalid(fields={"effective_from": "规则变更须提前 7 天公布，请选择 7 天以后的时间"})


def _numbers(
    content: Mapping[str, Any], names: Sequence[str], *, most: int = MOST
) -> dict[str, int]:
    found, wrong = {}, {}
    for name in names:
        value = content.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
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
