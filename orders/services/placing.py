"""Placing an order: one short transaction, the same number of statements whatever the lots."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.common.actor import Actor
from backend.common.errors import DomainError, Forbidden
from backend.common.failpoints import failpoint
from backend.common.money import yuan
from cooperatives.models import Listing
from cooperatives.queries import PoolLot, pool_of
from cooperatives.rules import ListingNotOnSale, ListingSoldOut, allocate
from cooperatives.services.stock import hold_lots
from orders.models import Order
from orders.queries.catalogue import current_shipping_rules
from orders.queries.fees import fee_book
from orders.queries.merchants import merchants_of
from orders.rules import PriceChanged, placing
from orders.rules import invoicing as invoicing_rules
from orders.services.invoicing import ask_for
from orders.services.order_rows import Cart, Line, write_order

# A hold may be lost to somebody else between reading the pool and taking from it.
TRIES = 3


def place_order(
    *,
    lines: Sequence[placing.WantedLine],
    receiver: placing.Receiver,
    note: str,
    client_key: str,
    actor: Actor,
    now: datetime,
    expected_fen: int | None = None,
    invoice: invoicing_rules.Heading | None = None,
) -> Order:
    """The same buyer and key are the same order, whoever repeats it and however it first ended.

    A hold lost to another buyer is tried again with a fresh pool; so is a number already given.
    `expected_fen` is the sum that the buyer read, shipping included: another one is asked again.
    """
    if actor.role != "BY":
        raise Forbidden("请切换到买家身份后再下单")
    placing.check_lines(lines)
    receiver, note = placing.check_receiver(receiver), placing.check_note(note)
    invoice = invoicing_rules.check_heading(invoice) if invoice else None
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                orders = _place(lines, receiver, note, client_key, actor, now, expected_fen)
                if invoice:
                    ask_for(orders, invoice, actor, now)
            failpoint("checkout.committed")
            return orders[0]
        except (IntegrityError, DomainError) as error:
            # The same key may have ordered before, or in another request while this one waited.
            placed = Order.objects.filter(buyer=actor.user_id, client_key=client_key).first()
            if placed is not None:
                return placed
            lost_race = isinstance(error, IntegrityError | _HoldLost)
            if not lost_race or attempt == TRIES:
                raise
    raise AssertionError("the last try returns or raises")


class _HoldLost(ListingSoldOut):
    """The pool had enough when it was read, and no longer when it was taken from."""


def _place(
    wanted: Sequence[placing.WantedLine],
    receiver: placing.Receiver,
    note: str,
    client_key: str,
    actor: Actor,
    now: datetime,
    expected_fen: int | None,
) -> list[Order]:
    """One order per merchant account; the first one is answered, the others stand beside it.

    Nothing asks first whether the key has ordered before: its unique row refuses the second order.
    """
    listings = _listings(wanted)
    pools = pool_of({listing.pk for listing in listings}, on=localdate(now))
    lines = _allocate(wanted, listings, pools)
    carts = _carts(lines, receiver, now)
    total_fen = sum(cart.total_fen for cart in carts)
    if expected_fen is not None and total_fen != expected_fen:
        raise PriceChanged(fields={"total": f"含运费现在应付 ¥{yuan(total_fen)}"})
    _hold(lines)
    failpoint("checkout.held")
    orders = [
        write_order(
            cart=cart, receiver=receiver, note=note,
            client_key=placing.key_of(client_key, number), actor=actor, now=now,
        )
        for number, cart in enumerate(carts)
    ]  # fmt: skip
    failpoint("checkout.written")
    return orders


def _carts(lines: Sequence[Line], receiver: placing.Receiver, now: datetime) -> list[Cart]:
    """The lines under each merchant account, with what they cost to send."""
    merchants = merchants_of([line.listing for line in lines])
    by_merchant: dict[int, list[Line]] = {}
    for line in lines:
        by_merchant.setdefault(merchants[line.listing.pk].pk, []).append(line)
    counties = sorted({line.listing.area_code[:6] for line in lines})
    fees = fee_book(counties, now=now)
    terms = current_shipping_rules(counties, now=now)
    if set(counties) - fees.counties or set(counties) - terms.keys():
        raise placing.RulesMissing
    return [
        Cart(
            merchant=merchants[own[0].listing.pk],
            lines=own,
            shipping=_shipping(own, terms[own[0].listing.area_code[:6]], receiver),
            fees=fees,
        )
        for own in by_merchant.values()
    ]


def _shipping(
    lines: Sequence[Line], terms: placing.Terms, receiver: placing.Receiver
) -> dict[int, int]:
    loads = placing.load_by_station(
        (line.listing.station_id, line.amount_fen, line.weight_g) for line in lines
    )
    if receiver.pick_up:
        return dict.fromkeys(loads, 0)
    return {
        station: placing.shipping_of(load, terms, region=receiver.region)
        for station, load in loads.items()
    }


def _hold(lines: Sequence[Line]) -> None:
    taken = [[(lot.lot_id, weight_g) for lot, weight_g in line.taken] for line in lines]
    try:
        hold_lots(takes=placing.takes_per_lot(taken))
    except ListingSoldOut as error:
        raise _HoldLost("货品刚被他人买走，请刷新后再试") from error


def _listings(wanted: Sequence[placing.WantedLine]) -> list[Listing]:
    """The listing of each line: on sale, at the price that the buyer saw."""
    found = {
        str(listing.uid): listing
        for listing in Listing.objects.filter(uid__in={line.listing for line in wanted})
        .select_related("product__product_class", "station")
        .order_by("pk")
    }
    gone = {
        f"lines.{i}": "商品已下架"
        for i, line in enumerate(wanted)
        if line.listing not in found or found[line.listing].status != Listing.Status.ON_SALE
    }
    if gone:
        raise ListingNotOnSale(fields=gone)
    listings = [found[line.listing] for line in wanted]
    changed = {
        f"lines.{i}": f"现价 {yuan(listing.price_fen)}"
        for i, (line, listing) in enumerate(zip(wanted, listings, strict=True))
        if line.price_fen != listing.price_fen
    }
    if changed:
        raise PriceChanged(fields=changed)
    return listings


def _allocate(
    wanted: Sequence[placing.WantedLine],
    listings: Sequence[Listing],
    pools: dict[int, list[PoolLot]],
) -> list[Line]:
    """Later lines see what earlier ones took; every line that is short is named."""
    lines, short = [], {}
    for i, (line, listing) in enumerate(zip(wanted, listings, strict=True)):
        pool = {lot.lot_id: lot for lot in pools[listing.pk]}
        need_g = listing.package_g * line.quantity
        try:
            taken = allocate(need_g, list(pool.values()), listing.policy)
        except ListingSoldOut:
            left = sum(lot.available_g for lot in pool.values()) // listing.package_g
            short[f"lines.{i}"] = f"只剩 {left} 件"
            continue
        lines.append(Line(line, listing, [(pool[lot_id], g) for lot_id, g in taken]))
        for lot_id, weight_g in taken:
            rest_g = pool[lot_id].available_g - weight_g
            pool[lot_id] = replace(pool[lot_id], available_g=rest_g)
        pools[listing.pk] = list(pool.values())
    if short:
        raise ListingSoldOut(fields=short)
    return lines
