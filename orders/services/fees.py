"""Fee rules: what a proposal holds for, and whether it leaves the household its half."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from backend.common.errors import Invalid
from backend.common.models import UidModel
from cooperatives.models import Cooperative, ProductClass
from orders.models import FeeRule
from orders.queries.fees import FeePreview, most_taken, preview
from orders.rules import setting as rules
from orders.rules.setting import FEES, FeeScope
from stations.models import Area, Station


def fee_rule_of(county_code: str, content: Mapping[str, Any]) -> FeeRule:
    """The rule a proposal's content would make; not stored. A scope nobody knows is refused."""
    scope = rules.check_scope(content.get("scope"))
    found = {
        "product_class": ProductClass.objects.filter(code=scope.product_class).first(),
        "cooperative": one_of(Cooperative, scope.cooperative, county_code),
        "station": one_of(Station, scope.station, county_code),
    }
    unknown = [name for name, row in found.items() if getattr(scope, name) and row is None]
    if scope.village and not _is_village(scope, county_code):
        unknown.append("village")
    if unknown:
        raise Invalid(fields={f"scope.{name}": "没有找到，请从列表中选择" for name in unknown})
    fees = {name: content[name] for name in FEES}
    return FeeRule(county_code=county_code, village_code=scope.village, **found, **fees)


def check_beside_others(rule: FeeRule) -> None:
    """A village's share is taken together with any other rule's fees: half must be left."""
    village_bp, others_bp = most_taken(rule.county_code)
    if rule.village_code:
        rules.check_half(rule.village_bp + others_bp)
    else:
        rules.check_half(
            rule.payment_fee_bp + rule.station_bp + rule.cooperative_bp + village_bp
        )  # fmt: skip


def preview_fees(
    *, county_code: str, content: Mapping[str, Any], from_on: date, to_on: date
) -> FeePreview:
    """Checked as a proposal is, then tried on the completed sales of a period."""
    if not from_on <= to_on:
        raise Invalid(fields={"to_on": "结束日期不能早于开始日期"})
    rule = fee_rule_of(county_code, rules.check_fees(content))
    check_beside_others(rule)
    return preview(rule=rule, from_on=from_on, to_on=to_on)


def publish_fees(
    *, county_code: str, content: Mapping[str, Any], effective_from: datetime, now: datetime
) -> FeeRule:
    """The next version; the caller's transaction and audit row hold it."""
    rule = fee_rule_of(county_code, content)
    last = FeeRule.objects.filter(county_code=county_code).aggregate(last=Max("number"))["last"]
    rule.number = (last or 0) + 1
    rule.published_at, rule.effective_from = now, effective_from
    rule.save(force_insert=True)
    return rule


def one_of(model: type[UidModel], uid: str, county_code: str) -> Any:
    """A record of the county by its uid; none where nothing is named or known."""
    if not uid:
        return None
    rows: Any = model._default_manager
    try:
        return rows.filter(uid=uid, area_code__startswith=county_code).first()
    except (ValueError, TypeError):
        return None


def _is_village(scope: FeeScope, county_code: str) -> bool:
    known = Area.objects.filter(code=scope.village, level="village")
    return scope.village.startswith(county_code) and known.exists()
