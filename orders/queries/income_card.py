"""What the ledger knows of a household's year, for its income card (收入明白卡)."""

from dataclasses import dataclass

from django.db.models import Sum

from cooperatives.models import Household, Receipt, SurplusShare
from orders.models import SourceSplit
from orders.queries.member_accounts import bounds_of
from orders.rules.period import Period


@dataclass(frozen=True, slots=True)
class SoldGoods:
    product_name: str
    mode_name: str
    weight_g: int
    gross_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class CardFacts:
    """Patronage refunds are business income, parts by account property income (DOMAIN 4)."""

    household: Household
    goods: list[SoldGoods]
    refund_fen: int
    by_account_fen: int


def card_facts(household: Household, year: Period) -> CardFacts:
    begin, end = bounds_of(year)
    shares = SurplusShare.objects.filter(
        household=household, distribution__posted_at__gte=begin, distribution__posted_at__lt=end
    )
    paid = shares.aggregate(refund=Sum("refund_fen"), account=Sum("by_account_fen"))
    return CardFacts(
        household, [*_consigned(household, year), *_bought(household, year)],
        paid["refund"] or 0, paid["account"] or 0,
    )  # fmt: skip


def _consigned(household: Household, year: Period) -> list[SoldGoods]:
    rows = SourceSplit.objects.filter(
        household=household, split_on__range=(year.from_on, year.to_on),
        source__mode=Receipt.Mode.CONSIGNMENT,
    ).values("source__line__product_name")  # fmt: skip
    sums = rows.annotate(weight=Sum("weight_g"), gross=Sum("share_fen"), net=Sum("household_fen"))
    return [
        SoldGoods(
            row["source__line__product_name"], "代卖", row["weight"], row["gross"], row["net"]
        )
        for row in sums.order_by("source__line__product_name")
    ]


def _bought(household: Household, year: Period) -> list[SoldGoods]:
    begin, end = bounds_of(year)
    rows = Receipt.objects.standing().filter(
        household=household, mode=Receipt.Mode.PURCHASE, weighed_at__gte=begin, weighed_at__lt=end
    )
    sums = rows.values("product__name").annotate(weight=Sum("net_g"), gross=Sum("amount_fen"))
    return [
        SoldGoods(row["product__name"], "收购", row["weight"], row["gross"], row["gross"])
        for row in sums.order_by("product__name")
    ]
