"""What holds in a whole county for whoever looks at its goods: fee rules and shipping.

The same two answers stand behind thousands of product pages, so a web process reads them anew only
every half minute; a version that comes into force is shown that much later at most. Orders and
carts never read here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from orders.models import ShippingRule
from orders.queries.fees import FeeBook, fee_book

SECONDS = 30
SHIPPING = ("fee_fen", "free_from_fen", "first_g", "step_g", "step_fen", "zones")
_kept: dict[str, "CountyRules"] = {}


@dataclass(frozen=True, slots=True)
class CountyRules:
    """`shipping` holds the columns of SHIPPING."""

    fees: FeeBook
    shipping: dict[str, Any] | None
    read_at: datetime


def county_rules(county: str, *, now: datetime) -> CountyRules:
    """Two statements every half minute, else none."""
    seconds: int = getattr(settings, "RULES_KEPT_S", 0 if settings.TESTING else SECONDS)
    rules = _kept.get(county)
    if rules is None or not timedelta() <= now - rules.read_at < timedelta(seconds=seconds):
        rules = CountyRules(fee_book([county], now=now), _shipping(county, now), now)
        _kept[county] = rules
    return rules


def _shipping(county: str, now: datetime) -> dict[str, Any] | None:
    rules = ShippingRule.objects.filter(county_code=county, effective_from__lte=now)
    newest: dict[str, Any] | None = (
        rules.order_by("-effective_from", "-number").values(*SHIPPING).first()
    )
    return newest
