"""A household's passbook (存折): every movement of what it is owed, with the balance after it.

Owed, settled for payment, and carried over are one sum here: moving money between them is no
movement to the household, and a sum below zero is what it still owes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from backend.common.actor import Actor
from backend.common.weight import jin_text
from backend.ledger.models import Entry
from backend.ledger.rules import CARRY_OVER
from cooperatives.models import Household, Receipt
from orders.models import SourceSplit
from orders.rules.period import Period

OWN = ("household", "settled")
SUMMARIES = {
    "split": "卖出货款",
    "split_back": "退款冲减",
    "purchase": "收购款",
    "settle": "结算扣款与更正",
    "surplus": "合作社盈余返还",
    "payout": "付款到户",
}


@dataclass(frozen=True, slots=True)
class Movement:
    on: date
    summary: str
    detail: str
    amount_fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Passbook:
    household: Household
    period: Period
    opening_fen: int
    movements: list[Movement]

    @property
    def in_fen(self) -> int:
        return sum(one.amount_fen for one in self.movements if one.amount_fen > 0)

    @property
    def out_fen(self) -> int:
        return -sum(one.amount_fen for one in self.movements if one.amount_fen < 0)

    @property
    def closing_fen(self) -> int:
        return self.opening_fen + self.in_fen - self.out_fen

    def content(self) -> dict[str, Any]:
        """What the printed book's mark covers, to the fen."""
        return {
            "household": str(self.household.uid), "from_on": self.period.from_on.isoformat(),
            "to_on": self.period.to_on.isoformat(), "opening": self.opening_fen,
            "movements": [
                [one.on.isoformat(), one.summary, one.detail, one.amount_fen]
                for one in self.movements
            ],
        }  # fmt: skip


def households_for(actor: Actor, *, area_code: str = "") -> QuerySet[Household]:
    """Whose books this hat prints, by village and card."""
    found = Household.objects.visible_to(actor).active().filter(area_code__startswith=area_code)
    return found.select_related("area").order_by("area_code", "card_no")


def passbooks(households: Sequence[Household], period: Period) -> list[Passbook]:
    """In the order of the households; four statements, however many they are."""
    uids = [str(one.uid) for one in households]
    carried = [f"{kind}:{uid}" for kind in OWN for uid in uids]
    mine = Entry.objects.filter(
        Q(account__kind__in=OWN, account__owner_uid__in=uids)
        | Q(account__kind=CARRY_OVER, account__owner_uid__in=carried)
    )
    opening: dict[str, int] = {}
    for owner, total in _totals(mine.filter(transfer__booked_on__lt=period.from_on)):
        opening[owner[-36:]] = opening.get(owner[-36:], 0) + total
    within = mine.filter(transfer__booked_on__range=(period.from_on, period.to_on))
    rows = list(within.select_related("transfer", "account").order_by("transfer__booked_on", "id"))
    goods = _goods(households, rows)
    moved: dict[str, dict[int, list[Entry]]] = {uid: {} for uid in uids}
    for row in rows:
        moved[row.account.owner_uid[-36:]].setdefault(row.transfer_id, []).append(row)
    return [
        Passbook(
            one, period, opening.get(uid, 0), _movements(moved[uid], opening.get(uid, 0), goods)
        )
        for one, uid in zip(households, uids, strict=True)
    ]


Goods = dict[tuple[str, str], str]


def _movements(moved: dict[int, list[Entry]], balance_fen: int, goods: Goods) -> list[Movement]:
    found = []
    for entries in moved.values():
        amount_fen = sum(one.amount_fen for one in entries)
        if not amount_fen:
            continue
        balance_fen += amount_fen
        booked, uid = entries[0].transfer, entries[0].account.owner_uid[-36:]
        said = SUMMARIES.get(booked.kind, "账务调整")
        summary = f"冲正：{said}" if booked.reverses_id else said
        detail = goods.get((uid, booked.reference), "")
        found.append(Movement(booked.booked_on, summary, detail, amount_fen, balance_fen))
    return found


def _goods(households: Sequence[Household], rows: list[Entry]) -> Goods:
    """What was sold or bought, by household and reference: an order's number, a receipt's uid."""
    sold_in = {row.transfer.reference for row in rows if row.transfer.kind == "split"}
    bought_in = {row.transfer.reference for row in rows if row.transfer.kind == "purchase"}
    mine = [one.pk for one in households]
    sold = SourceSplit.objects.filter(
        household__in=mine, refund__isnull=True, source__line__order__number__in=sold_in
    ).values("household__uid", "source__line__order__number")
    totals = sold.annotate(name=Max("source__line__product_name"), weight=Sum("weight_g"))
    found = {
        (str(row["household__uid"]), row["source__line__order__number"]): (
            f"{row['name']} {jin_text(row['weight'])}"
        )
        for row in totals.order_by()
    }
    bought = Receipt.objects.filter(household__in=mine, uid__in=bought_in)
    for receipt in bought.select_related("product", "household"):
        said = f"{receipt.product.name} {jin_text(receipt.net_g)}"
        found[str(receipt.household.uid), str(receipt.uid)] = said
    return found


def _totals(entries: QuerySet[Entry]) -> list[tuple[str, int]]:
    rows = entries.values("account__owner_uid").annotate(total=Sum("amount_fen")).order_by()
    return [(row["account__owner_uid"], row["total"]) for row in rows]
