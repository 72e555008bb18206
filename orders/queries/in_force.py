"""What holds now in a county: fees, shipping, limits and accounts, as their proposals said it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Model

from orders.models import FeeRule, MerchantAccount, MoneyLimits, SettingProposal, ShippingRule
from orders.queries.catalogue import current_shipping_rules
from orders.queries.fees import fee_book
from orders.rules.setting import FEES, LIMITS, SHIPPING
from stations.models import Area

Kind = SettingProposal.Kind


@dataclass(frozen=True, slots=True)
class InForce:
    kind: str
    content: Mapping[str, Any]
    scope_name: str
    effective_from: datetime | None

    @property
    def kind_name(self) -> str:
        return str(Kind(self.kind).label)


def in_force(county_code: str, *, now: datetime) -> list[InForce]:
    """The county's own before what holds for less of it; a constant number of statements."""
    return [
        *_fees(county_code, now),
        *_shipping(county_code, now),
        *_limits(county_code, now),
        *_accounts(county_code),
    ]


def _fees(county_code: str, now: datetime) -> Iterator[InForce]:
    book = fee_book([county_code], now=now)
    held = [rule.pk for rule in (*book.general.values(), *book.villages.values())]
    rules = FeeRule.objects.filter(pk__in=held).select_related(
        "product_class", "cooperative", "station"
    )
    villages = dict(Area.objects.filter(code__in=book.villages).values_list("code", "name"))
    for rule in rules.order_by("village_code", "number"):
        parts = (rule.product_class, rule.cooperative, rule.station)
        names = [*(part.name for part in parts if part), villages.get(rule.village_code, "")]
        scope = {"scope": {"village": rule.village_code}} if rule.village_code else {}
        yield InForce(
            Kind.FEES,
            _figures(rule, FEES) | scope,
            " ".join(filter(None, names)),
            rule.effective_from,
        )


def _shipping(county_code: str, now: datetime) -> Iterator[InForce]:
    rule: ShippingRule | None = current_shipping_rules([county_code], now=now).get(county_code)
    if rule:
        content = _figures(rule, SHIPPING) | {"zones": rule.zones}
        yield InForce(Kind.SHIPPING, content, "", rule.effective_from)


def _limits(county_code: str, now: datetime) -> Iterator[InForce]:
    rows = MoneyLimits.objects.filter(county_code=county_code, effective_from__lte=now)
    of = {
        row.cooperative_id: row
        for row in rows.select_related("cooperative").order_by("effective_from", "number")
    }
    for row in sorted(of.values(), key=lambda one: one.cooperative_id or 0):
        name = row.cooperative.name if row.cooperative else ""
        yield InForce(Kind.LIMITS, _figures(row, LIMITS), name, row.effective_from)


def _accounts(county_code: str) -> Iterator[InForce]:
    rows = MerchantAccount.objects.filter(
        county_code=county_code, gateway=settings.PAYMENTS_GATEWAY
    ).select_related("cooperative")
    for row in rows.order_by(F("cooperative").asc(nulls_first=True), "pk"):
        content = {"name": row.name, "app_id": row.app_id, "seller_id": row.seller_id}
        yield InForce(Kind.MERCHANT, content, row.cooperative.name if row.cooperative else "", None)


def _figures(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
