"""What must hold in the cooperatives' rows and no constraint can see."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from backend.common.money import amount_of
from cooperatives import rules
from cooperatives.models import Listing, ListingLot, Lot, Receipt
from cooperatives.queries.proof_people import broken_people

SHOWN = 20


def broken_invariants(*, now: datetime) -> Iterator[str]:
    yield from _lots()
    yield from _receipts()
    yield from _listings()
    yield from broken_people()


def _lots() -> Iterator[str]:
    somewhere = F("available_g") + F("held_g") + F("sold_g") + F("rejected_g") + F("wasted_g")
    for lot in Lot.objects.exclude(received_g=somewhere)[:SHOWN]:
        yield f"lot {lot.code}: its grams do not add up to what was received"
    below = Q(available_g__lt=0) | Q(held_g__lt=0) | Q(sold_g__lt=0)
    for lot in Lot.objects.filter(below)[:SHOWN]:
        yield f"lot {lot.code}: a weight below zero"
    standing = Lot.objects.filter(receipt__void__isnull=True)
    for lot in standing.exclude(received_g=F("receipt__net_g"))[:SHOWN]:
        yield f"lot {lot.code}: received weight differs from its receipt"
    for lot in Lot.objects.filter(receipt__void__isnull=False, received_g__gt=0)[:SHOWN]:
        yield f"lot {lot.code}: its receipt is void, yet it has weight"
    moved = Lot.objects.annotate(
        told_g=Coalesce(Sum("moves__weight_g", filter=~Q(moves__kind="void")), 0)
    )
    for lot in moved.exclude(told_g=F("rejected_g") + F("wasted_g"))[:SHOWN]:
        yield f"lot {lot.code}: rejected and wasted weight without a move that says why"
    lots = Lot.objects.select_related("receipt__station").only(
        "code", "receipt__weighed_at", "receipt__said_at", "receipt__station__letters"
    )
    for lot in lots.iterator(chunk_size=2_000):
        receipt = lot.receipt
        # A label made on a device bears the day of that device's clock.
        moments = (receipt.weighed_at, receipt.said_at or receipt.weighed_at)
        days = {f"{localdate(at):%y%m%d}{receipt.station.letters}" for at in moments}
        if not rules.check_lot_code(lot.code):
            yield f"lot {lot.code}: check character is wrong"
        elif lot.code[2:11] not in days:
            yield f"lot {lot.code}: names another day or station than its receipt"


def _receipts() -> Iterator[str]:
    for receipt in Receipt.objects.filter(lot__isnull=True)[:SHOWN]:
        yield f"receipt {receipt.uid}: has no lot"
    other_price = Receipt.objects.exclude(price_fen_per_jin=F("price_entry__buy_fen_per_jin"))
    for receipt in other_price[:SHOWN]:
        yield f"receipt {receipt.uid}: price is not that of its price list"
    amounts = Receipt.objects.only(
        "uid", "gross_g", "tare_g", "net_g", "crates", "price_fen_per_jin", "amount_fen"
    )
    for receipt in amounts.iterator(chunk_size=2_000):
        crates = receipt.crates or [(receipt.gross_g, receipt.tare_g)]
        if [sum(side) for side in zip(*crates, strict=True)] != [receipt.gross_g, receipt.tare_g]:
            yield f"receipt {receipt.uid}: its crates do not sum to its weight"
        if receipt.amount_fen != amount_of(receipt.net_g, receipt.price_fen_per_jin):
            yield f"receipt {receipt.uid}: amount is not weight times price"


def _listings() -> Iterator[str]:
    same = Q(
        lot__receipt__product=F("listing__product"),
        lot__receipt__grade=F("listing__grade"),
        lot__receipt__cooperative=F("listing__cooperative"),
    )
    for row in ListingLot.objects.exclude(same).select_related("lot", "listing")[:SHOWN]:
        yield f"listing {row.listing.uid}: pool holds {row.lot.code} of other goods"
    gone = ListingLot.objects.filter(listing__status__in=["returned", "down"])
    for listing_uid in gone.values_list("listing__uid", flat=True).distinct()[:SHOWN]:
        yield f"listing {listing_uid}: off sale but still keeps lots"
    unreviewed = Listing.objects.exclude(status="draft").annotate(steps=Count("reviews"))
    for listing in unreviewed.filter(steps=0)[:SHOWN]:
        yield f"listing {listing.uid}: no record of how it came to its status"
