"""Accounts of a cooperative's members: what they brought, sold, are owed and were paid (C4).

Trade counts for the days on which the household was a member (the law keeps dealings with others
apart). What is owed and paid is the household's own account, whichever cooperative sold.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import make_aware

from backend.common.actor import Actor
from backend.ledger import queries as ledger
from cooperatives import queries as cooperatives
from cooperatives.models import Cooperative, Membership, Receipt
from orders.models import SourceSplit
from orders.rules.period import Period

ENDLESS = date(9999, 12, 31)
TRADE = ("receipts_count", "received_g", "unpriced_count", "bought_fen", "sold_fen", "earned_fen")
SHARES = ("capital_fen", "reserve_fen", "subsidy_fen")


@dataclass(frozen=True, slots=True)
class Money:
    """`payable_fen` is owed today, `paid_fen` left in the period, by household uid."""

    payable_fen: dict[str, int]
    paid_fen: dict[str, int]


def member_accounts(
    actor: Actor, cooperative: Cooperative, period: Period, *, words: str = ""
) -> QuerySet[Membership]:
    """Who was a member on the last day of the period, with shares and trade: one statement."""
    members = cooperatives.members(actor, cooperative, on=period.to_on, words=words)
    return with_trade(members, period)


def with_trade(members: QuerySet[Membership], period: Period) -> QuerySet[Membership]:
    """What each brought and sold in the period, on the days on which it was a member."""
    receipts = _receipts(period)
    return members.annotate(
        receipts_count=_total(receipts, Count("pk")),
        received_g=_total(receipts, Sum("net_g")),
        unpriced_count=_total(receipts.filter(price_entry__isnull=True), Count("pk")),
        bought_fen=_total(receipts.filter(mode=Receipt.Mode.PURCHASE), Sum("amount_fen")),
        sold_fen=_total(_sales(period), Sum("share_fen")),
        earned_fen=_total(_sales(period), Sum("household_fen")),
    ).annotate(patronage_fen=F("bought_fen") + F("sold_fen"))


def totals(members: QuerySet[Membership], money: Money) -> dict[str, int]:
    """Sums of the rows, over all pages: one statement."""
    names = (*TRADE, *SHARES, "patronage_fen")
    wanted = {
        name: Sum(Coalesce(F(name), Value(0), output_field=BigIntegerField())) for name in names
    }
    found = members.order_by().aggregate(members_count=Count("pk"), **_prefixed(wanted))
    sums = {name.removeprefix("all_"): value or 0 for name, value in found.items()}
    owed, paid = sum(money.payable_fen.values()), sum(money.paid_fen.values())
    return sums | {"payable_fen": owed, "paid_fen": paid}


def money_of(members: QuerySet[Membership], period: Period) -> Money:
    """Of all members, so that the page's rows and the totals are one answer: four statements."""
    uids = [str(uid) for uid in members.order_by().values_list("household__uid", flat=True)]
    begin, end = bounds_of(period)
    return Money(
        payable_fen=_owed(uids),
        paid_fen=ledger.paid_out(kind="settled", owner_uids=uids, begin=begin, end=end),
    )


def _owed(uids: list[str]) -> dict[str, int]:
    """Earned, whether a run has settled it or not."""
    found = ledger.owed_to(kind="household", owner_uids=uids)
    for uid, fen in ledger.owed_to(kind="settled", owner_uids=uids).items():
        found[uid] = found.get(uid, 0) + fen
    return found


def _prefixed(sums: dict[str, Any]) -> dict[str, Any]:
    """An aggregate may not be called like the annotation it sums."""
    return {f"all_{name}": total for name, total in sums.items()}


def _receipts(period: Period) -> QuerySet[Receipt]:
    begin, end = bounds_of(period)
    found = Receipt.objects.standing().filter(weighed_at__gte=begin, weighed_at__lt=end)
    return found.filter(
        Q(weighed_at__date__lt=Coalesce(OuterRef("valid_to"), Value(ENDLESS))),
        weighed_at__date__gte=OuterRef("valid_from"), household=OuterRef("household"),
        cooperative=OuterRef("cooperative"),
    )  # fmt: skip


def _sales(period: Period) -> QuerySet[SourceSplit]:
    """Consigned goods; what was bought at the scale is counted there, on the day of weighing."""
    return SourceSplit.objects.filter(
        Q(split_on__lt=Coalesce(OuterRef("valid_to"), Value(ENDLESS))),
        split_on__gte=OuterRef("valid_from"), split_on__range=(period.from_on, period.to_on),
        household=OuterRef("household"), source__cooperative=OuterRef("cooperative"),
        source__mode=Receipt.Mode.CONSIGNMENT,
    )  # fmt: skip


def _total(rows: QuerySet[Any], total: Any) -> Coalesce:
    grouped = rows.order_by().values("household").annotate(total=total).values("total")
    return Coalesce(
        Subquery(grouped, output_field=BigIntegerField()), 0, output_field=BigIntegerField()
    )


def bounds_of(period: Period) -> tuple[datetime, datetime]:
    begin = make_aware(datetime.combine(period.from_on, time()))
    return begin, make_aware(datetime.combine(period.to_on + timedelta(days=1), time()))
