"""From which amounts on further people agree: a cooperative's own limits before the county's."""

from dataclasses import fields
from datetime import datetime

from django.db.models import F, Q

from cooperatives.models import Cooperative
from orders.models import MoneyLimits
from orders.rules.paying_out import Limits
from orders.rules.settling import Terms


def limits_of(cooperative: Cooperative, *, now: datetime) -> Limits:
    """For refunds and payouts."""
    held = _in_force(cooperative, now)
    return Limits(**_figures(held, Limits)) if held else Limits()


def terms_of(cooperative: Cooperative, *, now: datetime) -> Terms:
    """For settlement runs; a run keeps those it was calculated under."""
    held = _in_force(cooperative, now)
    return Terms(**_figures(held, Terms)) if held else Terms()


def _in_force(cooperative: Cooperative, now: datetime) -> MoneyLimits | None:
    county = Q(cooperative=None, county_code=cooperative.area_code[:6])
    found = MoneyLimits.objects.filter(Q(cooperative=cooperative) | county, effective_from__lte=now)
    own_first = F("cooperative").desc(nulls_last=True)
    return found.order_by(own_first, "-effective_from", "-number").first()


def _figures(held: MoneyLimits, kind: type[Limits | Terms]) -> dict[str, int]:
    return {one.name: getattr(held, one.name) for one in fields(kind)}
