"""待定价: receipts weighed while no list named their goods get the first price that does."""

from datetime import datetime

from django.db import transaction

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.money import amount_of
from backend.ledger import services as ledger
from cooperatives import queries
from cooperatives.models import PriceEntry, Receipt
from cooperatives.services.receiving import is_owed, purchase_of

BATCH = 500


def price_waiting(*, actor: Actor, now: datetime) -> int:
    """Prices what a list in force by now names; how many. Again, or two at once, changes nothing.

    Price lists are never retroactive, so the price is that of the first list after the weigh-in
    that names these goods. A purchase is owed from that moment on.
    """
    waiting = list(queries.waiting_for_a_price()[:BATCH])
    book = queries.price_book(
        {receipt.cooperative_id for receipt in waiting},
        {receipt.product_id for receipt in waiting},
        until=now,
    )
    priced = 0
    for receipt in waiting:
        entry = book.first_after(
            receipt.cooperative_id, receipt.product_id, receipt.grade, after=receipt.weighed_at
        )
        priced += bool(entry and _price(receipt, entry, actor, now))
    return priced


@transaction.atomic
def _price(receipt: Receipt, entry: PriceEntry, actor: Actor, now: datetime) -> bool:
    """Set once: the UPDATE takes only a receipt that still has no price, a trigger no other."""
    amount_fen = amount_of(receipt.net_g, entry.buy_fen_per_jin)
    still = Receipt.objects.filter(pk=receipt.pk, price_entry__isnull=True)
    if amount_fen <= 0 or not still.update(
        price_entry=entry, price_fen_per_jin=entry.buy_fen_per_jin, amount_fen=amount_fen
    ):
        return False
    receipt.price_entry, receipt.amount_fen = entry, amount_fen
    receipt.price_fen_per_jin = entry.buy_fen_per_jin
    if is_owed(receipt):
        booking = purchase_of(receipt)
        ledger.post(
            key=booking.key, kind=booking.kind, reference=booking.reference, legs=booking.legs,
            county_code=receipt.area_code[:6], actor=actor, now=now,
        )  # fmt: skip
    data: dict[str, object] = {"receipt": str(receipt.uid), "amount_fen": amount_fen}
    audit.record(actor=actor, action="receipt.price", subject=receipt.lot, at=now, data=data)
    return True
